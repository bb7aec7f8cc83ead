import Logging
import Postgres

/// Says in the database itself that a restore has begun and not ended: an empty schema, made in the transaction that replaces the
/// data and taken away after everything is in order again. No process opens a database that bears it.
enum RestoreMark {
    static let set = "CREATE SCHEMA IF NOT EXISTS secretaria_restoring;"

    static func remove(_ pool: PostgresPool) async throws {
        try await pool.executeAlone("DROP SCHEMA IF EXISTS secretaria_restoring")
    }

    static func refuse(_ configuration: PostgresConfiguration, logger: Logger) async throws {
        var configuration = configuration
        (configuration.poolSize, configuration.minimumIdle) = (1, 0)
        let pool = try PostgresPool(configuration, logger: logger)
        defer { pool.close() }
        let rows = try await pool.executeAlone("SELECT to_regnamespace('secretaria_restoring') IS NOT NULL AS there")
        if try rows.first?("there") ?? false { throw InstallationError.restoreUnfinished }
    }
}
