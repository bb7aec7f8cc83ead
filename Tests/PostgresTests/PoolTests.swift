import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("The pool", .timeLimit(.minutes(5)))
struct PoolTests {
    /// Runs `body` while the pool's only session is taken.
    private func whileTaken(_ pool: PostgresPool, _ body: @Sendable @escaping () async throws -> Void) async throws {
        try await pool.transaction { tx in
            try await tx.execute("SELECT 1")
            try await body()
        }
    }

    @Test("an exhausted pool refuses in time and says so")
    func exhausted() async throws {
        try await withTestDatabase(migrated: false) { database in
            var configuration = database.configuration
            configuration.poolSize = 1
            configuration.acquireTimeout = .milliseconds(100)
            let pool = try PostgresPool(configuration, logger: .quiet)
            defer { pool.close() }
            try await whileTaken(pool) {
                let error = await failure { try await pool.batch(["SELECT 1"]) }
                #expect(error?.code == .poolTimeout)
                #expect(error?.isUnavailable == true)
            }
            try await pool.batch(["SELECT 1"])
            #expect(pool.metrics.timeoutTotal == 1)
            #expect(pool.metrics.size == 1)
        }
    }

    @Test("a deadline also bounds the wait for a session")
    func deadlineWhileWaiting() async throws {
        try await withTestDatabase(migrated: false, poolSize: 1) { database in
            let pool = database.pool
            try await whileTaken(pool) {
                let error = await failure {
                    try await pool.transaction(TransactionScope(), deadline: .milliseconds(50)) {
                        try await $0.execute("SELECT 1")
                    }
                }
                #expect(error?.code == .deadline)
            }
        }
    }

    @Test("a cancelled waiter leaves the queue at once")
    func cancelledWaiter() async throws {
        try await withTestDatabase(migrated: false, poolSize: 1) { database in
            let pool = database.pool
            try await whileTaken(pool) {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        let error = await failure { try await pool.batch(["SELECT 1"]) }
                        #expect(error?.code == .cancelled)
                    }
                    #expect((try? await eventually { pool.metrics.waiting == 1 }) == true)
                    group.cancelAll()
                }
                #expect(pool.metrics.waiting == 0)
            }
        }
    }

    @Test("sessions go to those who wait, in the order they came")
    func fairness() async throws {
        try await withTestDatabase(migrated: false, poolSize: 1) { database in
            let pool = database.pool
            let order = Locked<[Int]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await pool.transaction { tx in
                    try await tx.execute("SELECT 1")
                    for number in 0..<20 {
                        group.addTask {
                            try await pool.transaction { tx in
                                order.withLock { $0.append(number) }
                                try await tx.execute("SELECT 1")
                            }
                        }
                        // Each stands in the queue before the next comes.
                        #expect(try await eventually { pool.metrics.waiting == number + 1 })
                    }
                }
                try await group.waitForAll()
            }
            #expect(order.value == Array(0..<20))
        }
    }

    @Test("never more sessions than allowed, however many ask")
    func bounded() async throws {
        try await withTestDatabase(migrated: false, poolSize: 3) { database in
            let pool = database.pool
            let most = Locked(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<300 {
                    group.addTask {
                        try await pool.batch(["SELECT 1"])
                        let size = pool.metrics.size
                        most.withLock { $0 = max($0, size) }
                    }
                }
                try await group.waitForAll()
            }
            #expect((1...3).contains(most.value))
            #expect(pool.metrics.acquiredTotal == 300)
        }
    }

    @Test("a closed pool refuses, and its sessions leave the server")
    func closing() async throws {
        try await withTestDatabase(migrated: false) { database in
            let pool = try PostgresPool(database.configuration, logger: .quiet)
            let pid: Int = try await pool.transaction { try await $0.one("SELECT pg_backend_pid() AS p")("p") }
            pool.close()
            let error = await failure { try await pool.batch(["SELECT 1"]) }
            #expect(error?.code == .poolClosed)
            #expect(
                try await eventually {
                    try await database.pool.executeAlone("SELECT FROM pg_stat_activity WHERE pid = \(pid)").isEmpty
                })
        }
    }

    @Test("a pool that is simply dropped takes its sessions and its thread with it")
    func dropped() async throws {
        try await withTestDatabase(migrated: false) { database in
            var pool: PostgresPool? = try PostgresPool(database.configuration, logger: .quiet)
            let pid: Int? = try await pool?.transaction { try await $0.one("SELECT pg_backend_pid() AS p")("p") }
            // The thread holds its loop as long as it runs.
            weak let loop = pool?.loop
            #expect(loop != nil)
            pool = nil
            #expect(try await eventually { loop == nil })
            #expect(
                try await eventually {
                    try await database.pool.executeAlone("SELECT FROM pg_stat_activity WHERE pid = \(pid)").isEmpty
                })
        }
    }
}
