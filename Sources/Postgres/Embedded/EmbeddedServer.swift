import FoundationEssentials
import Logging
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The blocking work behind ``EmbeddedPostgres``: it runs on threads of its own.
final class EmbeddedServer: Sendable {
    struct State {
        /// Held as long as we use the server.
        var users: FileLock?
        /// Set when the server is our child and must be reaped by us.
        var child: ChildProcess?
        /// Counts the starts.
        var generation = 0

        func isInUse(_ generation: Int) -> Bool { users != nil && self.generation == generation }
    }

    static let majorVersion = "18"

    let configuration: EmbeddedPostgres.Configuration
    let files: ClusterFiles
    let logger: Logger
    let state = Mutex(State())

    init(_ configuration: EmbeddedPostgres.Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        files = ClusterFiles(configuration.data)
    }

    func start() -> Result<String, PostgresError> {
        do throws(PostgresError) {
            try startServer()
            return .success(files.url(user: "secretaria", database: "secretaria"))
        } catch {
            return .failure(error)
        }
    }

    private func startServer() throws(PostgresError) {
        let account = try ServerAccount.choose(cluster: files.cluster)
        try checkBinaries(account)
        try prepareFolders(account)
        // One process at a time decides whether to start or to stop.
        let turn = try FileLock(files.startLock)
        guard turn.exclude(within: configuration.startTimeout) else {
            throw PostgresError(.embedded, "another process has been starting the server in \(files.data) for too long")
        }
        defer { turn.unlock() }
        let users = try FileLock(files.usersLock)
        guard users.trySharing() else {
            throw PostgresError(.embedded, "\(files.usersLock) is held by another program")
        }
        if !Files.exists(files.version) { try ClusterMaker(self, account).make() }
        try checkVersion()
        try ensureRunning(account)
        supervise(
            state.withLock { state in
                state.users = users
                state.generation += 1
                return state.generation
            })
    }

    /// Adopts a server that runs, clears away what a dead one left, or starts one.
    func ensureRunning(_ account: ServerAccount) throws(PostgresError) {
        if let postmaster = files.postmaster() {
            if isServer(postmaster.pid) {
                logger.debug("The embedded PostgreSQL server runs already", metadata: ["pid": "\(postmaster.pid)"])
                try waitUntilReady(postmaster.pid, child: nil, logStart: 0, account)
                return try checkSocket(of: postmaster.pid)
            }
            // The number may belong to somebody else by now; PostgreSQL would take that process for itself and refuse.
            logger.notice(
                "A PostgreSQL server of ours was killed; its pid file is removed",
                metadata: ["pid": "\(postmaster.pid)"])
            unlink(files.pidFile)
        }
        try clearSocket()
        try checkSpace()
        try Files.write(
            ServerSettings.text(isDurable: configuration.isDurable, socketFolder: files.socketFolder),
            to: files.cluster + "/postgresql.conf", owner: account)
        try Files.write(ServerSettings.access, to: files.cluster + "/pg_hba.conf", owner: account)
        try launch(account)
    }

    private func launch(_ account: ServerAccount) throws(PostgresError) {
        if Files.size(files.log) > 10 << 20 { rename(files.log, files.log + ".1") }
        for attempt in 1...3 {
            let logStart = Files.size(files.log)
            unlink(files.identity)
            let command = try account.command([program("postgres"), "-D", files.cluster])
            let child = try ChildProcess.start(command, log: files.log, environment: environment)
            do throws(PostgresError) {
                try waitUntilReady(child.pid, child: child, logStart: logStart, account)
                try remember(child.pid)
                state.withLock { $0.child = child }
                return
            } catch {
                // Backends of a postmaster that was killed end by themselves, or are ended here.
                guard attempt < 3, Files.tail(files.log, from: logStart).contains("pre-existing shared memory block")
                else { throw error }
                ProcessTable.killOrphans(of: files.cluster)
            }
        }
    }

    private func waitUntilReady(
        _ pid: pid_t, child: ChildProcess?, logStart: Int, _ account: ServerAccount
    ) throws(PostgresError) {
        let end = Moment.now() + configuration.startTimeout
        while true {
            if let postmaster = files.postmaster(), postmaster.pid == pid, postmaster.isReady { return }
            let hasEnded = child.map { $0.exitStatus() != nil } ?? !isServer(pid)
            if hasEnded {
                let output = Files.tail(files.log, from: logStart)
                throw PostgresError(.embedded, Diagnosis.explain(output, files: files, account: account.name))
            }
            if Moment.now() > end {
                throw PostgresError(
                    .embedded, "the server did not become ready in \(configuration.startTimeout); see \(files.log)")
            }
            usleep(2000)
        }
    }

    /// Gives the cluster up; the last user stops the server.
    func stop() {
        let (users, child) = state.withLock { state in
            defer { (state.users, state.child) = (nil, nil) }
            return (state.users, state.child)
        }
        guard let users else { return }
        guard let turn = try? FileLock(files.startLock), turn.exclude(within: .seconds(10)) else {
            return users.unlock()
        }
        // In this order: whoever has its turn next must not find the server still held by us.
        defer {
            users.unlock()
            turn.unlock()
        }
        guard users.tryExcluding(), let postmaster = files.postmaster(), isServer(postmaster.pid) else { return }
        kill(postmaster.pid, SIGINT)
        let end = Moment.now() + .seconds(30)
        while Moment.now() < end {
            if child?.pid == postmaster.pid, child?.exitStatus() != nil { return }
            if child?.pid != postmaster.pid, !isServer(postmaster.pid) { return }
            usleep(2000)
        }
        logger.error("The embedded PostgreSQL server does not stop", metadata: ["pid": "\(postmaster.pid)"])
    }
}
