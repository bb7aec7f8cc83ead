import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("Cancellation and deadlines", .timeLimit(.minutes(5)))
struct CancellationTests {
    /// True once a statement with `mark` in its text runs on the server.
    private func isRunning(_ mark: String, _ database: TestDatabase) async throws -> Bool {
        let admin = try PostgresPool(PostgresConfiguration(url: database.superuserURL), logger: .quiet)
        defer { admin.close() }
        return try await eventually {
            try await admin.executeAlone(
                "SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE \("%" + mark + "%") AND pid <> pg_backend_pid()"
            ).isEmpty == false
        }
    }

    @Test("a cancelled task stops its statement on the server, and the session serves the next")
    func cancelledTask() async throws {
        try await withTable(poolSize: 1) { pool, database in
            let clock = ContinuousClock()
            let start = clock.now
            await withTaskGroup(of: PostgresError.Code?.self) { group in
                group.addTask {
                    do {
                        try await pool.transaction { tx in
                            try await tx.execute("INSERT INTO t VALUES (1)")
                            try await tx.execute("SELECT pg_sleep(50) /* cancel me */")
                        }
                        return nil
                    } catch { return (error as? PostgresError)?.code }
                }
                #expect((try? await isRunning("cancel me", database)) == true)
                group.cancelAll()
                for await code in group { #expect(code == .cancelled) }
            }
            #expect(clock.now - start < .seconds(20))
            let stored = try await storedIDs(pool)
            #expect(stored.isEmpty)
        }
    }

    @Test("a deadline stops a statement that runs too long")
    func deadline() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            let error = await failure {
                try await pool.transaction(TransactionScope(), deadline: .milliseconds(150)) { tx in
                    try await tx.execute("SELECT pg_sleep(50)")
                }
            }
            #expect(error?.code == .deadline)
            let stored = try await storedIDs(pool)
            #expect(stored.isEmpty)
            #expect(pool.metrics.size == 1)
        }
    }

    @Test("a cancel never hits the statement after the one it was meant for")
    func strayCancel() async throws {
        try await withTable(poolSize: 1) { pool, _ in
            // Deadlines around the time a statement takes: some are stopped, some are not, and the neighbours never notice.
            for round in 0..<60 {
                _ = try? await pool.transaction(TransactionScope(), deadline: .milliseconds(1 + round % 6)) { tx in
                    try await tx.execute("SELECT pg_sleep(0.003)")
                }
                let seen: Int = try await pool.transaction {
                    try await $0.one("SELECT \(round)::int AS n FROM pg_sleep(0.001)")("n")
                }
                #expect(seen == round)
            }
        }
    }

    @Test("the server's own limit on a statement is the server's error")
    func statementTimeout() async throws {
        try await withTestDatabase(migrated: false) { database in
            var configuration = database.configuration
            configuration.statementTimeout = .milliseconds(50)
            let pool = try PostgresPool(configuration, logger: .quiet)
            defer { pool.close() }
            let error = await failure { try await pool.batch(["SELECT pg_sleep(20)"]) }
            #expect(error?.sqlState == "57014")
        }
    }

    @Test("a task that is cancelled already sends nothing and commits nothing")
    func alreadyCancelled() async throws {
        try await withTable { pool, _ in
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    await failure {
                        try await pool.transaction { try await $0.execute("INSERT INTO t VALUES (1)") }
                    }
                }
            }
            let stored = try await storedIDs(pool)
            #expect(stored.isEmpty)
        }
    }

    @Test("a body that returns although its task was cancelled is undone")
    func cancelledBeforeCommit() async throws {
        try await withTable { pool, _ in
            let (stream, started) = AsyncStream<Void>.makeStream()
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    let error = await failure {
                        try await pool.transaction { tx in
                            try await tx.execute("INSERT INTO t VALUES (1)")
                            started.finish()
                            // Until the task is cancelled: a stream that never yields.
                            for await _ in AsyncStream<Void>.makeStream().stream {}
                        }
                    }
                    #expect(error?.code == .cancelled)
                }
                for await _ in stream {}
                group.cancelAll()
            }
            let stored = try await storedIDs(pool)
            #expect(stored.isEmpty)
        }
    }
}
