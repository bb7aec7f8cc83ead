import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore

@testable import Web

/// A small site with every kind of route, its sessions and tokens in memory.
struct WebFixture {
    static let session = String(repeating: "s", count: 43)
    static let csrf = String(repeating: "c", count: 43)
    static let token = "tok_" + String(repeating: "t", count: 40)
    static let sessionCookie = "secretaria-session=\(session)"

    var configuration = WebConfiguration()
    var store = MemoryStore()
    var registry = PrometheusRegistry()
    var readiness = Readiness()
    var checks: [HealthCheck] = []
    var logger = Logger(label: "web-tests") { _ in SwiftLogNoOpLogHandler() }

    static let texts: [String: String] = [
        "hello.title": "Olá & \"bem-vindo\"", "hello.greet": "Olá, {name}!", "error.reference": "Código",
        "error.404.title": "Não encontrado", "error.404.text": "Nada aqui.", "error.other.title": "Erro",
        "error.other.text": "Algo deu errado.", "role.agent": "Atendente", "theme.system": "Sistema",
        "theme.light": "Claro", "theme.dark": "Escuro", "nav.hello": "Início", "many.one": "{count} item",
        "many.other": "{count} itens",
    ]
    static let sources: [String: String] = [
        "layout": "<title>{{title}}</title>\n<body data-csrf=\"{{csrf}}\">\n  {{{content}}}\n</body>",
        "error":
            "<h1 class=\"e{{status}}\">{{title}}</h1><p>{{text}}</p>{{#isOurFault}}<code>{{requestID}}</code>{{/isOurFault}}",
        "hello":
            "<p title=\"{{name}}\">[[hello.greet]]</p>{{#items}}{{>_item}}{{/items}}{{^items}}none{{/items}}<i>{{layout.csrf}}</i>",
        "_item": "<li>{{text}}</li>",
    ]

    static func translations() throws -> Translations {
        try Translations([.portuguese: Strings(texts), .english: Strings(texts), .spanish: Strings(texts)])
    }

    func application() throws -> some ApplicationProtocol {
        let translations = try Self.translations()
        let assets = StaticAssets(files: ["app.css": Data("body{}".utf8), "js/app.js": Data("export{}".utf8)])
        let pages = Pages(templates: try Templates(sources: Self.sources, translations: translations, assets: assets))
        let table = RouteTable()
        table.addPipeline(configuration: configuration, translations: translations, pages: pages, metrics: registry)
        HealthRoutes(checks: checks, readiness: readiness, registry: registry, configuration: configuration)
            .addRoutes(to: table)
        assets.addRoutes(to: table)
        let browser = table.browser(
            configuration: configuration, sessions: store, translations: translations, pages: pages)
        browser.get("open") { request, context in
            try pages.page(Hello.sample, title: "Open", request: request, in: context)
        }
        browser.post("open") { request, _ in "got \(try await request.form()["a"] ?? "-")" }
        let agents = browser.group(context: AgentContext.self)
        agents.get("hello") { request, context in
            try pages.page(Hello.sample, title: "Hello", section: "hello", request: request, in: context)
        }
        agents.post("hello") { request, context in
            "\(context.agent.name) \(try await request.form()["a"] ?? "-")"
        }
        agents.get("boss") { _, context in
            try context.require(.owner)
            return "secret"
        }
        agents.get("broken") { _, _ -> String in throw Unforeseen() }
        agents.get("away") { _, _ -> String in throw Away() }
        let api = table.api(tokens: store)
        api.get("api/me") { _, context in try Response.json(["tenant": context.token.tenantNumber]) }
        api.post("api/write") { request, context in
            try context.require(.write)
            return try Response.json(try await request.json(as: Payload.self))
        }
        table.webhooks().post("webhooks/:name/:secret") { request, _ in
            "\(try await request.bytes(limit: 1000).readableBytes)"
        }
        return Application(responder: table.buildResponder(), logger: logger)
    }

    struct Payload: Codable { let phone: String }
    struct Unforeseen: Error { let secret = "DETAIL: Key (cpf)=(123)" }
    struct Away: ProblemConvertible { let problem = Problem.unavailable(retryAfter: 7) }

    struct Hello: PageModel {
        struct Item: Encodable { let text: String }
        let name: String
        let items: [Item]
        static let template = "hello"
        static let sample = Hello(name: "Ana", items: [Item(text: "um")])
    }
}

/// Sessions and tokens of the fixture; `fails` plays a lost database.
struct MemoryStore: SessionStore, TokenStore {
    struct Lost: ProblemConvertible { let problem = Problem.unavailable() }
    var fails = false
    var role = Role.agent
    var scopes: Set<Scope> = [.read]

    func session(hash: [UInt8]) async throws -> AgentIdentity? {
        if fails { throw Lost() }
        guard hash == Secrets.sha256(WebFixture.session) else { return nil }
        return AgentIdentity(
            userID: UUID(), name: "Ana", email: "ana@example.com", role: role, tenantID: UUID(), tenantNumber: 1,
            tenantName: "Loja", timeZone: "America/Sao_Paulo", currency: "BRL", language: nil,
            csrfToken: WebFixture.csrf,
            sessionHash: hash, shops: [Shop(number: 1, name: "Loja")])
    }

    func token(hash: [UInt8]) async throws -> ApiIdentity? {
        if fails { throw Lost() }
        guard hash == Secrets.sha256(WebFixture.token) else { return nil }
        return ApiIdentity(tokenID: UUID(), tenantID: UUID(), tenantNumber: 7, userID: nil, scopes: scopes)
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
