import FoundationEssentials
import Logging

/// A private PostgreSQL server: its own cluster in a folder of ours, reachable by a unix socket only.
///
/// Several processes may use one cluster. Each holds a shared lock on it; whoever comes first starts the server, later ones
/// adopt it, and the last to leave stops it. A process that is killed lets go of its lock with its life, and the server it
/// started lives on until the next user comes and goes. PostgreSQL refuses to run as root: then it runs as an unprivileged user.
public actor EmbeddedPostgres {
    public struct Configuration: Sendable {
        /// The folder with `bin`, `lib` and `share` of PostgreSQL 18 with pgvector.
        public var binaries: URL
        /// Where the cluster lives, in a subfolder `postgres`.
        public var data: URL
        /// Off only for tests: without it a power cut destroys the cluster.
        public var isDurable = true
        /// Refuse to start with less free space than this: PostgreSQL stops hard when a disk is full.
        public var minimumFreeBytes: UInt64 = 200 << 20
        /// How long the server may take to start; recovery after a crash is part of it.
        public var startTimeout: Duration = .seconds(120)

        public init(binaries: URL, data: URL) {
            self.binaries = binaries
            self.data = data
        }
    }

    private let server: EmbeddedServer
    private var isStarted = false

    public init(_ configuration: Configuration, logger: Logger) {
        server = EmbeddedServer(configuration, logger: logger)
    }

    /// Starts or adopts the server and returns the URL of database `secretaria` for the login role `secretaria`.
    /// Throws `.embedded` with an explanation a person can act on.
    public func start() async throws(PostgresError) -> String {
        let server = server
        let outcome = await BackgroundThread.run({ server.start() }, orElse: .failure(.noThread))
        let url = try outcome.get()
        isStarted = true
        return url
    }

    /// Lets go of the server, and stops it (fast shutdown) when nobody else uses it.
    public func stop() async {
        guard isStarted else { return }
        isStarted = false
        let server = server
        _ = await BackgroundThread.run({ server.stop() }, orElse: ())
    }

    /// The same, blocking, for `atexit`.
    public nonisolated func stopAtExit() {
        server.stop()
    }

    /// The URL of another database of the cluster for the login role.
    public nonisolated func url(database: String) -> String {
        server.files.url(user: "secretaria", database: database)
    }

    /// The URL of a database for the superuser: tests and repairs only.
    public nonisolated func superuserURL(database: String = "postgres") -> String {
        server.files.url(user: "postgres", database: database)
    }
}

extension PostgresError {
    static let noThread = PostgresError(.embedded, "the system has no thread left")
}
