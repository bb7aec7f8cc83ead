import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("LISTEN and NOTIFY", .timeLimit(.minutes(1)))
struct ListenerTests {
    @Test("notifications arrive with channel and payload, also after the session was lost")
    func reconnects() async throws {
        try await withTestDatabase(migrated: false) { database in
            let listener = PostgresListener(configuration: database.configuration, channels: ["news", "odd\"name"], logger: .quiet)
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
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE '%listener' AND datname = \(database.name)")
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

    @Test("a listener that starts before its server comes to listen once the server is there")
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
                group.cancelAll()
                try await group.waitForAll()
            }
            await embedded.stop()
        }
    }
}
