import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct InboxPagesTests {
    @Test func `without a script: open, take over, answer, note, resolve, each by a form and a redirect`() async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(status: .bot)
            try await fixture.message("Quero trocar <b>\"já\"</b>", in: id)
            try await fixture.browse { (agent: AgentClient) async throws in
                let list = try await agent.get("/support?filter=bot")
                #expect(list.status == .ok)
                #expect(list.text.contains("Mariana Alves"))
                #expect(list.text.contains("href=\"/support/\(id.lowercase)?filter=bot\""))
                let open = try await agent.get("/support/\(id.lowercase)?filter=bot")
                #expect(open.text.contains("Quero trocar &lt;b&gt;&quot;já&quot;&lt;/b&gt;"))
                #expect(try await fixture.row(id)("unread_count") == 0)
                let taken = try await agent.post("/support/\(id.lowercase)/takeover", [("keep", "?filter=bot")])
                #expect(taken.status == .seeOther)
                #expect(taken.headers[.location] == "/support/\(id.lowercase)?filter=bot")
                let key = try #require(open.text.firstMatch(of: #/name="client_key" value="([^"]+)"/#)).1
                for _ in 0..<2 {
                    let sent = try await agent.post(
                        "/support/\(id.lowercase)/messages",
                        [("client_key", String(key)), ("kind", "reply"), ("content", "Claro, pode trocar.")])
                    #expect(sent.status == .seeOther)
                }
                let note = try await agent.post(
                    "/support/\(id.lowercase)/messages",
                    [("client_key", "n1"), ("kind", "note"), ("content", "Cliente antigo")])
                #expect(note.status == .seeOther)
                let after = try await agent.get("/support/\(id.lowercase)")
                #expect(after.text.components(separatedBy: "Claro, pode trocar.").count == 3)
                #expect(after.text.contains("msg-note"))
                #expect(after.text.contains("Nota interna · Joana"))
                #expect(try await agent.post("/support/\(id.lowercase)/resolve").status == .seeOther)
                #expect(try await fixture.row(id)("status") == "resolved")
            }
        }
    }

    @Test func `what was written is given back when it cannot be sent`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(age: .seconds(90_000))
            try await fixture.browse { (agent: AgentClient) async throws in
                _ = try await agent.get("/support")
                let refused = try await agent.post(
                    "/support/\(id.lowercase)/messages",
                    [("client_key", "k"), ("kind", "reply"), ("content", "Não <perca> isto")])
                #expect(refused.status == .conflict)
                #expect(refused.text.contains(">Não &lt;perca&gt; isto</textarea>"))
                #expect(refused.text.contains("A janela de 24 horas fechou."))
                let script = try await agent.post(
                    "/support/\(id.lowercase)/messages", [("client_key", "k"), ("content", "x")],
                    headers: [.accept: "application/json"])
                #expect(script.status == .conflict)
                #expect(script.text.contains("\"error\":\"window_closed\""))
                #expect(script.text.contains("\"message\":\"A janela de 24 horas fechou."))
            }
        }
    }

    @Test(
        "foreign and malformed ids are not found",
        arguments: ["", "/events-x", "/messages"])
    func foreign(tail: String) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let foreign = try await fixture.conversation("Segredo", in: fixture.other)
            try await fixture.browse { (agent: AgentClient) async throws in
                for id in [foreign.lowercase, UUID().lowercase, "1", "%00"] {
                    let page = try await agent.get("/support/\(id)\(tail)")
                    #expect(page.status == .notFound)
                    #expect(!page.text.contains("Segredo"))
                }
                for part in ["?part=thread", "?part=older"] {
                    #expect(try await agent.get("/support/\(foreign.lowercase)\(part)").status == .notFound)
                }
                let changed = try await agent.get("/support?part=changed&ids=\(foreign.lowercase)")
                #expect(changed.status == .ok)
                #expect(!changed.text.contains("Segredo"))
            }
        }
    }

    @Test func `a viewer reads and does nothing`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            try await fixture.browse(as: "pedro") { (agent: AgentClient) async throws in
                let page = try await agent.get("/support/\(id.lowercase)")
                #expect(page.status == .ok)
                #expect(!page.text.contains("/takeover\""))
                #expect(try await fixture.row(id)("unread_count") == 1)
                for verb in ["takeover", "resolve", "seen", "messages"] {
                    let refused = try await agent.post(
                        "/support/\(id.lowercase)/\(verb)", [("client_key", "k"), ("content", "x")])
                    #expect(refused.status == .forbidden)
                }
            }
        }
    }

    @Test(
        "the page renders in every language",
        arguments: [("pt-BR", "Conversas"), ("en", "Conversations"), ("es", "Conversaciones")])
    func languages(code: String, title: String) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            try await fixture.message("Oi", in: id)
            try await fixture.browse { (agent: AgentClient) async throws in
                let page = try await agent.get("/support/\(id.lowercase)?lang=\(code)")
                #expect(page.headers[.contentLanguage] == code)
                #expect(page.text.contains("<h1>\(title)</h1>"))
                #expect(page.text.contains("<html lang=\"\(code)\""))
                // No text was left as its key, and no tag unfilled.
                #expect(page.text.firstMatch(of: #/>[a-z_]+\.[a-z_.]+</#) == nil)
                #expect(!page.text.contains("{{") && !page.text.contains("[["))
            }
        }
    }

    @Test func `an empty shop is told what to do`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            try await fixture.browse { (agent: AgentClient) async throws in
                let page = try await agent.get("/support")
                #expect(page.text.contains("Nenhuma conversa ainda"))
                #expect(page.text.contains("href=\"/simulator\""))
                #expect(try await agent.get("/support?q=ninguem").text.contains("Nada encontrado"))
                #expect(try await agent.get("/support?filter=mine").text.contains("href=\"/support?filter=waiting\""))
            }
        }
    }

    @Test func `earlier messages come a page at a time, each once`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation()
            for number in 0..<120 { try await fixture.message("m\(number).", in: id, age: 1000 - number) }
            try await fixture.browse { (agent: AgentClient) async throws in
                var page = try await agent.get("/support/\(id.lowercase)?part=thread").text
                var seen: [String] = []
                for _ in 0..<4 {
                    seen = page.matches(of: #/bubble-text">(m\d+\.)</#).map { String($0.1) } + seen
                    guard let older = page.firstMatch(of: #/href="([^"]+)" data-older/#) else { break }
                    page = try await agent.get(String(older.1) + "&part=older").text
                }
                #expect(seen == (0..<120).map { "m\($0)." })
            }
        }
    }
}
