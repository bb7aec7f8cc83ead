import Logging
import Postgres
import TestSupport
import Testing

@testable import App

/// A restore that is killed leaves its load behind, in PostgreSQL's hands: whatever starts meanwhile must see it, or be seen by it.
@Suite(.timeLimit(.minutes(5))) struct LateLoadTests {
    private func pool(_ test: TestDatabase, named name: String) throws -> PostgresPool {
        var configuration = test.configuration
        configuration.applicationName = name
        return try PostgresPool(configuration, logger: Logger(label: "test"))
    }

    @Test func `a load that comes to its work after a server has opened finds it and undoes itself`() async throws {
        try await withTestDatabase { test in
            let server = try pool(test, named: "secretaria")
            defer { server.close() }
            try await RestoreMark.refuse(server)
            let load = try pool(test, named: RestoreBackup.applicationName)
            defer { load.close() }
            let refusal = await #expect(throws: PostgresError.self) {
                try await load.executeAlone(SQL(unsafeRaw: RestoreScript.alone))
            }
            #expect(refusal?.message.contains("has opened this database since: stop it") == true)
        }
    }

    @Test(arguments: [true, false])
    func `a server that starts while a load is under way waits for its end and stays out if it came through`(
        comesThrough: Bool
    ) async throws {
        try await withTestDatabase { test in
            let load = try pool(test, named: RestoreBackup.applicationName)
            // Not by the name that the load looks for: here it is the load that came first.
            let server = try pool(test, named: "test server")
            defer {
                load.close()
                server.close()
            }
            let opening = try await load.transaction { tx in
                _ = try await tx.execute(SQL(unsafeRaw: RestoreScript.alone))
                let opening = Task { try await RestoreMark.refuse(server) }  // awaited below
                var isWaiting = false
                // A question to the server each time; without the lock nobody ever waits, and the expectation below tells.
                for _ in 0..<20_000 where !isWaiting {
                    isWaiting = try await tx.one(
                        """
                        SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS waits
                        """)("waits")
                }
                #expect(isWaiting)
                if comesThrough { _ = try await tx.execute(SQL(unsafeRaw: RestoreMark.set)) }
                return opening
            }
            if comesThrough {
                await #expect(throws: InstallationError.self) { try await opening.value }
            } else {
                try await opening.value
            }
        }
    }

    @Test func `a second load is told of the first`() async throws {
        try await withTestDatabase { test in
            let (first, second) = (try pool(test, named: "first"), try pool(test, named: "second"))
            defer {
                first.close()
                second.close()
            }
            try await first.transaction { tx in
                _ = try await tx.execute(SQL(unsafeRaw: RestoreScript.alone))
                let refusal = await #expect(throws: PostgresError.self) {
                    try await second.transaction { other in
                        _ = try await other.batch([
                            "SET LOCAL lock_timeout = '1ms'", SQL(unsafeRaw: RestoreScript.alone),
                        ])
                    }
                }
                #expect(refusal?.message.contains("another restore or a migration") == true)
            }
        }
    }
}
