import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// The bench of the outbox with the templates' parts: a number that names its business account, and a studio.
struct TemplateBench: Sendable {
    let bench: MetaBench
    let studio: TemplateStudio
    let account: UUID
    let registry: JobRegistry

    static let business = "700800900"
    var meta: MetaGraphSimulator { bench.meta }
    var owner: TenantScope { bench.fixture.owner(0) }
    var database: Database { bench.database }
    let localizer: Localizer

    static let document = TemplateDocument(
        name: "pedido_enviado", category: "UTILITY", header: .init(type: "text", text: "Pedido {{pedido}}"),
        body: "Olá {{nome}}, o seu pedido saiu hoje e chega até {{dia}}. Obrigado!", footer: "Loja Aurora",
        buttons: [
            .init(type: "url", text: "Rastrear", url: "https://loja.example/r/{{codigo}}"),
            .init(type: "quick_reply", text: "Falar com a loja"),
        ], examples: ["nome": "Ana", "pedido": "1042", "dia": "sexta", "codigo": "BR1"])
    static let values = ["nome": "Bia", "pedido": "77", "dia": "quarta", "codigo": "BR9"]

    static func run(_ body: @escaping @Sendable (TemplateBench) async throws -> Void) async throws {
        try await MetaBench.run { bench in
            try await bench.database.system("test") { system in
                _ = try await system.execute(
                    "UPDATE channel_accounts SET settings = jsonb_build_object('business_account_id', \(Self.business)::text) WHERE id = \(bench.account)"
                )
            }
            let fresh = try bench.fixture.newProcess()
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let http = ProviderHTTP(logger: logger)
            let studio = TemplateStudio(
                database: bench.database, channels: fresh, http: http, files: bench.media
            ) {}
            let worker = DeliverMessageWorker(
                database: bench.database,
                senders: [
                    "meta": Outbox.metaSender(
                        channels: fresh, http: http,
                        templates: TemplateMedia(database: bench.database, files: bench.media))
                ], realtime: Realtime(database: bench.database, logger: logger), accountRefused: { _, _, _ in },
                templateRefused: { tenant, account in await studio.readAgain(after: account, tenant) },
                random: { 0 }, time: { bench.clock.date }, logger: logger)
            var registry = JobRegistry()
            registry.register(DeliverMessage.self) { try await worker.run($0, $1) }
            MessageTemplates.register(in: &registry, studio)
            try await body(
                TemplateBench(
                    bench: bench, studio: studio, account: bench.account, registry: registry,
                    localizer: Localizer(
                        language: .portuguese,
                        strings: try Translations(directory: AppResources.current.locales).strings(.portuguese),
                        timeZone: "America/Sao_Paulo", currency: "BRL")))
        }
    }

    @discardableResult
    func work(later: TimeInterval = 1) async throws -> [DrainedJob] {
        try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: later))
    }

    /// Written, handed in, and decided over by Meta; the webhook is answered 200 and read.
    func approved(_ document: TemplateDocument = document) async throws -> UUID {
        let id = try await studio.save(document, as: owner)
        try await studio.submit(id, as: owner, localizer)
        try await review(document.name, as: "APPROVED")
        return id
    }

    func review(_ name: String, as event: String, reason: String? = nil) async throws {
        #expect(try await meta.review(name, as: event, reason: reason) == 200)
        _ = try await bench.lanes.drain(bench.tenant)
        try await work()
    }

    func state(_ id: UUID) async throws -> String { try await studio.template(id, as: owner).state }

    func send(_ template: OutgoingTemplate, to conversation: UUID, key: String = "k") async throws -> UUID {
        try await bench.desk.sendTemplate(
            conversation, template, key: key,
            by: .init(scope: TenantScope(tenant: bench.tenant, role: .agent), name: "Bia"), localizer
        ).message
    }

    /// The template's object as Meta got it last.
    var sent: JSON? { bench.sent.last?.body["template"] }
}
