import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ImportTests {
    private let table = """
        Nome;Celular;E-mail;Etiquetas;CPF
        Ana Lima;(11) 98765-4321;ana@x.com;vip | atacado;1
        Bia;1133334444;;novo;2
        ;123;;;3
        Caio;;nada;;4
        Ana de novo;11 8765-4321;;;5
        Só nome;;;;6
        "Aberta;1
        """

    private func run(_ id: UUID, _ fixture: InboxFixture) async throws {
        let worker = ImportContactsWorker(book: fixture.book)
        try await worker.run(
            ImportContacts(file: id),
            JobContext(id: UUID(), tenant: fixture.shop, attempt: 1, maxAttempts: 4, leaseToken: UUID()))
    }

    private func state(_ id: UUID, _ fixture: InboxFixture) async throws -> ContactImport {
        try #require(
            try await fixture.database.tenant(fixture.actor.scope) { try await Contacts.importing(id, tx: $0) })
    }

    private func contacts(_ fixture: InboxFixture) async throws -> [String] {
        try await fixture.database.system("test") { system in
            try await system.query(
                """
                SELECT concat_ws('|', name, phone, email, (SELECT string_agg(tag, ',' ORDER BY tag_key) FROM contact_tags t
                  WHERE t.contact_id = c.id), (SELECT count(*) FROM contact_identities i WHERE i.contact_id = c.id)) AS line
                FROM contacts c WHERE tenant_id = \(fixture.shop.value) ORDER BY name
                """
            ).map { try $0("line") }
        }
    }

    @Test func `the rehearsal counts what the import then does, row by row, and changes nothing`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.upload(Array(table.utf8), name: "clientes.csv", by: fixture.actor)
            let file = try await state(id, fixture)
            #expect(file.mapping == [.name, .phone, .email, .tags, nil])
            let rehearsal = try await fixture.book.rehearse(file, by: fixture.actor)
            #expect(rehearsal.created == 2 && rehearsal.updated == 1)
            #expect(rehearsal.failures.map(\.line) == [4, 5, 7, 8])
            #expect(
                rehearsal.failures.map(\.reason) == [
                    "invalid_phone", "invalid_email", "no_address", "unterminated_quote",
                ])
            #expect(try await contacts(fixture) == [])

            try await fixture.book.start(id, by: fixture.actor)
            try await fixture.book.start(id, by: fixture.actor)
            #expect(try await fixture.count("SELECT count(*) FROM jobs WHERE name = 'contacts.import'") == 1)
            try await run(id, fixture)
            let done = try await state(id, fixture)
            #expect(done.state == .done)
            #expect(done.created == 2 && done.updated == 1 && done.failed == 4 && done.processed == 7)
            #expect(
                try await contacts(fixture) == [
                    "Ana de novo|+5511987654321|ana@x.com|atacado,vip|1", "Bia|+551133334444|novo|1",
                ])
            #expect(try await fixture.count("SELECT octet_length(content) FROM contact_imports") == 0)
        }
    }

    @Test func `importing the same file again changes no contact`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            var after: [[String]] = []
            for _ in 0..<2 {
                let id = try await fixture.book.upload(Array(table.utf8), name: "", by: fixture.actor)
                try await fixture.book.start(id, by: fixture.actor)
                try await run(id, fixture)
                after.append(try await contacts(fixture))
            }
            #expect(after[0] == after[1])
            #expect(
                try await fixture.count("SELECT count(*) FROM contact_imports WHERE created = 0 AND updated = 3") == 1)
        }
    }

    @Test func `a person who wrote without the ninth digit is recognised, and renamed in the inbox`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let talk = try await fixture.conversation("551187654321", phone: "551187654321")
            let text = "name,phone\n\"Lima, Ana\",+55 11 98765-4321\n"
            let id = try await fixture.book.upload(Array(text.utf8), name: "x", by: fixture.actor)
            try await fixture.book.start(id, by: fixture.actor)
            try await run(id, fixture)
            #expect(try await fixture.row(talk)("customer_name") == "Lima, Ana")
            #expect(
                try await fixture.count("SELECT count(*) FROM contacts WHERE tenant_id = \(fixture.shop.value)") == 1)
        }
    }

    @Test func `a job that was interrupted goes on where it stopped`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let lines = (0..<1000).map { "P\($0);119\(80_000_000 + $0)" }
            let id = try await fixture.book.upload(
                Array((["nome;fone"] + lines).joined(separator: "\n").utf8), name: "x", by: fixture.actor)
            try await fixture.book.start(id, by: fixture.actor)
            // As a process that died after two steps left it.
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    "UPDATE contact_imports SET state = 'running', processed = 800, created = 800")
            }
            try await run(id, fixture)
            let done = try await state(id, fixture)
            #expect(done.state == .done && done.processed == 1000 && done.created == 1000)
            #expect(
                try await fixture.count("SELECT count(*) FROM contacts WHERE tenant_id = \(fixture.shop.value)") == 200)
            try await run(id, fixture)
            #expect(try await state(id, fixture).processed == 1000)
        }
    }

    @Test func `the phone of one contact and the e-mail of another are no row to guess at`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            _ = try await fixture.book.create(NewContact(name: "A", phone: "11987654321"), by: fixture.actor)
            _ = try await fixture.book.create(NewContact(name: "B", email: "b@x.com"), by: fixture.actor)
            let id = try await fixture.book.upload(
                Array("nome;fone;email\nC;11987654321;b@x.com".utf8), name: "x", by: fixture.actor)
            let rehearsal = try await fixture.book.rehearse(try await state(id, fixture), by: fixture.actor)
            #expect(rehearsal.failures.map(\.reason) == ["two_people"])
        }
    }

    @Test func `by forms: paste, correct a column, import, fetch the error file and the export`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            try await fixture.browse { (agent: AgentClient) async throws in
                _ = try await agent.get("/contacts/imports")
                let bad = try await agent.post("/contacts/imports", [("table", "só títulos")])
                #expect(bad.status == .unprocessableContent && bad.text.contains(">só títulos</textarea>"))
                let made = try await agent.post(
                    "/contacts/imports", [("table", "quem;onde\n=cmd();11 98765-4321\nBia;x\n")])
                let path = try #require(made.headers[.location])
                #expect(try await agent.get(path).text.contains("Diga qual coluna"))
                #expect(try await agent.post(path + "/start").status == .unprocessableContent)
                #expect(try await agent.post(path + "/mapping", [("c0", "name"), ("c1", "phone")]).status == .seeOther)
                let ready = try await agent.get(path).text
                #expect(
                    ready.contains("1 novo") && ready.contains("1 com problema") && ready.contains("Importar agora"))
                #expect(try await agent.post(path + "/start").status == .seeOther)
                #expect(try await agent.get(path + "?part=progress").text.contains("Na fila"))
                let id = try #require(UUID(uuidString: String(path.suffix(36))))
                try await run(id, fixture)
                #expect(try await agent.get(path).text.contains("Pronta"))
                let errors = try await agent.get(path + "/errors.csv")
                #expect(
                    errors.text
                        == "\u{FEFF}quem;onde;Linha;Problema\r\nBia;x;3;\"Confira o telefone: ele precisa do DDD.\"\r\n"
                )
                let export = try await agent.get("/contacts/export.csv")
                #expect(export.headers[.contentDisposition] == "attachment; filename=\"contatos.csv\"")
                #expect(export.text.contains("\r\n'=cmd();\"'+55 11 98765-4321\";"))
                #expect(
                    try await agent.get("/contacts/export.csv?q=ninguem").text.components(separatedBy: "\r\n").count
                        == 2)
            }
        }
    }

    @Test func `an export that is imported again changes nobody`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            for (name, phone, tags) in [
                ("=1+1", "11987654321", ["a b", "c"]), ("Ána \"B\"; c", "+351912345678", []),
                ("-x", "1133334444", ["@z"]),
            ] {
                _ = try await fixture.book.create(NewContact(name: name, phone: phone, tags: tags), by: fixture.actor)
            }
            let before = try await contacts(fixture)
            try await fixture.browse { (agent: AgentClient) async throws in
                let export = try await agent.get("/contacts/export.csv")
                let id = try await fixture.book.upload(Array(buffer: export.body), name: "x", by: fixture.actor)
                try await fixture.book.start(id, by: fixture.actor)
                try await run(id, fixture)
                #expect(try await state(id, fixture).updated == 3)
            }
            #expect(try await contacts(fixture) == before)
        }
    }

    @Test func `a viewer neither imports nor exports`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.book.upload(Array("nome;fone\nA;11987654321".utf8), name: "x", by: fixture.actor)
            try await fixture.browse(as: "pedro") { (agent: AgentClient) async throws in
                let path = "/contacts/imports/\(id.lowercase)"
                for path in ["/contacts/imports", path, path + "/errors.csv", "/contacts/export.csv"] {
                    #expect(try await agent.get(path).status == .forbidden, "\(path)")
                }
                _ = try await agent.get("/contacts")
                for tail in ["/mapping", "/start"] { #expect(try await agent.post(path + tail).status == .forbidden) }
                #expect(try await agent.post("/contacts/imports", [("table", "a")]).status == .forbidden)
            }
        }
    }
}
