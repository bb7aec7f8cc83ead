import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("Prepared statements", .timeLimit(.minutes(5)))
struct StatementCacheTests {
    @Test("the least recently used statement is let go")
    func leastRecentlyUsed() {
        var cache = StatementCache(capacity: 2)
        _ = cache.insert("a")
        _ = cache.insert("b")
        #expect(cache.find("a") != nil)
        _ = cache.insert("c")
        #expect(cache.find("b") == nil)
        #expect(cache.find("a") != nil)
        #expect(cache.takeDiscarded().map(\.text) == ["b"])
        #expect(cache.takeDiscarded().isEmpty)
    }

    @Test("the server holds no more statements than the cache")
    func bounded() async throws {
        try await withTestDatabase(migrated: false) { database in
            var configuration = database.configuration
            configuration.poolSize = 1
            configuration.statementCacheSize = 10
            let pool = try PostgresPool(configuration, logger: .quiet)
            defer { pool.close() }
            for number in 0..<60 { try await pool.batch(["SELECT \(unsafeRaw: String(number))"]) }
            let count: Int = try await pool.transaction {
                try await $0.one("SELECT count(*) AS n FROM pg_prepared_statements")("n")
            }
            #expect(count <= 12)
        }
    }

    @Test("a table that changes shape under a prepared statement is noticed by nobody")
    func changedTable() async throws {
        try await withTable(poolSize: 1) { pool, database in
            let select: SQL = "SELECT * FROM t"
            try await pool.batch(["INSERT INTO t VALUES (1, 'a')", select])
            try await pool.batch([select])
            let other = try PostgresPool(database.configuration, logger: .quiet)
            defer { other.close() }
            try await other.batch(["ALTER TABLE t ADD COLUMN extra int DEFAULT 5"])
            // In one flush with BEGIN: done again without a word.
            let rows = try await pool.batch([select]).first?.rows
            #expect(try rows?.first?("extra") as Int? == 5)
            try await other.batch(["ALTER TABLE t ALTER COLUMN extra TYPE text"])
            let text = try await pool.transaction { try await $0.one(select)("extra") as String }
            #expect(text == "5")
        }
    }

    @Test("in the middle of a transaction a changed table is an error worth a second try, which then works")
    func changedInside() async throws {
        try await withTable(poolSize: 1) { pool, database in
            let select: SQL = "SELECT * FROM t"
            try await pool.batch([select])
            let other = try PostgresPool(database.configuration, logger: .quiet)
            defer { other.close() }
            try await other.batch(["ALTER TABLE t ADD COLUMN extra int"])
            func work() async throws {
                try await pool.transaction { tx in
                    try await tx.execute("SELECT 1")
                    _ = try await tx.query(select)
                }
            }
            let error = await failure { try await work() }
            #expect(error?.isRetryable == true)
            try await work()
        }
    }

    @Test("statements that vanished from the session are prepared again")
    func deallocated() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            let select: SQL = "SELECT \(7)::int AS n"
            try await pool.batch([select])
            try await pool.executeAlone("DEALLOCATE ALL")
            #expect(try await pool.batch([select]).first?.rows.first?("n") as Int? == 7)
        }
    }
}
