import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Postgres

/// A database with one table, `t (id int PRIMARY KEY, name text)`.
func withTable<T: Sendable>(
    poolSize: Int = 2, isolation: isolated (any Actor)? = #isolation,
    _ body: (PostgresPool, TestDatabase) async throws -> T
) async throws -> T {
    try await withTestDatabase(migrated: false, poolSize: poolSize) { database in
        try await database.pool.batch(["CREATE TABLE t (id int PRIMARY KEY, name text)"])
        return try await body(database.pool, database)
    }
}

/// The ids that are stored.
func storedIDs(_ pool: PostgresPool) async throws -> [Int] {
    try await pool.transaction { tx in
        try await tx.query("SELECT id FROM t ORDER BY id").map { try $0("id") as Int }
    }
}

@Suite("Transactions", .timeLimit(.minutes(5)))
struct TransactionTests {
    @Test("a body that returns is committed, one that throws is undone")
    func commitAndRollback() async throws {
        try await withTable { pool, _ in
            _ = try await pool.transaction { try await $0.execute("INSERT INTO t VALUES (1)") }
            await expectRefusal {
                try await pool.transaction { tx in
                    try await tx.execute("INSERT INTO t VALUES (2)")
                    throw Refusal()
                }
            }
            #expect(try await storedIDs(pool) == [1])
        }
    }

    @Test("a body without statements sends nothing")
    func nothing() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            let connection = try await pool.acquire(before: .never)
            let before = connection.inbox.withLock { $0.accepted }
            pool.release(connection)
            try await pool.transaction { _ in }
            #expect(connection.inbox.withLock { $0.accepted } == before)
        }
    }

    @Test("BEGIN, the role, the settings, the statements and COMMIT travel in one flush")
    func oneFlush() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            let connection = try await pool.acquire(before: .never)
            let before = connection.inbox.withLock { $0.accepted }
            pool.release(connection)
            let scope = TransactionScope(role: "secretaria", settings: [("app.x", "1"), ("app.y", "2")])
            let results = try await pool.batch(
                scope, ["INSERT INTO t VALUES (1)", "SELECT current_setting('app.y') AS y"])
            #expect(connection.inbox.withLock { $0.accepted } == before + 1)
            #expect(results.count == 2)
            #expect(results.first?.affected == 1)
            #expect(try results.last?.rows.first?("y") as String? == "2")
        }
    }

    @Test("statements that follow COMMIT in the body are refused, and what was committed stays")
    func afterCommit() async throws {
        try await withTable { pool, _ in
            let code = try await pool.transaction { tx in
                let results = try await tx.commit(["INSERT INTO t VALUES (1)", "SELECT count(*) FROM t"])
                #expect(results.count == 2)
                let second = await failure { try await tx.commit(["INSERT INTO t VALUES (2)"]) }
                return second?.code
            }
            #expect(code == .transactionEnded)
            #expect(try await storedIDs(pool) == [1])
        }
    }

    @Test("a transaction that escapes its body is dead")
    func escaped() async throws {
        try await withTable { pool, _ in
            let escaped = try await pool.transaction { tx in
                try await tx.execute("INSERT INTO t VALUES (1)")
                return tx
            }
            let error = await failure { try await escaped.execute("INSERT INTO t VALUES (2)") }
            #expect(error?.code == .transactionEnded)
            #expect(try await storedIDs(pool) == [1])
        }
    }

    @Test("an error that the body swallowed cannot be committed over")
    func swallowed() async throws {
        try await withTable { pool, _ in
            let error = await failure {
                try await pool.transaction { tx in
                    try await tx.execute("INSERT INTO t VALUES (1)")
                    _ = try? await tx.execute("INSERT INTO nowhere VALUES (1)")
                }
            }
            #expect(error?.code == .transactionAborted)
            let stored = try await storedIDs(pool)
            #expect(stored.isEmpty)
        }
    }

    @Test("a batch stops at its first failure and gives the session back clean")
    func failingBatch() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            let error = await failure {
                try await pool.batch([
                    "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)",
                ])
            }
            #expect(error?.isUniqueViolation == true)
            #expect(try await storedIDs(pool).isEmpty)
            try await pool.batch(["INSERT INTO t VALUES (3)"])
            #expect(try await storedIDs(pool) == [3])
        }
    }

    @Test("one statement of a new text that fails to parse does not poison its neighbours")
    func failingPrepare() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            for _ in 0..<3 {
                await failure {
                    try await pool.batch(["INSERT INTO t VALUES (\(1))", "SELEC nonsense", "SELECT \(2)::int AS after"])
                }
            }
            let result = try await pool.batch(["INSERT INTO t VALUES (\(1))", "SELECT \(2)::int AS after"])
            #expect(try result.last?.rows.first?("after") as Int? == 2)
        }
    }

    @Test("the body cannot end its transaction or change the session")
    func control() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            for sql: SQL in ["COMMIT", "ROLLBACK", "SET statement_timeout = 0", "begin"] {
                let error = await failure { try await pool.transaction { try await $0.execute(sql) } }
                #expect(error?.code == .invalidStatement)
            }
        }
    }

    @Test("a read-only transaction cannot write")
    func readOnly() async throws {
        try await withTable { pool, _ in
            let error = await failure {
                try await pool.transaction(TransactionScope(readOnly: true)) {
                    try await $0.execute("INSERT INTO t VALUES (1)")
                }
            }
            #expect(error?.sqlState == "25006")
        }
    }

    @Test("concurrent statements of one transaction are answered each with its own rows")
    func concurrentStatements() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            let numbers = try await pool.transaction { tx in
                try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                    for number in 0..<200 {
                        group.addTask { (number, try await tx.one("SELECT \(number)::int AS n")("n")) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            #expect(numbers.count == 200)
            #expect(numbers.allSatisfy { $0.0 == $0.1 })
        }
    }
}
