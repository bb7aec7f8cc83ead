import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

/// The console as Olga, who owns the second shop, sees it; Joana, an agent of the first, sees nothing of it.
@Suite(.timeLimit(.minutes(5))) struct ConsoleTests {
    func browse(
        _ fixture: InboxFixture, as person: String = "olga", _ body: @Sendable (AgentClient) async throws -> Void
    ) async throws {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "console-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let media = MediaFolder(folder: folder.appending(path: "media"))
        let eraser = Eraser(
            database: fixture.database, vault: try ShopFixture.vault(), media: media,
            ledger: ErasureLedger(file: folder.appending(path: "ledger.jsonl")), logger: quiet)
        let sweeper = RetentionSweeper(database: fixture.database, media: media, policy: .init(), logger: quiet)
        let application = try fixture.application { _, agents, pages in
            ComplianceRoutes(eraser: eraser, sweeper: sweeper, modelHost: "api.example.com", pages: pages).add(
                to: agents)
        }
        try await application.test(.router) { client in
            let agent = AgentClient(client)
            try await agent.signIn("\(person)@example.com", InboxFixture.password)
            _ = try await agent.get("/compliance")
            try await body(agent)
        }
    }

    func customer(_ fixture: InboxFixture) async throws -> UUID {
        let id = try await fixture.conversation("Mariana Quintanilha", phone: "553187654321", in: fixture.other)
        try await fixture.message("Meu CPF é 529.982.247-25", in: id)
        return id
    }

    @Test func `a person is found, previewed, erased and certified`() async throws {
        try await withInbox { fixture in
            _ = try await customer(fixture)
            try await browse(fixture) { agent in
                let nobody = try await agent.post("/compliance/person", [("q", "11 90000-0000")])
                #expect(nobody.text.contains("Ninguém com este contato"))
                let found = try await agent.post("/compliance/person", [("q", "(31) 98765-4321")])
                #expect(
                    found.status == .ok && found.text.contains("(**) *****-4321") && !found.text.contains("529.982"))
                let preview = try await agent.post("/compliance/person/preview", [("q", "(31) 98765-4321")])
                #expect(preview.text.contains("seriam apagados") && preview.text.contains("Auditoria"))
                #expect(try await fixture.count("SELECT count(*) FROM contacts WHERE name LIKE 'Mariana%'") == 1)
                let unsure = try await agent.post("/compliance/person/erase", [("q", "(31) 98765-4321")])
                #expect(unsure.text.contains("Marque a confirmação"))
                #expect(try await fixture.count("SELECT count(*) FROM contacts WHERE name LIKE 'Mariana%'") == 1)
                let done = try await agent.post(
                    "/compliance/person/erase",
                    [("q", "(31) 98765-4321"), ("sure", "yes"), ("reason", "pedido de ana@x.com.br")])
                #expect(done.status == .seeOther)
                let certificate = try await agent.get(try #require(done.headers[.location]))
                #expect(
                    certificate.text.contains("Certificado de exclusão")
                        && certificate.text.contains("livro de exclusões"))
                #expect(certificate.text.contains("(**) *****-4321") && !certificate.text.contains("ana@x.com.br"))
                #expect(try await fixture.count("SELECT count(*) FROM contacts WHERE name LIKE 'Mariana%'") == 0)
                #expect(try await agent.get("/compliance").text.contains("Últimas exclusões"))
            }
        }
    }

    @Test func `the team's export is masked; the complete one is the person's, and only once they proved who they are`()
        async throws
    {
        try await withInbox { fixture in
            _ = try await customer(fixture)
            try await browse(fixture) { agent in
                for kind in ["json", "csv"] {
                    let masked = try await agent.post(
                        "/compliance/person/export", [("q", "31 8765-4321"), ("kind", kind)])
                    #expect(masked.status == .ok && masked.text.contains("***.982.247-**"))
                    for trace in ["87654321", "529.982", "Quintanilha"] {
                        #expect(!masked.text.contains(trace), "\(kind) \(trace)")
                    }
                }
                let refused = try await agent.post(
                    "/compliance/person/export", [("q", "31 8765-4321"), ("kind", "zip")])
                #expect(
                    refused.headers[.contentType]?.hasPrefix("text/html") == true && !refused.text.contains("529.982"))
                #expect(refused.text.contains("Não comprovada"))
                let day = Date(timeIntervalSinceNow: -86_400).formatted(.iso8601.year().month().day())
                _ = try await agent.post(
                    "/compliance/requests", [("q", "31 8765-4321"), ("kind", "access"), ("received", day)])
                let asked: UUID = try await fixture.database.system("test") {
                    try await $0.one("SELECT id FROM subject_requests")("id")
                }
                _ = try await agent.post(
                    "/compliance/requests/\(asked.lowercase)", [("act", "verified"), ("text", "documento na loja")])
                let found = try await agent.post("/compliance/person", [("q", "31 8765-4321")])
                #expect(found.text.contains("Comprovada") && found.text.contains("documento na loja"))
                let package = try await agent.post(
                    "/compliance/person/export", [("q", "31 8765-4321"), ("kind", "zip")])
                #expect(package.headers[.contentType] == "application/zip")
                // Stored without compression: the words can be read in it.
                #expect(package.text.contains("dados.json") && package.text.contains("529.982.247-25"))
                #expect(try await fixture.count("SELECT count(*) FROM audit_log WHERE action = 'export_data'") == 3)
                #expect(
                    try await fixture.count(
                        "SELECT count(*) FROM audit_log WHERE action = 'export_data' AND payload @> '{\"complete\": true}'"
                    ) == 1)
            }
        }
    }

    @Test func `a request has its number and its clock, is verified, answered, and is kept as proof`() async throws {
        try await withInbox { fixture in
            _ = try await customer(fixture)
            try await browse(fixture) { agent in
                let day = Date(timeIntervalSinceNow: -20 * 86_400).formatted(.iso8601.year().month().day())
                _ = try await agent.post(
                    "/compliance/requests",
                    [("q", "31 98765-4321"), ("kind", "access"), ("received", day), ("way", "e-mail de ana@x.com.br")])
                _ = try await agent.post(
                    "/compliance/requests", [("q", "outra@x.com.br"), ("kind", "erasure"), ("received", day)])
                let bad = try await agent.post(
                    "/compliance/requests", [("q", "31 98765-4321"), ("kind", "king"), ("received", day)])
                #expect(bad.status == .ok && bad.text.contains("Isto não é"))
                let future = Date(timeIntervalSinceNow: 3 * 86_400).formatted(.iso8601.year().month().day())
                #expect(
                    try await agent.post(
                        "/compliance/requests", [("q", "a@b.co"), ("kind", "access"), ("received", future)]
                    ).text.contains("Informe o dia"))
                let list = try await agent.get("/compliance/requests")
                #expect(list.text.contains("atrasado há") && list.text.contains("nº 1") && list.text.contains("nº 2"))
                #expect(!list.text.contains("98765") && !list.text.contains("outra@x"))
                let id: UUID = try await fixture.database.system("test") {
                    try await $0.one("SELECT id FROM subject_requests WHERE number = 1")("id")
                }
                _ = try await agent.post(
                    "/compliance/requests/\(id.lowercase)", [("act", "verified"), ("text", "código no WhatsApp")])
                _ = try await agent.post(
                    "/compliance/requests/\(id.lowercase)", [("act", "answered"), ("text", "pacote enviado")])
                let closed = try await agent.post(
                    "/compliance/requests/\(id.lowercase)", [("act", "refused"), ("text", "x")])
                #expect(closed.text.contains("já foi encerrado"))
                let row = try await fixture.database.system("test") {
                    try await $0.one(
                        "SELECT state, verified_how, answer, contact_id IS NOT NULL AS known, way FROM subject_requests WHERE number = 1"
                    )
                }
                let (state, how, way): (String, String, String) = (
                    try row("state"), try row("verified_how"), try row("way")
                )
                let isKnown: Bool = try row("known")
                #expect(state == "answered" && how == "código no WhatsApp" && isKnown)
                #expect(!way.contains("ana@x.com.br"))
                #expect(
                    try await fixture.count("SELECT count(*) FROM audit_log WHERE resource = 'subject_request'") == 4)
            }
        }
    }

    @Test func `an incident has the clock its data and risk give it`() async throws {
        try await withInbox { fixture in
            try await browse(fixture) { agent in
                let day = Date(timeIntervalSinceNow: -86_400).formatted(.iso8601.year().month().day())
                _ = try await agent.post(
                    "/compliance/incidents",
                    [
                        ("title", "Planilha enviada"), ("known", day), ("data", "financial"), ("people", "12"),
                        ("risk", "yes"),
                    ])
                _ = try await agent.post(
                    "/compliance/incidents", [("title", "Tela vista"), ("known", day), ("data", "contact")])
                let list = try await agent.get("/compliance/incidents")
                #expect(list.text.contains("Comunicar até") && list.text.contains("Só registro"))
                let id: UUID = try await fixture.database.system("test") {
                    try await $0.one("SELECT id FROM privacy_incidents WHERE is_risky")("id")
                }
                for step in ["told_anpd_at", "told_people_at"] {
                    _ = try await agent.post("/compliance/incidents/\(id.lowercase)", [("act", step)])
                }
                #expect(try await agent.get("/compliance/incidents").text.contains("Complementar até"))
                let refused = try await agent.post(
                    "/compliance/incidents/\(id.lowercase)", [("act", "known_at = now()")])
                #expect(refused.status == .unprocessableContent)
            }
        }
    }

    @Test
    func
        `the record of processing names this shop's processors; consents and tables can be taken away; agents see nothing`()
        async throws
    {
        try await withInbox { fixture in
            let conversation = try await customer(fixture)
            let contact: UUID = try await fixture.row(conversation)("customer_id")
            let owner = ContactBook.Actor(scope: TenantScope(tenant: fixture.other, role: .owner), name: "Olga")
            try await fixture.book.decide(
                "marketing", channel: "", granted: false, source: "ligação", of: contact, by: owner)
            try await browse(fixture) { agent in
                let records = try await agent.get("/compliance/records")
                #expect(
                    records.text.contains("Meta") && records.text.contains("api.example.com")
                        && records.text.contains("Art. 33"))
                _ = try await agent.post(
                    "/compliance/records", [("officer", "Ana"), ("contact", "dpo@loja.com.br"), ("small", "yes")])
                #expect(try await agent.get("/compliance/records?saved=1").text.contains("dpo@loja.com.br"))
                #expect(try await agent.get("/compliance/requests").text.contains("30 dias"))
                for path in ["records/export", "records/export?what=processors", "consents/export"] {
                    let table = try await agent.get("/compliance/" + path)
                    #expect(table.status == .ok && table.headers[.contentType]?.hasPrefix("text/csv") == true)
                    #expect(Array(CSVReader(Array(table.body.readableBytesView))).count > 1, "\(path)")
                }
                #expect(try await agent.get("/compliance/consents").text.contains("Recusado"))
                #expect(try await agent.get("/compliance/retention").text.contains("365 dias"))
                #expect(try await agent.post("/compliance/retention").text.contains("Passou do prazo"))
            }
            try await browse(fixture, as: "joana") { (agent: AgentClient) async throws in
                for path in [
                    "", "/requests", "/holds", "/consents", "/consents/export", "/incidents", "/records",
                    "/records/export",
                    "/retention",
                ] {
                    #expect(try await agent.get("/compliance" + path).status == .forbidden, "\(path)")
                }
                for path in [
                    "person", "person/export", "person/preview", "person/erase", "person/code", "person/code/check",
                    "requests", "holds", "incidents", "records", "retention",
                ] {
                    #expect(
                        try await agent.post("/compliance/" + path, [("q", "31 98765-4321"), ("sure", "yes")]).status
                            == .forbidden, "\(path)")
                }
            }
        }
    }
}
