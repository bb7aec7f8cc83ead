import Domain
import Foundation
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct RealtimeTests {
    let tenant = TenantID(UUID())
    let logger = Logger(label: "test.realtime")

    /// Collects what a viewer was offered.
    final class Seen: Sendable {
        let updates = Mutex<[LiveUpdate]>([])
        private let (stream, continuation) = AsyncStream<Void>.makeStream()

        func take(_ update: LiveUpdate) -> ServerEvent? {
            updates.withLock { $0.append(update) }
            continuation.yield()
            return update.event
        }

        /// Waits until what was seen satisfies `isEnough`.
        func wait(until isEnough: ([LiveUpdate]) -> Bool) async {
            if isEnough(updates.withLock { $0 }) { return }
            for await _ in stream where isEnough(updates.withLock { $0 }) { return }
        }

        var conversations: Set<UUID> { updates.withLock { $0.reduce(into: []) { $0.formUnion($1.conversations) } } }
    }

    private func watch(_ realtime: Realtime, _ tenant: TenantID, _ mailbox: EventMailbox = EventMailbox()) -> Seen {
        let seen = Seen()
        realtime.attach(mailbox, tenant: tenant) { seen.take($0) }
        return seen
    }

    @Test("viewers of a tenant see its changes, and nobody else's")
    func tenants() async throws {
        let realtime = Realtime(cursors: { _ in [:] }, logger: logger)
        let (other, id) = (TenantID(UUID()), UUID())
        try await running([realtime]) { _ in
            let (mine, theirs) = (watch(realtime, tenant), watch(realtime, other))
            realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(id)))
            await mine.wait { !$0.isEmpty }
            realtime.publish(LiveEvent(tenant: other, kind: .everything))
            await theirs.wait { !$0.isEmpty }
            #expect(mine.conversations == [id])
            #expect(theirs.updates.withLock { $0.map(\.isReload) } == [true])
        }
    }

    @Test("the running service gives each update the tenant's newest cursor, and makes it once for all viewers")
    func cursor() async throws {
        let tenant = tenant
        let realtime = Realtime(cursors: { _ in [tenant: 42] }, logger: logger)
        try await running([realtime]) { _ in
            let (one, two) = (watch(realtime, tenant), watch(realtime, tenant))
            let id = UUID()
            realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(id)))
            await one.wait { !$0.isEmpty }
            await two.wait { !$0.isEmpty }
            let update = try #require(one.updates.withLock { $0.first })
            #expect(update == two.updates.withLock { $0.first })
            #expect(update.event.id == "42")
            #expect(update.event.name == "change")
            #expect(update.event.data == "{\"conversations\":[\"\(id.uuidString.lowercased())\"]}")
        }
    }

    @Test("changes published while an update is being made travel together in the next one")
    func folding() async throws {
        let (asked, mayAnswer) = (Gate(), Gate())
        let realtime = Realtime(
            cursors: { _ in
                asked.open()
                await mayAnswer.wait()
                return [:]
            }, logger: logger)
        let ids = (0..<50).map { _ in UUID() }
        try await running([realtime]) { _ in
            let seen = watch(realtime, tenant)
            realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(ids[0])))
            await asked.wait()
            for id in ids.dropFirst() { realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(id))) }
            mayAnswer.open()
            await seen.wait { $0.reduce(0) { $0 + $1.conversations.count } == ids.count }
            #expect(seen.updates.withLock { $0.map(\.conversations.count) } == [1, 49])
        }
    }

    @Test("a cursor that cannot be read delays nothing")
    func cursorFailure() async throws {
        struct Away: Error {}
        let realtime = Realtime(cursors: { _ in throw Away() }, logger: logger)
        try await running([realtime]) { _ in
            let seen = watch(realtime, tenant)
            realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(UUID())))
            await seen.wait { !$0.isEmpty }
            #expect(seen.updates.withLock { $0.first?.cursor } == nil)
        }
    }

    @Test("viewers that left are forgotten, with or without a change")
    func forgets() async throws {
        let realtime = Realtime(cursors: { _ in [:] }, logger: logger)
        try await running([realtime]) { _ in
            for _ in 0..<10 {
                let mailbox = EventMailbox()
                realtime.attach(mailbox, tenant: tenant)
                mailbox.finish()
            }
            let seen = watch(realtime, tenant)
            // Those that left are forgotten after the first update is handed out, hence before the second one is.
            for round in 1...2 {
                realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(UUID())))
                await seen.wait { $0.count == round }
            }
            #expect(realtime.viewerCount == 1)
        }
        for _ in 0..<1_000 {
            let mailbox = EventMailbox()
            realtime.attach(mailbox, tenant: tenant)
            mailbox.finish()
        }
        #expect(realtime.viewerCount < 20)
    }

    @Test("ten thousand viewers of one tenant all get an update")
    func manyViewers() async throws {
        let realtime = Realtime(cursors: { _ in [:] }, logger: logger)
        let count = Atomic(0)
        let mailboxes = (0..<10_000).map { _ in EventMailbox(capacity: 4) }
        for mailbox in mailboxes {
            realtime.attach(mailbox, tenant: tenant) { update in
                count.add(1, ordering: .relaxed)
                return update.event
            }
        }
        try await running([realtime]) { _ in
            let last = watch(realtime, tenant)
            realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(UUID())))
            await last.wait { !$0.isEmpty }
            #expect(count.load(ordering: .relaxed) == 10_000)
        }
    }

    @Test("a change in one process reaches the viewers of another, and the newest cursor is the database's")
    func acrossProcesses() async throws {
        try await withJobs(poolSize: 8) { jobs in
            func bus() -> ProcessBus {
                ProcessBus(database: jobs.database, configuration: jobs.test.configuration, logger: logger)
            }
            let (here, there) = (bus(), bus())
            let writer = Realtime(database: jobs.database, bus: here, logger: logger)
            let reader = Realtime(database: jobs.database, bus: there, logger: logger)
            let id = UUID()
            try await running([here, there, writer, reader]) { _ in
                let seen = watch(reader, tenant)
                // The reader listens once it was told to reload: what happened before may have been missed.
                await seen.wait { $0.contains { $0.isReload } }
                writer.publish(LiveEvent(tenant: tenant, kind: .conversation(id)))
                await seen.wait { $0.contains { $0.conversations == [id] } }
            }
        }
    }

    @Test("a process whose connection was cut tells its viewers to reload")
    func reconnect() async throws {
        try await withJobs(poolSize: 4) { jobs in
            let bus = ProcessBus(database: jobs.database, configuration: jobs.test.configuration, logger: logger)
            let realtime = Realtime(cursors: { _ in [:] }, bus: bus, logger: logger)
            try await running([bus, realtime]) { _ in
                let seen = watch(realtime, tenant)
                await seen.wait { $0.count { $0.isReload } == 1 }
                try await jobs.cutSessions(named: "%listener")
                await seen.wait { $0.count { $0.isReload } == 2 }
            }
        }
    }
}
