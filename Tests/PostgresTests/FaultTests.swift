import Foundation
import Logging
import TestSupport
import Testing

@testable import Postgres

#if canImport(Glibc)
import Glibc
#endif

@Suite("Broken sessions and servers", .timeLimit(.minutes(5)))
struct FaultTests {
    @Test(
        "a backend killed in mid-query is an error of that caller, and the pool goes on once the server has recovered")
    func killedBackend() async throws {
        try await withPrivateServer(isDurable: true) { server in
            let pool = try server.pool(2)
            defer { pool.close() }
            try await pool.batch(["CREATE TABLE t (id int)"])
            let error = await failure {
                try await pool.transaction { tx in
                    try await tx.execute("INSERT INTO t VALUES (1)")
                    let pid: Int32 = try await tx.one("SELECT pg_backend_pid() AS p")("p")
                    async let slow: Int = tx.execute("SELECT pg_sleep(50)")
                    kill(pid, SIGKILL)
                    _ = try await slow
                }
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.isOutcomeUnknown == false)
            // kill -9 of a backend makes PostgreSQL restart all of them; the pool waits that out. Only a session that was opened before
            // the server has noticed goes down with the rest.
            var count: Int?
            while count == nil {
                do {
                    count = try await pool.transaction { try await $0.one("SELECT count(*) AS n FROM t")("n") }
                } catch let error as PostgresError where error.code == .connectionLost && !error.isOutcomeUnknown {}
            }
            #expect(count == 0)
        }
    }

    @Test("a session ended by an administrator is noticed while idle and replaced")
    func terminatedIdle() async throws {
        try await withTestDatabase(migrated: false, poolSize: 1) { database in
            let pid: Int = try await database.pool.transaction { try await $0.one("SELECT pg_backend_pid() AS p")("p") }
            let admin = try PostgresPool(PostgresConfiguration(url: database.superuserURL), logger: .quiet)
            defer { admin.close() }
            try await admin.executeAlone("SELECT pg_terminate_backend(\(pid)::int, 5000)")
            #expect(try await eventually { database.pool.metrics.size == 0 })
            let next: Int = try await database.pool.transaction {
                try await $0.one("SELECT pg_backend_pid() AS p")("p")
            }
            #expect(next != pid)
        }
    }

    @Test("a session ended in use tells the server's reason and counts as unavailable")
    func terminatedInUse() async throws {
        try await withTestDatabase(migrated: false, poolSize: 2) { database in
            let admin = try PostgresPool(PostgresConfiguration(url: database.superuserURL), logger: .quiet)
            defer { admin.close() }
            let error = await failure {
                try await database.pool.transaction { tx in
                    let pid: Int = try await tx.one("SELECT pg_backend_pid() AS p")("p")
                    try await admin.executeAlone("SELECT pg_terminate_backend(\(pid)::int, 5000)")
                    try await tx.execute("SELECT 1")
                }
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.isUnavailable == true && error?.isRetryable == true)
        }
    }

    @Test("a server that ends under load loses nothing that was acknowledged and is found again without help")
    func restartUnderLoad() async throws {
        try await withPrivateServer(isDurable: true) { server in
            let pool = try server.pool(4)
            defer { pool.close() }
            try await pool.batch(["CREATE TABLE t (id bigint PRIMARY KEY)"])
            let acknowledged = Locked<Set<Int>>([])
            let isOver = Locked(false)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        var number = worker
                        while !isOver.value {
                            let id = number
                            do throws(PostgresError) {
                                try await pool.batch(["INSERT INTO t VALUES (\(id))"])
                                acknowledged.withLock { _ = $0.insert(id) }
                            } catch {
                                #expect(error.isUnavailable, "\(error)")
                            }
                            number += 8
                        }
                    }
                }
                // Killed, shut down, told to quit at once.
                for signal in [SIGKILL, SIGINT, SIGQUIT] {
                    let before = acknowledged.value.count
                    #expect(try await eventually { acknowledged.value.count > before + 200 })
                    if let postmaster = server.files.postmaster() { kill(postmaster.pid, signal) }
                    let after = acknowledged.value.count
                    #expect(try await eventually(within: .seconds(60)) { acknowledged.value.count > after + 200 })
                }
                isOver.withLock { $0 = true }
                try await group.waitForAll()
            }
            let stored = try await pool.transaction { tx in
                Set(try await tx.query("SELECT id FROM t").map { try $0("id") as Int })
            }
            let acked = acknowledged.value
            #expect(acked.subtracting(stored).isEmpty)
        }
    }

    @Test("without a server the error says so, quickly enough to answer 503")
    func noServer() async throws {
        var configuration = try PostgresConfiguration(url: "postgresql://nobody@/none?host=/tmp/no-such-folder")
        configuration.acquireTimeout = .milliseconds(200)
        let pool = try PostgresPool(configuration, logger: .quiet)
        defer { pool.close() }
        let error = await failure { try await pool.batch(["SELECT 1"]) }
        #expect(error?.code == .connectionFailed)
        #expect(error?.isUnavailable == true)
        #expect(pool.metrics.connectFailureTotal >= 1)
    }

    @Test("a database that does not exist is not waited for")
    func hopeless() async throws {
        try await withTestDatabase(migrated: false) { database in
            var configuration = try PostgresConfiguration(
                url: database.url.replacingOccurrences(of: database.name, with: "no_such_database"))
            configuration.acquireTimeout = .seconds(60)
            let pool = try PostgresPool(configuration, logger: .quiet)
            defer { pool.close() }
            let error = await failure { try await pool.batch(["SELECT 1"]) }
            #expect(error?.description.contains("no_such_database") == true)
        }
    }
}
