import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import Postgres
import Providers
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct KnowledgePagesTests {
    /// The site with the pages of the knowledge base; `work` runs what was queued.
    private func browse(
        as person: String = "joana",
        _ body: @Sendable (AgentClient, InboxFixture, @Sendable () async throws -> Void) async throws -> Void
    ) async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let database = fixture.database
            let search = KnowledgeSearch(database: database, embedder: .offline)
            let trial = AssistantTrial(
                database: database, search: { try await search($0, $1, limit: $2) },
                generator: AnswerGenerator(model: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let application = try fixture.application { _, agents, pages in
                KnowledgeRoutes(
                    desk: KnowledgeDesk(database: database, search: search) {}, trial: trial, pages: pages
                ).add(to: agents)
            }
            let indexing = IndexDocumentWorker(database: database, embedder: .offline)
            let importing = ImportKnowledgeWorker(
                database: database,
                fetch: { (url) async throws(ProviderError) in
                    WebPage(bytes: Array("<title>Página</title><p>oi</p>".utf8), contentType: "text/html", url: url)
                }, pdf: nil)
            var made = JobRegistry()
            made.register(IndexDocument.self) { try await indexing.run($0, $1) }
            made.register(ImportKnowledge.self) { try await importing.run($0, $1) }
            let registry = made
            try await application.test(.router) { client in
                let agent = AgentClient(client)
                try await agent.signIn("\(person)@example.com", InboxFixture.password)
                try await body(agent, fixture) { _ = try await Jobs.drain(database, registry) }
            }
        }
    }

    @Test("without a script: write, find, change, look at what it said before, bring that back, delete")
    func journey() async throws {
        try await browse { agent, _, work in
            #expect(try await agent.get("/knowledge").text.contains("A IA ainda não sabe nada"))
            _ = try await agent.get("/knowledge/new")
            let made = try await agent.post(
                "/knowledge",
                [
                    ("title", "Trocas <b>"), ("content", "## Prazo\r\n\r\n30 dias"), ("kind", "policy"),
                    ("format", "markdown"), ("status", "published"), ("priority", "2"), ("valid_from", ""),
                    ("valid_until", "2999-12-31"),
                ])
            #expect(made.status == .seeOther)
            let path = try #require(made.headers[.location]?.split(separator: "?").first.map(String.init))
            try await work()
            let list = try await agent.get("/knowledge?q=troca&status=published&kind=policy").text
            #expect(list.contains("Trocas &lt;b&gt;") && list.contains("até 31/12/2999") && list.contains("1 trecho"))
            #expect(try await agent.get("/knowledge?q=frete").text.contains("Nada encontrado"))
            let page = try await agent.get(path).text
            #expect(page.contains("value=\"2999-12-31\"") && page.contains("## Prazo\n\n30 dias"))
            let changed = try await agent.post(
                path, [("title", "Trocas"), ("content", "## Prazo\n\n45 dias"), ("kind", "policy")])
            #expect(changed.status == .seeOther)
            #expect(try await agent.get(path).text.contains("Versões anteriores"))
            #expect(try await agent.get("\(path)/versions/1").text.contains("30 dias"))
            #expect(try await agent.post("\(path)/versions/1/restore").status == .seeOther)
            #expect(try await agent.get(path).text.contains("30 dias"))
            #expect(try await agent.get("\(path)/versions/77").status == .notFound)
            #expect(try await agent.get("\(path)/versions/abc").status == .notFound)
            #expect(try await agent.post("\(path)/delete").status == .seeOther)
            #expect(try await agent.get(path).status == .notFound)
        }
    }

    @Test("what cannot be stored comes back as it was typed, with the reason")
    func refused() async throws {
        try await browse { agent, _, _ in
            _ = try await agent.get("/knowledge/new")
            let cases: [([(String, String)], String)] = [
                ([("title", " "), ("content", "meu texto")], "O título está vazio"),
                ([("title", "meu texto"), ("content", "")], "O texto está vazio"),
                (
                    [
                        ("title", "meu texto"), ("content", "x"), ("valid_from", "2026-05-02"),
                        ("valid_until", "2026-05-01"),
                    ], "As datas não combinam"
                ),
                ([("title", "meu texto"), ("content", "x"), ("valid_from", "2026-02-31")], "As datas não combinam"),
            ]
            for (fields, words) in cases {
                let page = try await agent.post("/knowledge", fields)
                #expect(page.status == .unprocessableContent && page.text.contains(words), "\(words)")
                #expect(page.text.contains("meu texto"))
            }
        }
    }

    @Test("files are sent one by one and pages by a form; each tells what became of it")
    func imports() async throws {
        try await browse { agent, _, work in
            _ = try await agent.get("/knowledge")
            let sent = try await agent.upload(
                "/knowledge/imports?name=faq.csv", Array("pergunta;resposta\nTem loja?;Sim.\n".utf8),
                type: "application/octet-stream")
            #expect(sent.status == .created)
            let page = try await agent.post(
                "/knowledge/imports", [("url", "https://loja.example/x"), ("kind", "page")])
            #expect(page.status == .seeOther)
            #expect(try await agent.get("/knowledge/imports?part=1").text.contains("data-running=\"yes\""))
            try await work()
            let part = try await agent.get("/knowledge/imports?part=1").text
            #expect(part.contains("faq.csv") && part.contains("Pronto") && !part.contains("data-running=\"yes\""))
            let empty = try await agent.upload("/knowledge/imports?name=a.md", [], type: "application/octet-stream")
            #expect(empty.status == .unprocessableContent && empty.text.contains("O arquivo está vazio"))
            let wrong = try await agent.post("/knowledge/imports", [("url", "http://loja.example"), ("kind", "page")])
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("https://"))
            _ = try await agent.upload(
                "/knowledge/imports?name=%2e%2e%2ffoto.png", [0x89, 0x50, 0x4E, 0x47, 0],
                type: "application/octet-stream")
            try await work()
            let failed = try await agent.get("/knowledge").text
            #expect(failed.contains("Este tipo de arquivo não é lido") && failed.contains(">foto.png<"))
        }
    }

    @Test("a gap leads to a form that is filled in but for the answer, and is closed by it; others are dismissed")
    func gaps() async throws {
        try await browse { agent, fixture, work in
            let database = fixture.database
            let scope = TenantScope.service(fixture.shop)
            let conversation = try await database.system("test") { tx in
                try await tx.first("SELECT id FROM conversations WHERE tenant_id = \(fixture.shop.value) LIMIT 1").map {
                    try $0("id") as UUID
                }
            }
            try await database.tenant(scope) { tx in
                for question in ["vocês trocam peça íntima?", "trocam peças íntimas <i>", "tem estacionamento?"] {
                    let id = conversation ?? UUID.v7()
                    for statement in Knowledge.missed(question, in: id, topRelevance: 0.1, tenant: scope.tenant)
                    where conversation != nil { try await tx.execute(statement) }
                    if conversation == nil {
                        try await tx.execute(
                            "INSERT INTO knowledge_gaps (tenant_id, question) VALUES (\(tx.tenant), \(question))")
                    }
                }
            }
            #expect(try await agent.get("/knowledge").text.contains("3 perguntas de clientes ficaram sem resposta"))
            let page = try await agent.get("/knowledge/gaps").text
            #expect(page.contains("2 vezes") && page.contains("1 vez") && !page.contains("<i>"))
            let link = try #require(page.firstMatch(of: #/href="(\/knowledge\/new\?gaps=[^"]*,[^"]*)"/#)?.1)
            let form = try await agent.get(String(link)).text
            #expect(form.contains("Perguntas que este texto responde"))
            let ids = try #require(form.firstMatch(of: #/name="gaps" value="([^"]*)"/#)?.1)
            let saved = try await agent.post(
                "/knowledge",
                [
                    ("title", "Peça íntima"), ("content", "## Vocês trocam peça íntima?\n\nNão trocamos peça íntima."),
                    ("kind", "faq"), ("gaps", String(ids)),
                ])
            #expect(saved.headers[.location] == "/knowledge/gaps?done=answered")
            try await work()
            let rest = try await agent.get("/knowledge/gaps").text
            #expect(!rest.contains("íntima") && rest.contains("estacionamento"))
            let tested = try await agent.get("/knowledge/test?q=voc%C3%AAs%20trocam%20pe%C3%A7a%20%C3%ADntima%3F").text
            #expect(tested.contains("Não trocamos peça íntima") && tested.contains("Responde"))
            let other = try #require(rest.firstMatch(of: #/name="gaps" value="([^"]*)"/#)?.1)
            #expect(try await agent.post("/knowledge/gaps/dismiss", [("gaps", String(other))]).status == .seeOther)
            #expect(try await agent.get("/knowledge/gaps").text.contains("Nenhuma pergunta em aberto"))
        }
    }

    @Test("who may only look sees documents and changes none")
    func viewer() async throws {
        try await browse(as: "pedro") { agent, _, _ in
            let page = try await agent.get("/knowledge").text
            #expect(!page.contains("/knowledge/new") && !page.contains("data-drop"))
            #expect(try await agent.get("/knowledge/new").status == .forbidden)
            #expect(try await agent.get("/knowledge/test?q=oi").status == .forbidden)
            #expect(try await agent.post("/knowledge", [("title", "x"), ("content", "x")]).status == .forbidden)
            #expect(try await agent.post("/knowledge/gaps/dismiss", [("gaps", "")]).status == .forbidden)
            #expect(
                try await agent.upload("/knowledge/imports?name=a.md", [65], type: "text/plain").status == .forbidden)
        }
    }
}
