import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import Postgres
import Providers
import Simulators
import Synchronization
import TestSupport
import Testing
import Web

@testable import App

/// A shop whose number is connected to the pretend Meta: real webhook door, real inbox, real outbox, real PostgreSQL.
struct MetaBench: FileBench {
    let simulation: MetaSimulation
    let fixture: ShopFixture
    let account: UUID
    let registry: JobRegistry
    let lanes: InboxLanes
    let clock: HandClock
    let media: MediaFolder
    /// Where the door is: `http://127.0.0.1:…`.
    var site = ""

    var meta: MetaGraphSimulator { simulation.meta }
    var tenant: TenantID { fixture.shops[0].id }
    static let ana = GraphCustomer(phone: "553187654321", name: "Ana")

    /// The time breakers and holds see.
    final class HandClock: Sendable {
        private let offset = Mutex(Duration.zero)
        private let start = ContinuousClock.now
        var now: ContinuousClock.Instant { start.advanced(by: offset.withLock { $0 }) }
        func advance(_ duration: Duration) { offset.withLock { $0 += duration } }

        private let fixed = Mutex<Date?>(nil)
        /// The time service windows see: the real one, moved with ``advance(_:)``, or one that was set.
        var date: Date {
            fixed.withLock { $0 } ?? Date(timeIntervalSinceNow: Double(offset.withLock { $0 }.components.seconds))
        }
        func set(_ date: Date) { fixed.withLock { $0 = date } }
    }

    /// The customer writes; gives the conversation.
    func hear(_ text: String = "oi", from customer: GraphCustomer = ana, at time: Date = Date()) async throws -> UUID {
        let heard = try await meta.receive(.text(text), from: customer, on: simulation.account.phoneNumberID, at: time)
        try #require(heard.status == 200)
        _ = try await lanes.drain(tenant)
        return try await database.tenant(.service(tenant)) {
            try await $0.one(
                "SELECT conversation_id FROM messages WHERE tenant_id = \($0.tenant) AND external_id = \(heard.id)")(
                    "conversation_id")
        }
    }

    var database: Database { fixture.database }

    func say(_ words: String, in conversation: UUID) async throws -> UUID {
        let message = OutgoingMessage(
            conversation: conversation, account: account, senderType: "agent", senderName: "Bia", content: words)
        try await database.tenant(.service(tenant)) { _ = try await $0.batch(Outbox.enqueue(message, tenant: tenant)) }
        return message.id
    }

