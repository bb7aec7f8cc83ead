import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("Pools and sessions that close under their callers", .timeLimit(.minutes(5)))
struct PoolClosingTests {
    @Test("whoever asks a pool that closes while its sessions open gets an answer")
    func whileOpening() async throws {
        try await withTestDatabase(migrated: false) { database in
            var refused = 0
            for round in 0..<60 {
                let pool = try PostgresPool(database.configuration, logger: .quiet)
                refused += await withTaskGroup(of: PostgresError.Code?.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            do throws(PostgresError) {
                                try await pool.batch(["SELECT 1"])
                                return nil
                            } catch { return error.code }
                        }
                    }
                    // At another point of their way each time.
                    for _ in 0..<round { await Task.yield() }
                    if round % 3 > 0 { _ = try? await eventually { pool.metrics.size >= round % 3 } }
                    pool.close()
                    return await group.reduce(0) { count, code in
                        #expect([nil, .poolClosed, .connectionLost].contains(code))
                        return count + (code == nil ? 0 : 1)
                    }
                }
            }
            #expect(refused > 0, "closing always came too late to be seen")
        }
    }

    @Test("a request on a session whose loop has ended is answered")
    func afterTheLoop() async throws {
        try await withTestDatabase(migrated: false) { database in
            let loop = try EventLoop()
            let session = try PostgresConnection.open(database.configuration, loop: loop, onClose: { _ in }).get()
            loop.stop()
            // It knows no session yet, and so has nothing to wait for.
            #expect(try await eventually { loop.isFinished })
            let error = await failure { try await ask(session).get() }
            #expect(error?.code == .connectionLost)
            #expect(!session.isOpen)
        }
    }

    @Test("a transaction that is under way when its pool closes can still commit")
    func underWay() async throws {
        try await withTable { pool, database in
            let closing = try PostgresPool(database.configuration, logger: .quiet)
            try await closing.transaction { tx in
                try await tx.execute("INSERT INTO t VALUES (1)")
                closing.close()
                try await tx.execute("INSERT INTO t VALUES (2)")
            }
            #expect(try await storedIDs(pool) == [1, 2])
        }
    }

    private func ask(_ session: PostgresConnection) async -> Reply {
        await session.perform { id, reply in
            session.enqueue(
                Request(
                    id: id, statements: ["SELECT 1"], hidden: 0, deadline: .never, opensTransaction: false,
                    commits: false, reply: reply))
        }
    }
}
