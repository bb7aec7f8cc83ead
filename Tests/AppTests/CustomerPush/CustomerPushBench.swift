import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// The whole site of two shops, a push account of the first, its outbox, and a push service whose browsers can read what they get.
struct CustomerPushBench: Sendable {
    let site: WholeSite
    let account: UUID
    let service: PushService
    let push: WebPush.Client

    var database: Database { site.installation.database }
    var tenant: TenantID { site.mine.tenant }
    var owner: TenantScope { TenantScope(tenant: tenant, role: .owner, user: site.mine.person) }

    static func run(_ body: @escaping @Sendable (CustomerPushBench) async throws -> Void) async throws {
        try await withWholeSite { site, _ in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let service = PushService(logger: logger)
            let account = try await connect(site)
            let key = try #require(site.installation.push).key
            let push = WebPush.Client(http: ProviderHTTP(logger: logger), key: key, origin: .trusted)
            let bench = CustomerPushBench(site: site, account: account, service: service, push: push)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                _ = try await service.world.value { $0.port }
                try await body(bench)
                group.cancelAll()
            }
        }
    }

    static func connect(_ site: WholeSite, domain: String = "loja.example") async throws -> UUID {
        try await site.installation.channels.connect(
            NewChannel(
                channelType: .push, provider: .webpush, name: "Avisos", address: domain,
                settings: ["from_name": "Loja da Joana"], secrets: [:]),
            as: TenantScope(tenant: site.mine.tenant, role: .owner))
    }

    // MARK: The customer

    /// Where an invitation of that contact leads.
    func invitation(_ contact: UUID? = nil, account: UUID? = nil, in shop: TenantID? = nil, at now: Date = Date())
        -> String
    {
        site.installation.pushInvitations.path(
            .init(tenant: shop ?? tenant, account: account ?? self.account, contact: contact ?? site.mine.contact),
            now: now)
    }

    /// As a browser's page would, without anybody's session being needed.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, form: [(String, String)] = []
    ) async throws -> TestResponse {
        try await site.application().test(.router) { try await site.ask($0, method, path, form: form) }
    }

    /// Turns notices on in a browser that the push service knows. The page takes https alone, and the service here has none: the
    /// address is put right behind its back.
    func turnOn(_ browser: String, of contact: UUID? = nil) async throws {
        let json = try await service.subscribe(browser, serverKey: push.key.publicKey)
        let (endpoint, keys) = (try #require(json["endpoint"]?.string), json["keys"])
        let secure = endpoint.replacing("http://", with: "https://")
        let answer = try await ask(
            .post, invitation(contact),
            form: [
                ("endpoint", secure), ("p256dh", keys?["p256dh"]?.string ?? ""), ("auth", keys?["auth"]?.string ?? ""),
                ("device", browser),
            ])
        #expect(answer.status == .noContent)
        try await database.system("test") {
            _ = try await $0.execute("UPDATE contact_browsers SET endpoint = \(endpoint) WHERE endpoint = \(secure)")
        }
    }

    func shown(_ browser: String) throws -> [JSON] {
        try service.world.read { state in state.notifications.filter { $0.browser == browser } }
            .map { try JSON.parse($0.text) }
    }

    // MARK: The shop

    var desk: ConversationDesk {
        ConversationDesk(database: database, realtime: site.shops.realtime) {}
    }

    func start(_ words: String, with contact: UUID? = nil, key: String = "k") async throws
        -> ConversationDesk.Started
    {
        let word = FirstWord(contact: contact ?? site.mine.contact, account: account, words: .text(words))
        return try await desk.start(
            word, key: key, by: .init(scope: owner, name: "Joana"),
            Localizer(
                language: .portuguese,
                strings: try Translations(directory: AppResources.current.locales).strings(.portuguese),
                timeZone: "America/Sao_Paulo", currency: "BRL"))
    }

    /// Runs what the outbox has to do now.
    func deliver(later: TimeInterval = 1) async throws {
        let sender = CustomerPushSender(
            database: database, push: push, invitations: site.installation.pushInvitations)
        let worker = DeliverMessageWorker(
            database: database,
            senders: Outbox.senders(
                channels: site.installation.channels, http: ProviderHTTP(logger: site.installation.logger),
                notices: sender, logger: site.installation.logger),
            realtime: site.shops.realtime, accountRefused: { _, _, _ in }, random: { 0 },
            time: { Date(timeIntervalSinceNow: later) }, logger: site.installation.logger)
        var registry = JobRegistry()
        registry.register(DeliverMessage.self) { try await worker.run($0, $1) }
        try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: later))
    }

    /// `sent -`
    func standing(_ message: UUID) async throws -> String {
        try await database.system("test") { system in
            let row = try await system.one(
                "SELECT delivery_status, failure_code FROM messages WHERE id = \(message)")
            let (status, code): (String, String?) = (try row("delivery_status"), try row("failure_code"))
            return status + " " + (code ?? "-")
        }
    }

    func browsers() async throws -> [String] {
        try await database.system("test") {
            try await $0.query("SELECT device FROM contact_browsers ORDER BY device").map { try $0("device") }
        }
    }
}
