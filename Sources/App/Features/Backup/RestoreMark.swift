import Logging
import Postgres

/// Says in the database itself that a restore has begun and not ended: an empty schema, made in the transaction that replaces the
/// data and taken away after everything is in order again. No process opens a database that bears it.
enum RestoreMark {
    static let set = "CREATE SCHEMA IF NOT EXISTS secretaria_restoring;"

    static func remove(_ pool: PostgresPool) async throws {
        try await pool.executeAlone("DROP SCHEMA IF EXISTS secretaria_restoring")
    }

    /// Refuses a database that bears the mark, and one whose load is under way: it waits for the load's end.
    ///
    /// - Parameter pool: The one that goes on to be used. A load looks for its session under the same lock (``RestoreScript/alone``),
    ///   so of a load and a process that opens one always sees the other.
    static func refuse(_ pool: PostgresPool) async throws {
        let isThere: Bool = try await pool.transaction { tx in
            try await tx.batch([
                "SET LOCAL statement_timeout = 0",
                "SELECT pg_advisory_xact_lock_shared(\(Migrator.lockKey))",
                "SELECT to_regnamespace('secretaria_restoring') IS NOT NULL AS there",
            ]).last?.rows.first?("there") ?? false
        }
        if isThere { throw InstallationError.restoreUnfinished }
    }
}
