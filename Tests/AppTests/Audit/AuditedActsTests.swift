import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

/// What is written, done through the ways people and programs have.
@Suite(.timeLimit(.minutes(5))) struct AuditedActsTests {
    private func acts(_ database: Database, _ shop: UUID) async throws -> [AuditEntry] {
        try await database.system("test") { system in
            try await system.query(
                """
                SELECT seq, at, actor_type, actor, action, resource, resource_id, outcome, payload::text AS payload, ip, hash
                FROM audit_log WHERE tenant_id = \(shop) ORDER BY seq
                """
            ).map(AuditEntry.init)
        }
    }

    private func browse(_ fixture: InboxFixture, _ body: @Sendable (AgentClient) async throws -> Void) async throws {
        let application = try fixture.application { _, agents, pages in
            AuditRoutes(database: fixture.database, pages: pages).add(to: agents)
        }
        try await application.test(.router) { try await body(AgentClient($0)) }
    }

    @Test func `who came in, who was refused and who left is written, in the shop it concerns`() async throws {
        try await withInbox { fixture in
            try await browse(fixture) { agent in
                try await agent.signIn("olga@example.com", "senha errada")
                try await agent.signIn("ninguem@example.com", "senha errada")
                try await agent.signIn("olga@example.com", InboxFixture.password)
                _ = try await agent.get("/support")
                _ = try await agent.post("/sign-out")
            }
            let mine = try await acts(fixture.database, fixture.other.value).filter { $0.action.hasPrefix("sign_") }
            #expect(mine.map(\.action) == ["sign_in", "sign_in", "sign_out"])
            #expect(mine.map(\.outcome) == [.failure, .success, .success])
            #expect(mine.map(\.actorType) == ["anonymous", "user", "user"])
            #expect(mine[0].payload["reason"]?.string == "password" && mine[1].payload["way"]?.string == "password")
            #expect(!mine[0].actor.contains("olga@"), "an e-mail of somebody unproven is masked")
            let nobody = try await acts(fixture.database, Audit.noShop)
            #expect(nobody.count == 1 && nobody[0].payload["reason"]?.string == "unknown")
            #expect(!nobody[0].actor.contains("ninguem"))
            #expect(try await acts(fixture.database, fixture.shop.value).allSatisfy { !$0.action.hasPrefix("sign_") })
        }
    }

    @Test func `roles, tokens, settings, templates, blocks, merges and consent are written by the rows themselves`()
        async throws
    {
        try await withInbox { fixture in
            let (shop, joana) = (fixture.shop, fixture.joana)
            let owner = TenantScope(tenant: shop, role: .owner, user: joana)
            let ana = try await fixture.book.create(NewContact(name: "Ana", phone: "11 98888-7777"), by: fixture.actor)
            let bia = try await fixture.book.create(NewContact(name: "Bia", phone: "11 97777-6666"), by: fixture.actor)
            try await fixture.book.setBlocked(true, ana, by: fixture.actor)
            try await fixture.book.setBlocked(false, ana, by: fixture.actor)
            try await fixture.book.decide(
                "marketing", channel: "", granted: false, source: "ligação", of: ana, by: fixture.actor)
            let merge = try await fixture.book.merge(bia, into: ana, by: fixture.actor)
            try await fixture.book.unmerge(merge, of: ana, by: fixture.actor)
            try await fixture.database.tenant(owner) { tx in
                try await tx.batch([
                    "UPDATE ai_support_config SET is_enabled = false, system_prompt = 'segredo do dono' WHERE tenant_id = \(tx.tenant)",
                    "UPDATE tenants SET name = 'Outro nome' WHERE tenant_id = \(tx.tenant)",
                    """
                    INSERT INTO message_templates (tenant_id, business_account_id, name, language, category)
                    VALUES (\(tx.tenant), '1', 'aviso', 'pt_BR', 'UTILITY')
                    """,
                    "UPDATE message_templates SET status = 'pending' WHERE tenant_id = \(tx.tenant)",
                    "DELETE FROM message_templates WHERE tenant_id = \(tx.tenant)",
                ])
            }
            try await fixture.database.system("test") { system in
                try await Accounts.setRole(.admin, of: joana, in: shop, transaction: system)
                _ = try await Accounts.createToken(
                    NewToken(tenant: shop, name: "Loja", scopes: [.read], createdBy: joana), in: system)
            }
            try await Accounts.setPassword(
                "outra senha comprida", of: joana, hasher: PasswordHasher(cost: .cheap), in: fixture.database)
            let found = try await acts(fixture.database, shop.value)
            let names = Set(found.map(\.action))
            let wanted: Set = [
                "contact_block", "contact_unblock", "consent_change", "contact_merge", "contact_unmerge",
                "assistant_settings_change", "shop_change", "template_create", "template_submit", "template_remove",
                "role_change", "token_create", "token_revoke", "password_change",
            ]
            #expect(wanted.subtracting(names) == [])
            #expect(names.subtracting(AuditWords.actions) == [], "an act without a name for people")
            let text = found.map { $0.payload.text() }.joined()
            #expect(!text.contains("segredo do dono") && !text.contains("Ana") && !text.contains("98888"))
            let role = try #require(found.last { $0.action == "role_change" })
            #expect(role.payload["role"]?.text() == #"["agent","admin"]"# && role.resourceID == joana.lowercase)
            let block = try #require(found.first { $0.action == "contact_block" })
            #expect(block.actorType == "user" && block.actor == joana.lowercase && block.resourceID == ana.lowercase)
            let settings = try #require(found.first { $0.action == "assistant_settings_change" })
            #expect(
                settings.payload["system_prompt"]?.string == "changed"
                    && settings.payload["is_enabled"]?[1]?.bool == false)
        }
    }

    @Test func `connecting, changing and parting from a channel is written, its secrets are not`() async throws {
        try await withShops(1) { fixture in
            let owner = fixture.owner(0)
            let draft = ChannelDraft(
                kind: .zapi, name: "Loja", values: ["instance_id": "3D0F", "instance_token": "A1B2C3D4E5"])
            let id = try await fixture.channels.connect(try draft.channel(), as: owner)
            try await fixture.channels.rename(id, to: "Outra", as: owner)
            let hook = try await fixture.channels.renewHook(of: id, provider: .zapi, as: owner)
            try await fixture.channels.replaceSecrets([.apiToken: "ZZZZYYYYXXXX"], of: id, as: owner)
            try await fixture.channels.remove(id, as: owner)
            let found = try await acts(fixture.database, fixture.shops[0].id.value)
            let names = found.map(\.action)
            for wanted in ["channel_create", "channel_change", "secret_change", "secret_remove", "data_key_create"] {
                #expect(names.contains(wanted), "\(wanted)")
            }
            let text = found.map { $0.payload.text() + $0.actor }.joined()
            for secret in ["A1B2C3D4E5", "ZZZZYYYYXXXX", hook] { #expect(!text.contains(secret)) }
            #expect(found.contains { $0.payload["secret"]?.string == "webhook_address" })
        }
    }

    @Test func `owners see the log, narrow it, take it away and have it checked; agents see nothing of it`()
        async throws
    {
        try await withInbox { fixture in
            try await browse(fixture) { agent in
                try await agent.signIn("olga@example.com", "senha errada")
                try await agent.signIn("olga@example.com", InboxFixture.password)
                let list = try await agent.get("/settings/audit")
                #expect(list.status == .ok && list.text.contains("Entrada") && list.text.contains("Recusado"))
                #expect(list.text.contains("Olga"))
                let narrowed = try await agent.get("/settings/audit?outcome=failure")
                #expect(narrowed.text.contains("Recusado"))
                #expect(narrowed.text.components(separatedBy: #"<li class="act">"#).count == 2)
                let odd = try await agent.get("/settings/audit?action=%27%3B&actor=%00x&from=2026-13-99&cursor=-3")
                #expect(odd.status == .badRequest || odd.status == .ok)
                let checked = try await agent.get("/settings/audit?verify=1")
                #expect(checked.text.contains("A corrente está íntegra"))
                let table = try await agent.get("/settings/audit/export?action=sign_in")
                let lines = table.text.split(separator: "\r\n")
                #expect(lines.count == 3 && table.headers[.contentType]?.hasPrefix("text/csv") == true)
                let after = try await agent.get("/settings/audit?action=audit_export")
                #expect(after.text.contains("Auditoria exportada"))
            }
            try await browse(fixture) { agent in
                try await agent.signIn("joana@example.com", InboxFixture.password)
                for path in ["/settings/audit", "/settings/audit/export", "/settings/audit?verify=1"] {
                    #expect(try await agent.get(path).status == .forbidden, "\(path)")
                }
            }
        }
    }

    @Test func `opening an event with personal data and replaying it are acts`() async throws {
        try await withInbox { fixture in
            let event: UUID = try await fixture.database.system("test") { system in
                try await system.one(
                    """
                    INSERT INTO webhook_events (tenant_id, account_id, provider, digest, body, state)
                    VALUES (\(fixture.other.value), \(fixture.otherAccount), 'meta', 'x', '{}', 'failed') RETURNING id
                    """)("id")
            }
            try await browse(fixture) { agent in
                try await agent.signIn("olga@example.com", InboxFixture.password)
                _ = try await agent.get("/settings/events/\(event.lowercase)")
                _ = try await agent.post("/settings/events/\(event.lowercase)/open")
                _ = try await agent.post("/settings/events/\(event.lowercase)/replay")
            }
            let found = try await acts(fixture.database, fixture.other.value).filter { $0.resource == "webhook_event" }
            #expect(found.map(\.action) == ["event_open", "event_replay"], "looking at the masked page is no act")
            #expect(found.allSatisfy { $0.resourceID == event.lowercase && $0.actorType == "user" })
        }
    }

    @Test func `every word of the log has a text in every language`() throws {
        for language in SiteLanguage.allCases {
            let file = AppResources.current.locales.appending(path: "\(language.rawValue)/audit.json")
            let texts = try JSON.parse(Array(Data(contentsOf: file)))
            for action in AuditWords.actions {
                #expect(texts["audit.action.\(action)"] != nil, "\(language) \(action)")
            }
            for outcome in Audit.Outcome.allCases { #expect(texts["audit.outcome.\(outcome.rawValue)"] != nil) }
        }
    }

    @Test func `no word that programs use among themselves is shown: neither a fact's name nor its value`() async throws
    {
        let translations = try Translations(directory: AppResources.current.locales)
        let lists: [(fact: String, values: [String])] = [
            ("role", Role.allCases.map(\.rawValue)),
            ("secret", ChannelSecret.allCases.map(\.rawValue) + ["webhook_address"]),
            ("provider", ChannelProvider.allCases.map(\.rawValue)),
            ("channel_type", ChannelType.allCases.map(\.rawValue)),
            ("channel", ChannelType.allCases.map(\.rawValue)), ("scopes", Scope.allCases.map(\.rawValue)),
            ("status", TemplateStatus.allCases.map(\.rawValue)), ("kind", SubjectRequest.kinds),
            ("state", ["open", "verified", "answered", "refused"]),
            ("reason", ["password", "unknown", "locked", "bounce", "complaint"]),
            ("type", ["text", "number", "date", "boolean", "choice"]),
            ("personality_tone", ["formal", "friendly", "casual"]),
            ("purpose", ["marketing"]), ("way", ["password", "api"]), ("format", ["csv", "json", "zip"]),
            ("plan", ["free"]), ("what", ["records", "processors"]), ("name", ["changed"]),
        ]
        let columns = try await withTestDatabase { test in
            try await Database(pool: test.pool).system("test") { system in
                try await system.query(
                    """
                    SELECT DISTINCT a.attname::text AS name FROM pg_trigger g
                    JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum > 0 AND NOT a.attisdropped
                    WHERE g.tgfoid = 'audit_row_change'::regproc AND a.attname NOT IN
                      ('updated_at', 'wrapped_key', 'broken_since', 'connection_status', 'last_error', 'last_event_at')
                    """
                ).map { try $0("name") as String }
            }
        }
        #expect(columns.count > 60)
        // Words that are the same in the language itself.
        let own: Set<String> = ["formal", "password", "casual", "changed"]
        for language in SiteLanguage.allCases {
            let words = AuditWords(
                localizer: Localizer(
                    language: language, strings: translations.strings(language), timeZone: "UTC", currency: "BRL"),
                names: [:])
            let strings = translations.strings(language)
            for column in columns {
                let places = ["audit.fact.", "assistant.field.", "compliance.rule."]
                #expect(places.contains { strings[$0 + column] != nil }, "\(language) \(column)")
            }
            for (fact, values) in lists {
                for value in values {
                    let said = words.word(value, of: fact)
                    let isBare = said == value || language != .english && said == value.replacing("_", with: " ")
                    #expect(!isBare || own.contains(value), "\(language) \(fact) \(said)")
                }
            }
            let moment = words.facts(["due_at": "2026-11-21T15:21:55.123456+00:00"]) ?? ""
            #expect(!moment.contains("T15") && moment.contains("15:21"), "\(moment)")
        }
    }

    @Test func `the command says that a chain is whole, and ends with 1 and the row where it is not`() async throws {
        try await withTestDatabase { test in
            let database = Database(pool: test.pool)
            let shop = try await database.system("test") { try await Tenants.insert(NewTenant(name: "Loja"), in: $0) }
            let owner = TenantScope(tenant: shop.id, role: .owner)
            for _ in 0..<3 {
                try await database.tenant(owner) { tx in
                    try await tx.commit([Audit.note("event_open", of: "webhook_event", tx: tx)])
                }
            }
            let folder = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID())")
            defer { try? FileManager.default.removeItem(at: folder) }
            let place = ["DATABASE_URL": test.url, "SECRETARIA_DATA": folder.path]
            let whole = try await CommandRun.run(["audit", "verify"], environment: place)
            #expect(whole.status == 0 && whole.output.contains("Shop 1 (loja): whole, 4 acts"))
            try await withSuperuser(test) { tx in
                try await tx.execute("SELECT set_config('session_replication_role', 'replica', true)")
                try await tx.execute("UPDATE audit_log SET actor = 'x' WHERE seq = 2")
            }
            let broken = try await CommandRun.run(
                ["audit", "verify", "--tenant", "loja", "--json"], environment: place)
            #expect(broken.status == 1 && broken.output.contains(#""whole":false,"row":2,"fault":"changed""#))
        }
    }
}
