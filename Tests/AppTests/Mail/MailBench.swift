import AsyncHTTPClient
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

/// A shop with two mailboxes: `sac@` through the pretend Resend, `ajuda@` through a pretend submission server. Real door, real inbox,
/// real outbox, real PostgreSQL.
struct MailBench: Sendable {
    let resend: ResendSimulator
    let sink: SMTPSink
    let fixture: ShopFixture
    let resendAccount: UUID
    let smtpAccount: UUID
    let registry: JobRegistry
    let lanes: InboxLanes
    let clock: MetaBench.HandClock
    let media: MediaFolder
    /// Where the door is: `http://127.0.0.1:port`.
    let door: String

    static let resendHook = "a-secret-address-of-resend-0001"
    static let smtpHook = "a-secret-address-of-the-server-1"

    var tenant: TenantID { fixture.shops[0].id }
    var database: Database { fixture.database }

    static func run(
        _ security: SMTPSink.Security = .startTLS, _ body: @escaping @Sendable (MailBench) async throws -> Void
    ) async throws {
        try await MailSimulation.resend { resend, _ in
            try await MailSimulation.smtp(security) { sink, _ in
                try await withShops(2) { fixture in try await open(resend, sink, fixture, body) }
            }
        }
    }

    private static func open(
        _ resend: ResendSimulator, _ sink: SMTPSink, _ fixture: ShopFixture,
        _ body: @escaping @Sendable (MailBench) async throws -> Void
    ) async throws {
        let logger = MailSimulation.quiet
        let (first, second) = try await connect(resend, sink, fixture)
        let clock = MetaBench.HandClock()
        let realtime = Realtime(database: fixture.database, logger: logger)
        let media = MediaFolder(
            folder: FileManager.default.temporaryDirectory.appending(path: "secretaria-mail-\(UUID())"))
        defer { try? FileManager.default.removeItem(at: media.folder) }
        let registry = registry(fixture, realtime, media, clock, roots: sink.rootPEM)
        let lanes = InboxLanes(
            database: fixture.database, realtime: realtime, jobs: nil, channels: fixture.channels, logger: logger)
        try await withDoor(fixture, logger) { door in
            resend.world.change { $0.webhookURL = "\(door)/webhooks/resend/\(resendHook)" }
            try await body(
                MailBench(
                    resend: resend, sink: sink, fixture: fixture, resendAccount: first, smtpAccount: second,
                    registry: registry, lanes: lanes, clock: clock, media: media, door: door))
        }
    }

    private static func connect(_ resend: ResendSimulator, _ sink: SMTPSink, _ fixture: ShopFixture) async throws
        -> (UUID, UUID)
    {
        let secret = resend.world.read { $0.webhookSecret }
        let first = try await fixture.channels.connect(
            NewChannel(
                channelType: .email, provider: .resend, name: "SAC", address: "sac@loja.com.br",
                baseURL: try await resend.baseURL, settings: ["from_name": "Loja"],
                secrets: [.apiToken: "re_simulated", .webhookSecret: secret], hookSecret: resendHook),
            as: fixture.owner(0))
        let scheme =
            switch sink.security {
            case .implicit: "smtps"
            case .startTLS: "smtp+starttls"
            case .none: "smtp"
            }
        let second = try await fixture.channels.connect(
            NewChannel(
                channelType: .email, provider: .smtp, name: "Ajuda", address: "ajuda@loja.com.br",
                baseURL: "\(scheme)://127.0.0.1:\(try await sink.port)",
                settings: ["host": "mail.example.com", "port": "587", "security": "starttls", "username": "loja"],
                secrets: [.password: "segredo-da-loja"], hookSecret: smtpHook), as: fixture.owner(0))
        return (first, second)
    }

    private static func registry(
        _ fixture: ShopFixture, _ realtime: Realtime, _ media: MediaFolder, _ clock: MetaBench.HandClock, roots: String
    ) -> JobRegistry {
        let (database, channels, logger) = (fixture.database, fixture.channels, MailSimulation.quiet)
        let http = ProviderHTTP(logger: logger)
        let deliver = DeliverMessageWorker(
            database: database,
            senders: Outbox.senders(channels: channels, http: http, mailAuthorities: roots, logger: logger),
            realtime: realtime,
            accountRefused: { tenant, account, failure in
                try? await channels.markNeedsReauth(tenant, account, reason: failure.title)
            },
            isSuppressed: { tenant, address in
                try await Compliance.isSuppressed(
                    address, for: ["bounce"], of: tenant, vault: try ShopFixture.vault(), in: database)
            }, random: { 0 }, now: { clock.now }, logger: logger)
        let source = Media.mailSource(http: http) { tenant, event in
            try await database.tenant(.service(tenant)) { try await Inbox.body(of: event, tx: $0) }
        }
        let files = FetchMediaWorker(
            database: database, channels: channels, store: media, sources: [.resend: source, .smtp: source],
            realtime: realtime, logger: logger)
        let fetch = FetchMailWorker(
            database: database, channels: channels, http: http, stored: { _ in }, logger: logger)
        var registry = JobRegistry()
        registry.register(DeliverMessage.self) { try await deliver.run($0, $1) }
        registry.register(FetchMedia.self) { try await files.run($0, $1) }
        registry.register(FetchReceivedMail.self) { try await fetch.run($0, $1) }
        return registry
    }

    /// Opens the webhook door on a loopback port.
    private static func withDoor(
        _ fixture: ShopFixture, _ logger: Logger, _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let batcher = IntakeBatcher(database: fixture.database, stored: { _ in })
        let table = RouteTable()
        let resources = AppResources.current
        let translations = try Translations(directory: resources.locales)
        let pages = Pages(
            templates: try Templates(
                directory: resources.templates, translations: translations,
                assets: try StaticAssets(directory: resources.assets)), navigation: [])
        table.addPipeline(
            configuration: WebConfiguration(), translations: translations, pages: pages, metrics: PrometheusRegistry())
        Webhooks.addRoutes(to: table.webhooks(), channels: fixture.channels, batcher: batcher)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let door = Application(
            responder: table.buildResponder(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await batcher.run() }
            group.addTask { try await door.run() }
            let number = try #require(await ports.first { _ in true })
            defer {
                batcher.stop()
                group.cancelAll()
            }
            try await body("http://127.0.0.1:\(number)")
        }
    }
}
