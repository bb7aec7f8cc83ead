import Logging
import TestSupport
import Testing

@testable import Postgres

#if canImport(Glibc)
import Glibc
#endif

@Suite("LISTEN and NOTIFY", .timeLimit(.minutes(5)))
struct ListenerTests {
    @Test("notifications arrive with channel and payload, also after the session was lost")
    func reconnects() async throws {
        try await withTestDatabase(migrated: false) { database in
            let listener = PostgresListener(
                configuration: database.configuration, channels: ["news", "odd\"name"], logger: .quiet)
            let admin = try PostgresPool(PostgresConfiguration(url: database.superuserURL), logger: .quiet)
            defer { admin.close() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await listener.run() }
                var events = listener.notifications.makeAsyncIterator()
                #expect(await events.next() == .reconnected)
                try await database.pool.batch(["SELECT pg_notify('news', \("one ' two"))"])
                #expect(await events.next() == .notification(channel: "news", payload: "one ' two"))
                for _ in 0..<3 {
                    try await admin.executeAlone(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE '%listener' AND datname = \(database.name)"
                    )
                    #expect(await events.next() == .reconnected)
                    try await database.pool.batch(["SELECT pg_notify('odd\"name', 'again')"])
                    #expect(await events.next() == .notification(channel: "odd\"name", payload: "again"))
                }
                group.cancelAll()
                try await group.waitForAll()
                #expect(await events.next() == nil)
            }
        }
    }

    @Test(
        "a listener that starts before its server comes to listen once the server is there, and again when it was killed"
    )
    func startsEarly() async throws {
        try await withDataFolder { data in
            let embedded = EmbeddedPostgres(try embeddedConfiguration(data), logger: .quiet)
            let configuration = try PostgresConfiguration(url: embedded.url(database: "secretaria"))
            let listener = PostgresListener(configuration: configuration, channels: ["x"], logger: .quiet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await listener.run() }
                _ = try await embedded.start()
                var events = listener.notifications.makeAsyncIterator()
                #expect(await events.next() == .reconnected)
                // The whole server dies and comes back.
                if let postmaster = ClusterFiles(data).postmaster() { kill(postmaster.pid, SIGKILL) }
                #expect(await events.next() == .reconnected)
                let pool = try PostgresPool(configuration, logger: .quiet)
                try await pool.batch(["NOTIFY x, 'after'"])
                #expect(await events.next() == .notification(channel: "x", payload: "after"))
                pool.close()
                group.cancelAll()
                try await group.waitForAll()
            }
            await embedded.stop()
        }
    }

    @Test("who falls behind keeps the newest events, and is told to look for what was dropped")
    func overflow() async throws {
        let listener = PostgresListener(
            configuration: try PostgresConfiguration(url: "postgresql://x@/y"), channels: [], logger: .quiet)
        for number in 0..<PostgresListener.bufferSize { listener.deliver("n", "\(number)") }
        var events = listener.notifications.makeAsyncIterator()
        #expect(await events.next() == .notification(channel: "n", payload: "0"))
        for number in 0..<5 { listener.deliver("late", "\(number)") }
        var last: [ListenerEvent] = []
        for _ in 0..<PostgresListener.bufferSize { if let event = await events.next() { last.append(event) } }
        #expect(last.last == .reconnected)
        #expect(last.contains(.notification(channel: "late", payload: "4")))
        #expect(!last.contains(.notification(channel: "n", payload: "1")))
    }
}
