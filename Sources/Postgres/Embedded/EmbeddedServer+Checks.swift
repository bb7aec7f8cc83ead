import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension EmbeddedServer {
    func program(_ name: String) -> String { configuration.binaries.path + "/bin/" + name }

    /// The programs see nothing of our environment but the path to their libraries.
    var environment: [String: String] {
        let binaries = configuration.binaries.path
        return ["LD_LIBRARY_PATH": binaries + "/lib", "PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"]
    }

    func checkBinaries(_ account: ServerAccount) throws(PostgresError) {
        for name in ["postgres", "initdb"] where access(program(name), X_OK) != 0 {
            throw PostgresError(
                .embedded, "PostgreSQL is not in \(configuration.binaries.path): run scripts/setup, or set DATABASE_URL"
            )
        }
        guard let user = account.switchTo else { return }
        let probe = try ChildProcess.start(
            account.command([program("postgres"), "--version"]), log: "/dev/null", environment: environment)
        guard probe.wait() == 0 else {
            throw PostgresError(
                .embedded,
                "the user \(user.name), as whom PostgreSQL has to run, cannot reach \(configuration.binaries.path): put the programs where it can, for example /var/lib/secretaria/pg18, and set SECRETARIA_PG_BINARIES"
            )
        }
    }

    func prepareFolders(_ account: ServerAccount) throws(PostgresError) {
        if let owner = Files.owner(files.cluster), geteuid() != 0, owner != geteuid() {
            throw PostgresError(
                .embedded,
                "\(files.cluster) belongs to another user (\(owner)): run as that user, or set SECRETARIA_DATA to a folder of your own"
            )
        }
        try Files.makeFolders(files.data)
        guard access(files.data, W_OK) == 0 else { throw Files.explain("cannot write to \(files.data)") }
        try Files.makePrivateFolder(files.socketFolder, owner: account)
        guard let user = account.switchTo else { return }
        let probe = try ChildProcess.start(
            account.command(["/usr/bin/env", "test", "-x", files.socketFolder]), log: "/dev/null",
            environment: environment)
        guard probe.wait() == 0 else {
            throw PostgresError(
                .embedded,
                "the user \(user.name), as whom PostgreSQL has to run, cannot reach \(files.data): open the folders above it (chmod o+x), or set SECRETARIA_DATA to another folder"
            )
        }
    }

    func checkVersion() throws(PostgresError) {
        let version = Files.text(files.version)?.filter { !$0.isWhitespace } ?? "unknown"
        guard version == Self.majorVersion else {
            throw PostgresError(
                .embedded,
                "the cluster in \(files.cluster) is of PostgreSQL \(version), this is \(Self.majorVersion): dump it with the old version, move the folder away, start again and load the dump"
            )
        }
    }

    func checkSpace() throws(PostgresError) {
        guard let free = Files.freeBytes(files.data), free < configuration.minimumFreeBytes else { return }
        throw PostgresError(
            .embedded,
            "the disk that holds \(files.data) has \(free >> 20) MB left and PostgreSQL needs \(configuration.minimumFreeBytes >> 20): free some space, or set SECRETARIA_DATA to a folder on another disk"
        )
    }
}

extension ServerAccount {
    /// For messages.
    var name: String { switchTo?.name ?? "this user" }
}
