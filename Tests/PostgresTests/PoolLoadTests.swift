import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("The pool with much to do", .timeLimit(.minutes(5)))
struct PoolLoadTests {
    @Test("ten thousand transactions at once all commit, once")
    func tenThousand() async throws {
        try await withTable(poolSize: 4) { pool, database in
            var configuration = database.configuration
            configuration.acquireTimeout = .seconds(100)
            let patient = try PostgresPool(configuration, logger: .quiet)
            defer { patient.close() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<10_000 {
                    group.addTask {
                        let results = try await patient.batch([
                            "INSERT INTO t VALUES (\(number), \("n\(number)"))", "SELECT \(number)::int AS n",
                        ])
                        if try results.last?.rows.first?("n") as Int? != number {
                            throw PostgresError(.decoding, "another's answer")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let row = try await pool.transaction { try await $0.one("SELECT count(*) AS n, sum(id) AS s FROM t") }
            #expect(try row("n") as Int == 10_000)
            #expect(try row("s") as Int == 49_995_000)
        }
    }

    @Test("two tenants on one session never see each other's setting")
    func interleaved() async throws {
        try await withTestDatabase(migrated: false, poolSize: 1) { database in
            let pool = database.pool
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let settings = number % 3 == 0 ? [] : [("app.tenant_id", "t\(number)")]
                        let seen = try await pool.transaction(TransactionScope(settings: settings)) { tx in
                            try await tx.one("SELECT coalesce(current_setting('app.tenant_id', true), '') AS s")("s")
                                as String
                        }
                        #expect(seen == (settings.first?.1 ?? ""))
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