    /// Runs what is due `later` seconds from now.
    @discardableResult
    func deliver(later: TimeInterval = 0) async throws -> [DrainedJob] {
        try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: later + 1))
    }

    /// Meta reports, the webhook is answered 200, and the inbox reads it.
    func report(_ status: String, of id: String, error: (code: Int, title: String)? = nil) async throws {
        #expect(try await meta.postStatusNow(status, for: id, error: error) == 200)
        _ = try await lanes.drain(tenant)
    }

    struct Standing: Equatable, CustomStringConvertible {
        let outbox: String
        let delivery: String
        let externalID: String?
        let code: String?
        let reason: String?
        let attempts: Int

        var description: String {
            "\(outbox)/\(delivery) \(externalID ?? "-") \(code ?? "-") \(reason ?? "-") attempts=\(attempts)"
        }
    }

    func standing(_ message: UUID) async throws -> Standing {
        try await database.tenant(.service(tenant)) { tx in
            let row = try await tx.one(
                """
                SELECT o.state, o.attempts, m.delivery_status, m.external_id, m.failure_code, m.failure_reason
                FROM outbox o JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id
                WHERE o.tenant_id = \(tx.tenant) AND o.message_id = \(message)
                """)
            return Standing(
                outbox: try row("state"), delivery: try row("delivery_status"), externalID: try row("external_id"),
                code: try row("failure_code"),
                reason: try row("failure_reason"), attempts: try row("attempts"))
        }
    }

    /// An agent's desk whose windows see the bench's time.
    var desk: ConversationDesk {
        ConversationDesk(
            database: database, realtime: Realtime(database: database, logger: Logger(label: "test")),
            now: { [clock] in clock.date }
        ) {}
    }

    func retry(_ message: UUID) async throws -> Bool {
        try await database.tenant(.service(tenant)) { try await Outbox.retry($0, message: message) }
    }

    var sent: [GraphState.Sent] { meta.read { Array($0.sent) } }

    /// - Parameter links: addresses of files, for channels that fetch them; the door serves them.
    static func run(
        links: MediaLinks? = nil, _ body: @escaping @Sendable (MetaBench) async throws -> Void
    ) async throws {
        try await MetaSimulation.run { simulation in
            try await withShops(1) { fixture in
                let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
                let account = try await fixture.channels.connect(
                    NewChannel(
                        channelType: .whatsapp, provider: .meta, name: "Loja",
                        address: simulation.account.phoneNumberID, baseURL: simulation.baseURL,
                        secrets: [
                            .accessToken: simulation.account.accessToken, .appSecret: simulation.account.appSecret,
                            .verifyToken: "v",
                        ]),
                    as: fixture.owner(0))
                let media = MediaFolder(
                    folder: FileManager.default.temporaryDirectory.appending(path: "secretaria-media-\(UUID())"))
                defer { try? FileManager.default.removeItem(at: media.folder) }
                let clock = HandClock()
                let realtime = Realtime(database: fixture.database, logger: logger)
                let worker = DeliverMessageWorker(
                    database: fixture.database,
                    senders: [
                        "meta": Outbox.metaSender(
                            channels: fixture.channels, http: ProviderHTTP(logger: logger),
                            files: OutgoingFiles(folder: media, links: links))
                    ], realtime: realtime,
                    accountRefused: { tenant, account, failure in
                        try? await fixture.channels.markNeedsReauth(tenant, account, reason: failure.title)
                    },
                    oneTimeCode: { tenant, id in
                        try await Compliance.code(id, of: tenant, vault: ShopFixture.vault(), in: fixture.database)
                    }, random: { 0 }, now: { clock.now }, time: { clock.date }, logger: logger)
                var registry = JobRegistry()
                registry.register(DeliverMessage.self) { try await worker.run($0, $1) }
                let http = ProviderHTTP(logger: logger)
                let presence = ShowPresenceWorker(
                    database: fixture.database, channels: fixture.channels, calls: Outbox.presenceCalls(http: http),
                    logger: logger)
                registry.register(ShowPresence.self) { try await presence.run($0, $1) }
                let fetching = FetchMediaWorker(
                    database: fixture.database, channels: fixture.channels, store: media,
                    sources: [.meta: Media.metaSource(http: http)], realtime: realtime, logger: logger)
                let profiles = FetchProfileWorker(
                    database: fixture.database, channels: fixture.channels, http: http, realtime: realtime,
                    logger: logger)
                registry.register(FetchProfile.self) { try await profiles.run($0, $1) }
                registry.register(FetchMedia.self) { try await fetching.run($0, $1) }
                let bench = MetaBench(
                    simulation: simulation, fixture: fixture, account: account, registry: registry,
                    lanes: InboxLanes(database: fixture.database, realtime: realtime, jobs: nil, logger: logger),
                    clock: clock, media: media)
                try await bench.withDoor(logger, links) { try await body($0) }
            }
        }
    }

    /// Opens the webhook door on a loopback port and tells the pretend Meta of it.
    private func withDoor(
        _ logger: Logger, _ links: MediaLinks?, _ body: @escaping @Sendable (MetaBench) async throws -> Void
    ) async throws {
        let batcher = IntakeBatcher(database: database, stored: { _ in })
        let table = RouteTable()
        Webhooks.addRoutes(to: table.webhooks(), channels: fixture.channels, batcher: batcher)
        MediaRoutes(database: database, store: media, links: links).add(toPublic: table.webhooks())
        let meta = meta
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let door = Application(
            responder: table.buildResponder(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await batcher.run() }
            group.addTask { try await door.runUntilCancelled(logger: logger) }
            let number = await ports.first { _ in true }
            meta.change { $0.webhookURL = number.map { "http://127.0.0.1:\($0)/webhooks/meta" } }
            defer {
                batcher.stop()
                group.cancelAll()
            }
            var bench = self
            bench.site = "http://127.0.0.1:\(number ?? 0)"
            try await body(bench)
        }
    }
}
