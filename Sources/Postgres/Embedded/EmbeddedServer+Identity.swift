#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Telling our server from whatever else has its number, its folder or its socket.
extension EmbeddedServer {
    /// Whether process `pid` is the server of this cluster: alive, a PostgreSQL program, at work in the cluster's folder, and, when
    /// it has the number of the one we started, that very process.
    func isServer(_ pid: pid_t) -> Bool { isServer(pid, knownAs: Files.text(files.identity)) }

    /// `identity` is what ``remember(_:)`` wrote down, if it ever did.
    func isServer(_ pid: pid_t, knownAs identity: String?) -> Bool {
        guard ProcessTable.isAlive(pid), ProcessTable.works(pid, in: files.cluster) else { return false }
        guard let known = identity, known.hasPrefix("\(pid) "), let birth = ProcessTable.birth(pid) else { return true }
        return known == "\(pid) \(birth)"
    }

    func remember(_ pid: pid_t) throws(PostgresError) {
        guard let birth = ProcessTable.birth(pid) else { return }
        try Files.write("\(pid) \(birth)", to: files.identity, owner: ServerAccount(switchTo: nil))
    }

    /// A server that runs may have been started by other hands, with its socket elsewhere.
    func checkSocket(of pid: pid_t) throws(PostgresError) {
        guard !Files.exists(files.socket) else { return }
        throw PostgresError(
            .embedded,
            "process \(pid) serves \(files.cluster) already, but not by the socket in \(files.socketFolder): stop it and start again"
        )
    }

    /// Removes the lock that a killed server left on its socket. Until its parent has noticed, its number still counts as alive, and
    /// a new server would refuse to take its place. The lock of another server that lives is left alone: taking it would steal
    /// the socket.
    func clearSocket() throws(PostgresError) {
        guard let text = Files.text(files.socketLock) else { return }
        let holder = text.split(separator: "\n").first.flatMap { pid_t($0) }
        if let holder, ProcessTable.isAlive(holder), ProcessTable.isPostgres(holder),
            !ProcessTable.works(holder, in: files.cluster)
        {
            throw PostgresError(
                .embedded,
                "another server (process \(holder)) uses the socket in \(files.socketFolder): stop it, or set SECRETARIA_DATA to another folder"
            )
        }
        unlink(files.socketLock)
    }
}
