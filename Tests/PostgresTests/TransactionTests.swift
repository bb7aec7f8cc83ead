import FoundationEssentials
import Testing
import TestSupport

@testable import Postgres

@Suite("Transactions", .timeLimit(.minutes(2)))
struct TransactionTests {
    @Test("statements see what the transaction wrote, and COMMIT makes it stay")
    func commits() async throws {
        try await withTestDatabase(migrated: false) { database in
            let id = UUID()
            try await database.pool.batch(TransactionScope(), ["CREATE TABLE t (id uuid PRIMARY KEY, n int)"])
            let seen = try await database.pool.transaction(TransactionScope()) { tx in
                try await tx.execute("INSERT INTO t VALUES (\(id), \(7))")
                return try await tx.one("SELECT n FROM t WHERE id = \(id)")("n") as Int
            }
            #expect(seen == 7)
            let rows = try await database.pool.transaction(TransactionScope()) { try await $0.query("SELECT id, n FROM t") }
            #expect(rows.count == 1)
            #expect(try rows.first?("id") as UUID? == id)
        }
    }

    @Test("a migrated database has the schema")
    func migrated() async throws {
        try await withTestDatabase { database in
            let count: Int = try await database.pool.transaction(TransactionScope()) { tx in
                try await tx.one("SELECT count(*) AS n FROM schema_migrations")("n")
            }
            #expect(count >= 7)
        }
    }
}
