import FoundationEssentials
import Logging

/// Brings a schema forward: files `0001_name.sql`, `0002_…`, each applied once, in order, in a transaction of its own.
///
/// Files are never edited after they were applied: their checksums are kept in `schema_migrations` and compared at every start.
/// Any number of processes may migrate at the same time; an advisory lock lets one through after the other.
public struct Migrator: Sendable {
    /// Half of the key of the advisory lock under which the schema changes; the other half is fixed by the server to the database.
    public static let lockKey: Int64 = 0x5EC_7E7A_71A

    private let pool: PostgresPool
    private let logger: Logger

    /// Applies what is missing and returns the names of the files it applied.
    public static func run(
        directory: URL, configuration: PostgresConfiguration, logger: Logger
    ) async throws(PostgresError) -> [String] {
        let files = try MigrationFile.all(in: directory)
        var configuration = configuration
        configuration.poolSize = 1
        // An index on a large table takes as long as it takes, and so does waiting for another process.
        configuration.statementTimeout = .zero
        configuration.idleInTransactionTimeout = .zero
        let migrator = Migrator(pool: try PostgresPool(configuration, logger: logger), logger: logger)
        defer { migrator.pool.close() }
        return try await migrator.apply(files)
    }

    private func apply(_ files: [MigrationFile]) async throws(PostgresError) -> [String] {
        let known = try await applied(files)
        try MigrationFile.check(files, against: known)
        var names: [String] = []
        for file in files where known[file.name] == nil {
            if try await apply(file) { names.append(file.name) }
        }
        return names
    }

    /// Name → whether the checksum is that of our file. The server computes the checksums: SHA-256 needs no library here.
    private func applied(_ files: [MigrationFile]) async throws(PostgresError) -> [String: Bool] {
        try await inTransaction { tx throws(PostgresError) in
            let rows =
                try await tx.batch([
                    "SELECT pg_advisory_xact_lock(\(Self.lockKey))",
                    """
                    CREATE TABLE IF NOT EXISTS schema_migrations (
                      name text PRIMARY KEY, checksum bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                    """,
                    """
                    SELECT m.name, coalesce(m.checksum = sha256(f.content), false) AS same
                    FROM schema_migrations m
                    LEFT JOIN unnest(\(files.map(\.name))::text[], \(files.map(\.content))::bytea[]) AS f(name, content) USING (name)
                    """,
                ]).last?.rows ?? []
            var known: [String: Bool] = [:]
            for row in rows { known[try row("name")] = try row("same") as Bool }
            return known
        }
    }

    /// False when another process applied the file while we waited for the lock.
    private func apply(_ file: MigrationFile) async throws(PostgresError) -> Bool {
        try await inTransaction { tx throws(PostgresError) in
            let before = try await tx.batch([
                "SELECT pg_advisory_xact_lock(\(Self.lockKey))",
                "SELECT pg_current_xact_id()::text AS id, EXISTS (SELECT FROM schema_migrations WHERE name = \(file.name)) AS done",
            ])
            guard let row = before.last?.rows.first, try row("done") == false else { return false }
            do throws(PostgresError) {
                try await tx.state.script(String(decoding: file.content, as: UTF8.self))
            } catch {
                throw file.explain(error)
            }
            let after = try await tx.one("SELECT pg_current_xact_id()::text AS id")
            guard try after("id") as String == row("id") else {
                throw PostgresError(
                    .migration, "\(file.name) ends its transaction: COMMIT and ROLLBACK have no place in a migration")
            }
            try await tx.commit([
                "INSERT INTO schema_migrations (name, checksum) VALUES (\(file.name), sha256(\(file.content)))"
            ])
            logger.info("Migration applied", metadata: ["migration": "\(file.name)"])
            return true
        }
    }

    private func inTransaction<T>(
        _ body: nonisolated(nonsending) (Transaction) async throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        do {
            return try await pool.transaction { tx in try await body(tx) }
        } catch let error as PostgresError {
            throw error
        } catch {
            throw PostgresError(.migration, "\(type(of: error))")
        }
    }
}
