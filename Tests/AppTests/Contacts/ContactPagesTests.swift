import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ContactPagesTests {
    @Test func `without a script: add, find, edit, tag, note, block and unblock, each by a form and a redirect`()
        async throws
    {
        try await withInbox { (fixture: InboxFixture) async throws in
            try await fixture.browse { (agent: AgentClient) async throws in
                let empty = try await agent.get("/contacts")
                #expect(empty.text.contains("Nenhum contato ainda"))
                let made = try await agent.post(
                    "/contacts",
                    [
                        ("name", "Ana <b>"), ("phone", "(11) 98765-4321"), ("email", "Ana@Loja.com"),
                        ("tags", "vip, atacado"),
                    ])
                #expect(made.status == .seeOther)
                let path = try #require(made.headers[.location])
                let page = try await agent.get(path)
                #expect(page.text.contains("Ana &lt;b&gt;"))
                #expect(page.text.contains("+55 11 98765-4321"))
                #expect(page.text.contains("atacado"))
                let steps: [(String, [(String, String)])] = [
                    ("", [("name", "Ana Lima"), ("email", "ana@loja.com"), ("locale", "es")]),
                    ("/notes", [("text", "Prefere PIX")]), ("/tags", [("tag", "Revenda")]),
                    ("/tags/remove", [("tag", "VIP")]), ("/block", []),
                ]
                for (tail, fields) in steps {
                    #expect(try await agent.post(path + tail, fields).status == .seeOther, "\(tail)")
                }
                let after = try await agent.get(path).text
                #expect(after.contains("<h1>Ana Lima</h1>"))
                #expect(after.contains("Prefere PIX"))
                #expect(after.contains("Revenda"))
                #expect(!after.contains(">vip</a>"))
                #expect(after.contains("não entram na caixa de conversas"))
                #expect(after.contains("Etiqueta tirada"))
                #expect(try await agent.get("/contacts?blocked=1").text.contains("Ana Lima"))
                #expect(try await agent.post(path + "/unblock").status == .seeOther)
                #expect(try await agent.get("/contacts?blocked=1").text.contains("Ninguém encontrado"))
            }
        }
    }

    @Test func `what is refused is said on the page, with what was typed`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana", phone: "11987654321"), by: fixture.actor)
            let other = try await fixture.book.create(NewContact(name: "Bia"), by: fixture.actor)
            try await fixture.browse { (agent: AgentClient) async throws in
                _ = try await agent.get("/contacts")
                let twice = try await agent.post("/contacts", [("name", "Outra"), ("phone", "1187654321")])
                #expect(twice.status == .conflict)
                #expect(twice.text.contains("Outro contato já tem este telefone"))
                #expect(twice.text.contains("value=\"1187654321\""))
                for (path, fields, words) in [
                    ("/contacts/\(id.lowercase)", [("email", "nada")], "Confira o e-mail"),
                    ("/contacts/\(id.lowercase)/tags", [("tag", String(repeating: "x", count: 41))], "40 letras"),
                    ("/contacts/\(id.lowercase)/notes", [("text", "  ")], "Escreva alguma coisa"),
                    ("/contacts/\(other.lowercase)/addresses", [("address", "+55 11 98765-4321")], "Outro contato"),
                    ("/contacts/\(other.lowercase)/addresses", [("address", "12")], "não parece um telefone"),
                ] {
                    let refused = try await agent.post(path, fields)
                    #expect(refused.status.code >= 409 && refused.text.contains(words), "\(path): \(refused.status)")
                }
            }
        }
    }

    @Test func `a viewer reads and changes nothing`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            try await fixture.browse(as: "pedro") { (agent: AgentClient) async throws in
                let page = try await agent.get("/contacts/\(id.lowercase)")
                #expect(page.status == .ok)
                #expect(page.text.components(separatedBy: "method=\"post\"").count - 1 == Self.frameForms(page.text))
                for tail in [
                    "", "/block", "/unblock", "/tags", "/tags/remove", "/notes", "/addresses", "/addresses/remove",
                ] {
                    let refused = try await agent.post(
                        "/contacts/\(id.lowercase)\(tail)", [("tag", "x"), ("text", "x")])
                    #expect(refused.status == .forbidden, "\(tail)")
                }
                #expect(try await agent.get("/contacts/new").status == .forbidden)
                #expect(try await agent.post("/contacts", [("name", "x")]).status == .forbidden)
            }
        }
    }

    /// Forms of the frame around the page: shop, theme, language, leaving.
    private static func frameForms(_ page: String) -> Int {
        (page.components(separatedBy: "<main").first ?? "").components(separatedBy: "method=\"post\"").count - 1
    }

    @Test func `a note is removed by its author or an administrator, and by nobody else`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana"), by: fixture.actor)
            let note = try await fixture.book.addNote("da Joana", to: id, by: fixture.actor)
            let pedro = ContactBook.Actor(
                scope: TenantScope(tenant: fixture.shop, role: .agent, user: fixture.pedro), name: "Pedro")
            await #expect(throws: Problem.forbidden) { try await fixture.book.removeNote(note, of: id, by: pedro) }
            try await fixture.book.removeNote(note, of: id, by: fixture.actor)
            #expect(try await fixture.count("SELECT count(*) FROM contact_notes") == 0)
        }
    }

    @Test func `a renamed customer is renamed in the inbox too, and a removed number is shown no more`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let conversation = try await fixture.conversation("Mari", phone: "+5511987654321")
            let id: UUID = try await fixture.row(conversation)("customer_id")
            let before: Int64 = try await fixture.row(conversation)("change_seq")
            try await fixture.book.edit(id, ContactEdit(name: "Mariana"), by: fixture.actor)
            let row = try await fixture.row(conversation)
            #expect(try row("customer_name") == "Mariana")
            #expect(try row("change_seq") as Int64 > before)
            let reference = IdentityReference(account: fixture.account, kind: "phone_e164", matchKey: "551187654321")
            try await fixture.book.removeIdentity(reference, of: id, by: fixture.actor)
            #expect(try await fixture.row(conversation)("customer_phone") as String? == nil)
            await #expect(throws: Problem.notFound) {
                try await fixture.book.removeIdentity(reference, of: id, by: fixture.actor)
            }
        }
    }

    @Test func `a number written with the ninth digit finds the person known without it`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let conversation = try await fixture.conversation("Mari", phone: "+551187654321")
            let id: UUID = try await fixture.row(conversation)("customer_id")
            await #expect(throws: Problem.addressTaken) {
                try await fixture.book.create(NewContact(name: "Outra", phone: "11 98765-4321"), by: fixture.actor)
            }
            // Another row with the same number, as another account of the shop would make one.
            let twin: UUID = try await fixture.database.system("test") { system in
                try await system.one(
                    "INSERT INTO contacts (tenant_id, name, phone) VALUES (\(fixture.shop.value), 'Mariana', '5511987654321') RETURNING id"
                )(
                    "id")
            }
            try await fixture.browse { (agent: AgentClient) async throws in
                let page = try await agent.get("/contacts/\(id.lowercase)").text
                #expect(page.contains("Mesmo telefone, talvez a mesma pessoa"))
                #expect(page.contains("/contacts/\(twin.lowercase)"))
            }
        }
    }

    @Test("the pages render in every language", arguments: ["pt-BR", "en", "es"])
    func languages(code: String) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.create(NewContact(name: "Ana", phone: "11987654321"), by: fixture.actor)
            try await fixture.browse { (agent: AgentClient) async throws in
                for path in ["/contacts", "/contacts/new", "/contacts/\(id.lowercase)"] {
                    let page = try await agent.get("\(path)?lang=\(code)").text
                    #expect(page.firstMatch(of: #/>[a-z_]+\.[a-z_.]+</#) == nil)
                    #expect(!page.contains("{{") && !page.contains("[["))
                }
            }
        }
    }
}
