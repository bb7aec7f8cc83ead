import FoundationEssentials
import Logging
import Postgres
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The server behind the tests: started once a process, shared with other test processes, stopped by the last of them.
struct TestCluster: Sendable {
    private let superuser: String
    private let login: @Sendable (String) -> String
    private let admin: PostgresPool
    /// Held while a template is made, against other test processes.
    private let lockFile: String

    private static let once = Once<TestCluster>()
    private static let counter = Atomic<Int>(0)

    static func shared() async throws -> TestCluster {
        try await once.value { try await TestCluster() }
    }

    private init() async throws {
        let environment = ProcessInfo.processInfo.environment
        if let url = environment["SECRETARIA_TEST_DATABASE_URL"] {
            superuser = url
            lockFile = FileManager.default.temporaryDirectory.path + "/secretaria-test.lock"
            login = { Self.replacing(database: $0, user: "secretaria", in: url) }
        } else {
            let data = URL(fileURLWithPath: environment["SECRETARIA_TEST_DATA"] ?? Self.defaultData())
            var configuration = EmbeddedPostgres.Configuration(binaries: try TestPaths.postgresBinaries(), data: data)
            configuration.isDurable = false
            let server = EmbeddedPostgres(configuration, logger: Logger(label: "test.embedded"))
            _ = try await server.start()
            TestExit.stop(server)
            superuser = server.superuserURL()
            lockFile = data.path + "/template.lock"
            login = { name in server.url(database: name) }
        }
        var configuration = try PostgresConfiguration(url: superuser)
        configuration.poolSize = 4
        configuration.minimumIdle = 0
        // All tests begin at once, and each waits its turn for a database.
        configuration.acquireTimeout = .seconds(300)
        admin = try PostgresPool(configuration, logger: Logger(label: "test.admin"))
        try await dropLeftovers()
    }

    func url(database: String) -> String { login(database) }

    func superuserURL(database: String) -> String { Self.replacing(database: database, user: nil, in: superuser) }

    func makeDatabase(migrated: Bool) async throws -> String {
        let number = Self.counter.add(1, ordering: .relaxed).newValue
        let name = "test_\(getpid())_\(number)"
        let template = migrated ? try await self.template() : "template0"
        if !migrated {
            try await create(name, template: template)
            try await prepare(name)
        } else {
            try await create(name, template: template)
        }
        return name
    }

    func dropDatabase(_ name: String) async throws {
        try await admin.executeAlone("DROP DATABASE IF EXISTS \(unsafeRaw: name) WITH (FORCE)")
    }

    private func create(_ name: String, template: String) async throws {
        try await admin.executeAlone(
            "CREATE DATABASE \(unsafeRaw: name) OWNER secretaria TEMPLATE \(unsafeRaw: template) STRATEGY = file_copy")
    }

    /// pgvector is not a trusted extension: only a superuser may add it.
    private func prepare(_ name: String) async throws {
        let pool = try PostgresPool(
            PostgresConfiguration(url: superuserURL(database: name)), logger: Logger(label: "test.prepare"))
        defer { pool.close() }
        try await pool.executeAlone("CREATE EXTENSION IF NOT EXISTS vector")
    }

    /// The migrated template for the migrations as they are now. A new one is made when a file changes.
    private func template() async throws -> String {
        let directory = TestPaths.migrations
        let name = "template_" + (try TestPaths.fingerprint(of: directory))
        return try await Self.templates.value(for: name) {
            let descriptor = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            defer { close(descriptor) }
            // Another process may be making the same template: wait for it without holding a cooperative thread.
            while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                try await ContinuousClock().sleep(for: .milliseconds(20))
            }
            let known = try await admin.executeAlone("SELECT FROM pg_database WHERE datname = \(name)")
            if known.isEmpty { try await make(name, from: directory) }
            return name
        }
    }

    private static let templates = OnceByKey<String, String>()

    private func make(_ name: String, from directory: URL) async throws {
        let draft = "draft_\(getpid())"
        try await dropDatabase(draft)
        try await create(draft, template: "template0")
        try await prepare(draft)
        _ = try await Migrator.run(
            directory: directory, configuration: PostgresConfiguration(url: url(database: draft)),
            logger: Logger(label: "test.migrator"))
        // The migrator's session may need a moment to leave: nobody may be connected while the database is renamed.
        try await admin.executeAlone(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = \(draft) AND pid <> pg_backend_pid()"
        )
        try await admin.executeAlone("ALTER DATABASE \(unsafeRaw: draft) RENAME TO \(unsafeRaw: name)")
    }

    /// Databases of test processes that were killed, and templates of old migrations.
    private func dropLeftovers() async throws {
        for row in try await admin.executeAlone(
            "SELECT datname FROM pg_database WHERE datname ~ '^(test|draft)_[0-9]+'")
        {
            let name: String = try row("datname")
            guard let pid = pid_t(name.split(separator: "_")[1]), kill(pid, 0) != 0, errno == ESRCH else { continue }
            try? await dropDatabase(name)
        }
    }

    private static func defaultData() -> String {
        FileManager.default.temporaryDirectory.path + "/secretaria-test-"
            + TestPaths.fingerprint(of: TestPaths.checkout.path)
    }

    static func replacing(database: String, user: String?, in url: String) -> String {
        guard var components = URLComponents(string: url) else { return url }
        components.path = "/" + database
        if let user {
            components.user = user
            components.password = nil
        }
        return components.string ?? url
    }
}
