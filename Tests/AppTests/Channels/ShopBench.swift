import Domain
import Foundation
import Hummingbird
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// A shop behind a real webhook door on a loopback port, with real inbox, outbox and PostgreSQL, for whichever provider a test
/// connects.
struct ShopBench: FileBench {
    let fixture: ShopFixture
    /// Where the door is: `http://127.0.0.1:…`.
    let site: String
    let registry: JobRegistry
    let lanes: InboxLanes
    let clock: MetaBench.HandClock
    let media: MediaFolder

    static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    var database: Database { fixture.database }
    var channels: Channels { fixture.channels }
    var tenant: TenantID { fixture.shops[0].id }

    // MARK: In

    func read() async throws { _ = try await lanes.drain(tenant) }

    /// The conversations of an account, the newest last.
    func conversations(_ account: UUID) async throws -> [UUID] {
        try await rows("SELECT id FROM conversations WHERE account_id = \(account) ORDER BY created_at, id") {
            try $0("id") as UUID
        }
    }

    /// What was said on an account: `inbound oi`, `outbound olá sent`.
    func story(_ account: UUID) async throws -> [String] {
        try await rows(
            """
            SELECT concat_ws(' ', direction, content, delivery_status) AS told FROM messages WHERE account_id = \(account)
            ORDER BY created_at, id
            """
        ) { try $0("told") as String }
    }

    struct Event: Equatable {
        var state: String
        var deliveries = 1
        var items = 1
        var duplicates = 0
        var errors: String?
    }

    /// What became of the stored webhooks, in the order in which they came.
    func events() async throws -> [Event] {
        try await rows(
            "SELECT state, deliveries, items, duplicates, item_errors::text AS errors FROM webhook_events ORDER BY id"
        ) {
            Event(
                state: try $0("state"), deliveries: try $0("deliveries"), items: try $0("items"),
                duplicates: try $0("duplicates"), errors: try $0("errors"))
        }
    }

    func rows<T: Sendable>(_ sql: SQL, _ read: @Sendable @escaping (Row) throws -> T) async throws -> [T] {
        try await database.tenant(.service(tenant)) { try await $0.query(sql).map(read) }
    }

    // MARK: Out

    func say(_ words: String, in conversation: UUID, on account: UUID) async throws -> UUID {
        let message = OutgoingMessage(
            conversation: conversation, account: account, senderType: "agent", senderName: "Bia", content: words)
        try await database.tenant(.service(tenant)) { _ = try await $0.batch(Outbox.enqueue(message, tenant: tenant)) }
        return message.id
    }

    /// Runs what is due `later` seconds from now.
    func deliver(later: TimeInterval = 0) async throws {
        try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: later + 1))
    }

    /// `accepted/sent code attempts`
    func standing(_ message: UUID) async throws -> String {
        try await rows(
            """
            SELECT o.state || '/' || m.delivery_status || ' ' || coalesce(m.failure_code, '-') || ' ' || o.attempts AS told
            FROM outbox o JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id WHERE o.message_id = \(message)
            """
        ) { try $0("told") as String }.first ?? "no such message"
    }

    func status(_ account: UUID) async throws -> String? {
        try await rows("SELECT connection_status FROM channel_accounts WHERE id = \(account)") {
            try $0("connection_status") as String
        }.first
    }

    // MARK: Running

    /// - Parameters:
    ///   - publicURL: what the configuration says; nil leaves it to the host that is called.
    ///   - simulator: a pretend provider that runs as long.
    ///   - links: addresses of files, for providers that fetch them; the door serves them.
    static func run(
        with simulator: any SimulatorFront, publicURL: URL? = nil, limits: WebhookLimits = WebhookLimits(),
        links: MediaLinks? = nil, _ body: @escaping @Sendable (ShopBench) async throws -> Void
    ) async throws {
        let media = MediaFolder(
            folder: FileManager.default.temporaryDirectory.appending(path: "secretaria-shop-\(UUID())"))
        defer { try? FileManager.default.removeItem(at: media.folder) }
        try await withShops(1) { fixture in
            let batcher = IntakeBatcher(database: fixture.database, stored: { _ in })
            let table = try table()
            Webhooks.addRoutes(
                to: table.webhooks(), channels: fixture.channels, batcher: batcher, publicURL: publicURL,
                limits: limits)
            MediaRoutes(database: fixture.database, store: media, links: links).add(toPublic: table.webhooks())
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let door = Application(
                responder: table.buildResponder(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: quiet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await simulator.run() }
                group.addTask { try await batcher.run() }
                group.addTask { try await door.run() }
                defer {
                    batcher.stop()
                    group.cancelAll()
                }
                let number = try #require(await ports.first { _ in true })
                try await body(
                    bench(
                        fixture, site: "http://127.0.0.1:\(number)", files: OutgoingFiles(folder: media, links: links),
                        media))
            }
        }
    }

    /// With all that stands before every route: errors become answers there.
    private static func table() throws -> RouteTable {
        let resources = AppResources.current
        let translations = try Translations(directory: resources.locales)
        let templates = try Templates(
            directory: resources.templates, translations: translations,
            assets: try StaticAssets(directory: resources.assets))
        let table = RouteTable()
        table.addPipeline(
            configuration: WebConfiguration(), translations: translations,
            pages: Pages(templates: templates, navigation: []), metrics: PrometheusRegistry())
        return table
    }

    private static func bench(
        _ fixture: ShopFixture, site: String, files: OutgoingFiles, _ media: MediaFolder
    ) -> ShopBench {
        let clock = MetaBench.HandClock()
        let realtime = Realtime(database: fixture.database, logger: quiet)
        let worker = DeliverMessageWorker(
            database: fixture.database,
            senders: Outbox.senders(
                channels: fixture.channels, http: ProviderHTTP(logger: quiet), site: site, files: files, logger: quiet),
            realtime: realtime,
            accountRefused: { tenant, account, failure in
                do {
                    try await fixture.channels.markNeedsReauth(tenant, account, reason: failure.title)
                } catch {
                    Issue.record(error)
                }
            }, random: { 0 }, now: { clock.now }, logger: quiet)
        var registry = JobRegistry()
        registry.register(DeliverMessage.self) { try await worker.run($0, $1) }
        return ShopBench(
            fixture: fixture, site: site, registry: registry,
            lanes: InboxLanes(
                database: fixture.database, realtime: realtime, jobs: nil, channels: fixture.channels, logger: quiet),
            clock: clock, media: media)
    }
}
