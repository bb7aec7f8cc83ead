import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ConsentTests {
    private func facts(_ id: UUID, _ fixture: InboxFixture) async throws -> ContactFacts {
        try #require(try await fixture.database.tenant(fixture.actor.scope) { try await Contacts.facts(id, tx: $0) })
    }

    @Test func `a decision says who, when and from what source, and the last one counts`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            for (granted, source) in [(true, "formulário"), (false, "telefone")] {
                try await fixture.book.decide(
                    "marketing", channel: "", granted: granted, source: source, of: id, by: fixture.actor)
            }
            let known = try await facts(id, fixture)
            #expect(known.consents.map(\.granted) == [false])
            #expect(known.consents.map(\.source) == ["telefone"])
            #expect(known.consentHistory.map(\.granted) == [false, true])
            #expect(known.consentHistory.allSatisfy { $0.actorName == "Joana" })
            await #expect(throws: Problem.unprocessable("missing_source")) {
                try await fixture.book.decide(
                    "marketing", channel: "", granted: true, source: " ", of: id, by: fixture.actor)
            }
        }
    }

    @Test
    func `a word about every channel replaces those about single ones, and a later one about one stands beside it`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            for (channel, granted) in [("whatsapp", true), ("email", true), ("", false), ("email", true)] {
                try await fixture.book.decide(
                    "marketing", channel: channel, granted: granted, source: "site", of: id, by: fixture.actor)
            }
            try await fixture.book.decide(
                "reviews", channel: "whatsapp", granted: true, source: "site", of: id, by: fixture.actor)
            let known = try await facts(id, fixture)
            #expect(
                known.consents.map { "\($0.purpose)/\($0.channel)/\($0.granted == true)" } == [
                    "marketing//false", "marketing/email/true", "reviews/whatsapp/true",
                ])
            await #expect(throws: Problem.unprocessable("invalid_channel")) {
                try await fixture.book.decide(
                    "reviews", channel: "fax", granted: true, source: "site", of: id, by: fixture.actor)
            }
        }
    }

    @Test func `where two people become one, a refusal of either holds on every channel it was about`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let stays = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            let joins = try await fixture.book.create(NewContact(name: "Ana M."), by: fixture.actor)
            for (id, channel, granted) in [
                (stays, "whatsapp", false), (stays, "email", true), (joins, "", true), (joins, "email", false),
            ] {
                try await fixture.book.decide(
                    "marketing", channel: channel, granted: granted, source: "site", of: id, by: fixture.actor)
            }
            try await fixture.book.merge(joins, into: stays, by: fixture.actor)
            let known = try await facts(stays, fixture)
            #expect(
                known.consents.map { "\($0.channel)/\($0.granted == true)" } == [
                    "/true", "email/false", "whatsapp/false",
                ])
        }
    }

    @Test func `history can be added to and neither changed nor removed, whoever asks`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            try await fixture.book.decide(
                "reviews", channel: "email", granted: true, source: "site", of: id, by: fixture.actor)
            let owner = TenantScope(tenant: fixture.shop, role: .owner)
            for table in ["contact_consent_events", "contact_events"] {
                for sql in ["DELETE FROM \(table)", "UPDATE \(table) SET created_at = now()"] {
                    await #expect(throws: PostgresError.self) {
                        try await fixture.database.tenant(owner) { tx in _ = try await tx.execute(SQL(unsafeRaw: sql)) }
                    }
                }
            }
        }
    }

    @Test func `an opt-out that a channel reports is a decision like any other`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            for at in ["now()", "NULL"] {
                try await fixture.database.tenant(fixture.service) { tx in
                    _ = try await tx.execute(
                        "UPDATE contacts SET marketing_opt_out_at = \(unsafeRaw: at) WHERE tenant_id = \(tx.tenant) AND id = \(id)"
                    )
                }
            }
            let known = try await facts(id, fixture)
            #expect(known.consentHistory.map(\.granted) == [true, false])
            #expect(known.consentHistory.allSatisfy { $0.source == "channel" })
        }
    }

    @Test func `by forms: create a field, fill it, record a decision, find the person by it`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            try await fixture.database.system("test") { system in
                try await Accounts.setRole(.admin, of: fixture.joana, in: fixture.shop, transaction: system)
            }
            let id = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            try await fixture.browse { (agent: AgentClient) async throws in
                _ = try await agent.get("/contacts/fields")
                let lame = try await agent.post(
                    "/contacts/fields", [("label", "Tamanho"), ("type", "choice"), ("options", "P")])
                #expect(lame.text.contains("ao menos duas opções"))
                let made = try await agent.post(
                    "/contacts/fields", [("label", "Tamanho"), ("type", "choice"), ("options", "P, M")])
                #expect(made.status == .seeOther)
                let twice = try await agent.post("/contacts/fields", [("label", "tamanho"), ("type", "text")])
                #expect(twice.status == .conflict)
                let path = "/contacts/\(id.lowercase)"
                let page = try await agent.get(path).text
                let key = String(try #require(page.firstMatch(of: #/name="(f[0-9a-f-]{36})"/#)).1)
                #expect(try await agent.post(path + "/fields", [(key, "m")]).status == .seeOther)
                #expect(try await agent.post(path + "/fields", [(key, "GG")]).status == .unprocessableContent)
                #expect(try await agent.get(path).text.contains("<option value=\"M\" selected>M</option>"))
                let decided = try await agent.post(
                    path + "/consents",
                    [("purpose", "marketing"), ("channel", "email"), ("source", "loja"), ("decision", "granted")])
                #expect(decided.status == .seeOther)
                #expect(try await agent.get("/contacts?state=allowed").text.contains(path))
                #expect(try await agent.get("/contacts?state=refused").text.contains("Ninguém encontrado"))
                let field = key.dropFirst()
                #expect(try await agent.post("/contacts/fields/\(field)/archive").status == .seeOther)
                #expect(try await !agent.get(path).text.contains(key))
            }
            try await fixture.browse(as: "pedro") { (agent: AgentClient) async throws in
                #expect(try await agent.get("/contacts/fields").status == .forbidden)
            }
        }
    }
}
