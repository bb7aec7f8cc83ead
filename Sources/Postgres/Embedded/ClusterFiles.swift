import FoundationEssentials

/// Where everything of an embedded cluster is.
struct ClusterFiles: Sendable {
    let data: String

    init(_ data: URL) {
        self.data = data.standardizedFileURL.path
    }

    var cluster: String { data + "/postgres" }
    /// initdb works here; renaming it is the moment the cluster exists.
    var newCluster: String { data + "/postgres.new" }
    var log: String { data + "/postgres.log" }
    var startLock: String { data + "/postgres.start.lock" }
    var usersLock: String { data + "/postgres.users.lock" }
    var version: String { cluster + "/PG_VERSION" }
    var pidFile: String { cluster + "/postmaster.pid" }

    /// A unix socket's path holds 107 bytes; a long data folder gets a short one under /tmp, named after it.
    var socketFolder: String {
        let beside = data + "/run"
        if (beside + "/.s.PGSQL.5432.lock").utf8.count <= 103 { return beside }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in data.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "/tmp/secretaria-" + String(hash, radix: 36)
    }

    var socket: String { socketFolder + "/.s.PGSQL.5432" }
    var socketLock: String { socket + ".lock" }
    /// Which process we started last: its number and its birth.
    var identity: String { data + "/postgres.identity" }

    func url(user: String, database: String) -> String {
        var host = ""
        for byte in socketFolder.utf8 {
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
                || byte == 46
            let digits = String(byte, radix: 16, uppercase: true)
            host += isPlain ? String(Unicode.Scalar(byte)) : "%" + (digits.utf8.count < 2 ? "0" : "") + digits
        }
        return "postgresql://\(user)@/\(database)?host=\(host)&port=5432"
    }

    /// The first line of `postmaster.pid` and its state, if the file is there.
    func postmaster() -> (pid: Int32, isReady: Bool)? {
        guard let text = Files.text(pidFile) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let pid = Int32(first), pid > 0 else { return nil }
        return (pid, lines.count > 7 && lines[7].hasPrefix("ready"))
    }
}
