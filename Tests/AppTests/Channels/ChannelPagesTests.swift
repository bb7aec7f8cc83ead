import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import Postgres
import Providers
import Synchronization
import TestSupport
import Testing
import Web

@testable import App

/// The pages of channels as a browser sees them, over a provider that answers what the test says.
@Suite(.timeLimit(.minutes(5))) struct ChannelPagesTests {
    /// The provider's side.
    final class Company: Sendable {
        let answer = Mutex<Result<ConnectionReport, ProviderError>>(
            .success(ConnectionReport(facts: [.init("name", "Loja Azul")])))
        let code = Mutex<QRCode>(.image("data:image/png;base64,AAAA"))
        func says(_ result: Result<ConnectionReport, ProviderError>) { answer.withLock { $0 = result } }

        var connections: Connections {
            let tester: ConnectionTester = { [self] _ throws(ProviderError) in try answer.withLock { $0 }.get() }
            return Connections(
                testers: [.metaWhatsApp: tester, .zapi: tester, .resend: tester],
                codes: [.zapi: { [self] _ in code.withLock { $0 } }])
        }
    }

    struct Site {
        let fixture: InboxFixture
        let channels: Channels
        let company: Company
        let agent: AgentClient
        /// Olga owns the second shop.
        var scope: TenantScope { TenantScope(tenant: fixture.other, role: .owner) }

        func accounts() async throws -> [ChannelAccount] {
            try await fixture.database.tenant(scope) { try await Channels.accounts($0) }
        }
    }

    static func withSite(as person: String = "olga", _ body: @Sendable (Site) async throws -> Void) async throws {
        try await withInbox { fixture in
            let channels = Channels(
                database: fixture.database, vault: try ShopFixture.vault(), logger: Logger(label: "test"))
            let company = Company()
            let application = try fixture.application { table, agents, pages in
                ChannelRoutes(
                    database: fixture.database, channels: channels, connections: company.connections, pages: pages,
                    publicURL: URL(string: "https://loja.example/")
                ).add(to: agents)
            }
            try await application.test(.router) { client in
                let agent = AgentClient(client)
                try await agent.signIn("\(person)@example.com", InboxFixture.password)
                _ = try await agent.get("/settings/channels")  // its token goes with every form below
                try await body(Site(fixture: fixture, channels: channels, company: company, agent: agent))
            }
        }
    }

    static let meta = [
        ("kind", "whatsapp-meta"), ("name", "Vendas"), ("phone_number_id", "555000111"),
        ("access_token", "EAAG-secret-token"),
        ("app_secret", "app-secret-value"), ("verify_token", ""),
    ]
    static let zapi = [
        ("kind", "whatsapp-z-api"), ("name", "Zap"), ("instance_id", "3D0F"), ("instance_token", "A1B2C3D4E5"),
    ]

    @Test func `a form asks only for what its provider needs, and only providers that can be used are offered`()
        async throws
    {
        try await Self.withSite { site in
            let choice = try await site.agent.get("/settings/channels/new").text
            #expect(
                choice.contains("kind=whatsapp-meta") && choice.contains("kind=whatsapp-z-api")
                    && !choice.contains("kind=email-smtp"))
            #expect(try await site.agent.get("/settings/channels/new?kind=email-smtp").status == .notFound)
            let form = try await site.agent.get("/settings/channels/new?kind=whatsapp-z-api").text
            let names = form.matches(of: #/<input class="input"[^>]* name="([a-z_]+)"/#).map { String($0.1) }
            #expect(names == ["name", "instance_id", "instance_token", "client_token"])
            #expect(form.contains("Caminho não oficial"))
            #expect(
                !(try await site.agent.get("/settings/channels/new?kind=whatsapp-meta").text.contains(
                    "Caminho não oficial")))
        }
    }

    @Test func `a connected account's address and made-up token are shown once, its secrets never`() async throws {
        try await Self.withSite { site in
            _ = try await site.agent.get("/settings/channels/new?kind=whatsapp-meta")
            let done = try await site.agent.post("/settings/channels", Self.meta + [("act", "connect")])
            #expect(done.status == .ok)
            #expect(
                done.text.contains(#"value="https://loja.example/webhooks/meta""#) && done.text.contains("Loja Azul"))
            let token = try #require(done.text.firstMatch(of: #/id="h-verify_token" value="([^"]{43})"/#)).1
            #expect(try await site.channels.knowsMetaVerifyToken(String(token)))
            let account = try #require(try await site.accounts().first { $0.address == "555000111" })
            #expect(account.name == "Vendas" && account.status == "connected" && account.secrets?.count == 3)
            let page = try await site.agent.get("/settings/channels/\(account.id.lowercase)").text
            let list = try await site.agent.get("/settings/channels").text
            for text in [done.text, page, list] {
                #expect(!text.contains("EAAG-secret-token") && !text.contains("app-secret-value"))
            }
            #expect(!page.contains(token) && page.contains("guardado; vazio mantém"))
        }
    }

    @Test func `what is wrong is said at its field, and secrets that were typed do not come back`() async throws {
        try await Self.withSite { site in
            let fields = Self.meta.map { ($0.0, $0.0 == "phone_number_id" ? "+55 41 3333" : $0.1) }
            let refused = try await site.agent.post("/settings/channels", fields + [("act", "connect")])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("São só dígitos") && refused.text.contains(#"value="+55 41 3333""#))
            #expect(!refused.text.contains("EAAG-secret-token"))
            #expect(try await site.accounts().count == 1)  // the fixture's
        }
    }

    @Test func `a refused test stops in the shop's words with what to do, until somebody insists`() async throws {
        try await Self.withSite { site in
            site.company.says(
                .failure(.unauthorized(ProviderFault(code: "190", title: "Error validating access token"))))
            let refused = try await site.agent.post("/settings/channels", Self.meta + [("act", "connect")])
            #expect(refused.status == .unprocessableContent)
            for words in [
                "O provedor recusou as credenciais", "Gere um token permanente", "190 · Error validating access token",
                "Conectar mesmo assim",
            ] {
                #expect(refused.text.contains(words), "\(words)")
            }
            #expect(try await site.accounts().count == 1)
            let forced = try await site.agent.post("/settings/channels", Self.meta + [("force", "1")])
            #expect(forced.status == .ok)
            #expect(try await site.accounts().last?.status == "needs_reauth")
            let list = try await site.agent.get("/settings/channels").text
            #expect(list.contains("2 canais precisam de atenção") && list.contains("Credencial recusada"))
        }
    }

    @Test func `a script gets only the outcome of a test, and nothing is stored`() async throws {
        try await Self.withSite { site in
            let part = try await site.agent.post(
                "/settings/channels", Self.meta + [("act", "test"), ("part", "result")])
            #expect(part.status == .ok && part.text.contains("Conexão funcionando") && part.text.contains("data-good"))
            #expect(!part.text.contains("<html"))
            #expect(try await site.accounts().count == 1)
        }
    }

    @Test func `an address that belongs to another shop is refused without saying whose it is`() async throws {
        try await Self.withSite { site in
            _ = try await site.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .meta, name: "Alheia", address: "555000111",
                    secrets: [.accessToken: "t", .appSecret: "s", .verifyToken: "v"]),
                as: TenantScope(tenant: site.fixture.shop, role: .owner))
            let refused = try await site.agent.post("/settings/channels", Self.meta + [("act", "connect")])
            #expect(
                refused.status == .conflict && refused.text.contains("já está conectado")
                    && !refused.text.contains("Alheia"))
        }
    }

    @Test func `the code of a telephone is fetched until it is linked, and then the account is connected`() async throws
    {
        try await Self.withSite { site in
            site.company.says(.success(ConnectionReport(.qrPending)))
            let done = try await site.agent.post("/settings/channels", Self.zapi + [("act", "connect")])
            let hook = try #require(done.text.firstMatch(of: #/webhooks\/zapi\/([A-Za-z0-9_-]{43})/#)).1
            let id = try #require(try await site.accounts().last).id
            #expect(try await site.channels.route(provider: .zapi, hook: String(hook))?.account == id)
            let path = "/settings/channels/\(id.lowercase)/qr"
            #expect(done.text.contains(path))
            #expect(try await site.agent.get(path).text.contains(#"<img src="data:image/png;base64,AAAA""#))
            #expect(try await site.accounts().last?.status == "qr_pending")
            site.company.code.withLock { $0 = .connected }
            let part = try await site.agent.get(path + "?part=code").text
            #expect(part.contains("data-qr-done") && !part.contains("<html"))
            #expect(try await site.accounts().last?.status == "connected")
        }
    }

    @Test func `new secrets are tried at once, empty fields keep the old ones, and the address may be renewed`()
        async throws
    {
        try await Self.withSite { site in
            _ = try await site.agent.post("/settings/channels", Self.zapi + [("act", "connect")])
            let id = try #require(try await site.accounts().last).id
            let path = "/settings/channels/\(id.lowercase)"
            let changed = try await site.agent.post(
                path, [("name", "Zap 2"), ("instance_token", ""), ("client_token", "F00D")])
            #expect(
                changed.status == .ok && changed.text.contains("Conexão funcionando") && changed.text.contains("Zap 2"))
            let credentials = try await site.channels.credentials(site.fixture.other, id)
            #expect(credentials[.apiToken] == "A1B2C3D4E5" && credentials[.clientToken] == "F00D")
            let renamed = try await site.agent.post(path, [("name", "Zap 3")])
            #expect(renamed.status == .seeOther)
            let renewed = try await site.agent.post(path + "/webhook").text
            let hook = try #require(renewed.firstMatch(of: #/webhooks\/zapi\/([A-Za-z0-9_-]{43})/#)).1
            #expect(try await site.channels.route(provider: .zapi, hook: String(hook))?.account == id)
            #expect(!(try await site.agent.get(path).text.contains(hook)))
        }
    }

    @Test func `a channel is removed only by somebody who was told what happens`() async throws {
        try await Self.withSite { site in
            let id = site.fixture.otherAccount
            _ = try await site.fixture.conversation("Ana", in: site.fixture.other)
            let path = "/settings/channels/\(id.lowercase)"
            #expect(try await site.agent.get(path).text.contains("1 conversa deste canal continua aqui"))
            #expect(try await site.agent.post(path + "/remove").status == .unprocessableContent)
            #expect(try await site.agent.post(path + "/enabled", [("on", "false")]).status == .seeOther)
            #expect(try await site.accounts().first?.isEnabled == false)
            #expect(try await site.agent.post(path + "/remove", [("sure", "yes")]).status == .seeOther)
            #expect(try await site.accounts().isEmpty)
            #expect(try await site.agent.get(path).status == .notFound)
        }
    }

    @Test func `an agent sees the channels and their health, and can change nothing`() async throws {
        try await Self.withSite(as: "joana") { site in
            let path = "/settings/channels/\(site.fixture.account.lowercase)"
            let list = try await site.agent.get("/settings/channels")
            #expect(
                list.status == .ok && list.text.contains("WhatsApp da loja") && !list.text.contains("Conectar canal"))
            let page = try await site.agent.get(path)
            #expect(
                page.status == .ok && !page.text.contains("/remove") && page.text.contains("Só donos e administradores")
            )
            for (address, fields) in [
                ("/settings/channels", Self.meta), (path, [("name", "x")]), (path + "/enabled", [("on", "false")]),
                (path + "/test", []),
                (path + "/webhook", []), (path + "/remove", [("sure", "yes")]),
            ] {
                #expect(try await site.agent.post(address, fields).status == .forbidden, "\(address)")
            }
            #expect(try await site.agent.get(path + "/qr").status == .forbidden)
            #expect(try await site.agent.get("/settings/channels/new").status == .forbidden)
        }
    }

    @Test(arguments: SiteLanguage.allCases)
    func `every field, fault, step and outcome has words in every language`(language: SiteLanguage) throws {
        let strings = try Translations(directory: AppResources.current.locales).strings(language)
        var keys = ChannelHealth.allCases.map { "channels.health.\($0.rawValue)" }
        keys += ChannelHealth.allCases.filter { $0 != .good && $0 != .disabled }.map {
            "channels.advice.\($0.rawValue)"
        }
        for kind in ChannelKind.allCases {
            for part in ["kind", "about", "intro"] { keys.append("channels.\(part).\(kind.rawValue)") }
            keys.append("channels.name.\(kind.channelType.rawValue)")
            if kind.webhookPath != nil { keys.append("channels.step.\(kind.rawValue).1") }
            for field in kind.fields where strings["channels.field.\(kind.rawValue).\(field.name)"] == nil {
                keys.append("channels.field.\(field.name)")
            }
        }
        for error in [
            "unauthorized", "rejected", "rate_limited", "unavailable", "ambiguous", "blocked", "connected",
            "qr_pending", "disconnected",
        ] {
            keys += ["channels.test.\(error).title", "channels.test.\(error).text"]
        }
        for fault in [
            "missing", "too_long", "not_digits", "not_identifier", "not_email", "not_web_address", "not_domain",
            "not_phone", "not_choice", "not_svix", "wrong_prefix", "has_spaces",
        ] {
            keys.append("channels.fault.\(fault)")
            #expect(FieldFault(rawValue: fault) != nil)
        }
        #expect(keys.filter { strings[$0] == nil } == [])
    }
}
