import App
import FoundationEssentials
import Logging
import Postgres

/// A database of its own for one test: made from a migrated template, dropped afterwards.
public struct TestDatabase: Sendable {
    public let name: String
    /// libpq URL for the login role `secretaria`.
    public let url: String
    /// The same database for the superuser, for what the application may not do.
    public let superuserURL: String
    public let configuration: PostgresConfiguration
    /// Four sessions; closed with the database.
    public let pool: PostgresPool
}

/// Gives `body` a database. `migrated: false` gives an empty one with the vector extension.
///
/// The server is the embedded one, shared by all tests of this checkout, or the one of SECRETARIA_TEST_DATABASE_URL (a superuser's URL).
public func withTestDatabase<T: Sendable>(
    migrated: Bool = true, poolSize: Int = 4, isolation: isolated (any Actor)? = #isolation,
    _ body: (TestDatabase) async throws -> T
) async throws -> T {
    await DatabaseGate.shared.enter()
    defer { DatabaseGate.shared.leave() }
    let cluster = try await TestCluster.shared()
    let name = try await cluster.makeDatabase(migrated: migrated)
    let url = cluster.url(database: name)
    var configuration = try PostgresConfiguration(url: url)
    configuration.poolSize = poolSize
    configuration.applicationName = "test"
    // On a machine that does much else: no test asks how fast it is.
    configuration.acquireTimeout = .seconds(60)
    let pool = try PostgresPool(configuration, logger: Logger(label: "test.postgres"))
    let database = TestDatabase(
        name: name, url: url, superuserURL: cluster.superuserURL(database: name), configuration: configuration,
        pool: pool)
    do {
        let value = try await body(database)
        pool.close()
        try await cluster.dropDatabase(name)
        return value
    } catch {
        pool.close()
        try? await cluster.dropDatabase(name)
        throw error
    }
}
