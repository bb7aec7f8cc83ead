import Domain
import Foundation
import Logging
import Postgres
import Providers
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct KnowledgeImportTests {
    @Test("a file becomes a document that answers; the same file again is its next version")
    func file() async throws {
        try await KnowledgeBench.run { bench in
            let first = try await bench.bring("# Trocas\n\n## Prazo de troca\n\nTrocamos em até 30 dias.", "trocas.md")
            #expect(first.state == .done && first.error == nil)
            #expect(try await bench.find("qual o prazo de troca?")?.text.contains("30 dias") == true)
            let second = try await bench.bring("# Trocas\n\n## Prazo de troca\n\nTrocamos em até 45 dias.", "trocas.md")
            #expect(second.document == first.document)
            let document = try await bench.document(second.document)
            #expect(document.version == 2 && document.origin == "file" && document.editedBy == "Joana")
            #expect(try await bench.find("qual o prazo de troca?")?.text.contains("45 dias") == true)
            let versions = try await bench.database.tenant(bench.scope) {
                try await Knowledge.versions(of: document.id, $0)
            }
            #expect(versions.map(\.version) == [1])
            // The same words again are no new version.
            try await bench.bring("# Trocas\n\n## Prazo de troca\n\nTrocamos em até 45 dias.", "trocas.md")
            #expect(try await bench.document(document.id).version == 2)
            #expect(try await bench.documents().count == 1)
        }
    }

    @Test("what people set on an imported document stays when it is imported again")
    func settings() async throws {
        try await KnowledgeBench.run { bench in
            let id = try #require(try await bench.bring("um texto", "a.txt").document)
            var draft = KnowledgeDraft(try await bench.document(id))
            (draft.status, draft.priority) = ("archived", 7)
            _ = try await bench.desk.save(draft, as: id, by: "Joana", in: bench.scope)
            try await bench.bring("outro texto", "a.txt")
            let document = try await bench.document(id)
            #expect(document.status == "archived" && document.priority == 7 && document.content == "outro texto")
        }
    }

    @Test("a PDF is read by a program of its own", .enabled(if: PDFText.installed(path: "/usr/bin:/bin") != nil))
    func pdf() async throws {
        try await KnowledgeBench.run { bench in
            let done = try await bench.bring(
                KnowledgeBench.pdf("Trocamos em ate 30 dias com a etiqueta."), "trocas.pdf")
            #expect(try await bench.document(done.document).content.contains("Trocamos em ate 30 dias"))
            let scan = try await bench.bring(KnowledgeBench.pdf(""), "escaneado.pdf")
            #expect(scan.error == "pdf_no_text" && scan.document == nil)
            let damaged = try await bench.bring(Array("%PDF-1.7\nlixo".utf8), "quebrado.pdf")
            #expect(damaged.error == "pdf_damaged")
            let hostile = try await bench.bring(Array("x".utf8), "$(touch /tmp/feito); rm -rf x.pdf")
            #expect(hostile.error == "unsupported_type")
        }
    }

    @Test("without pdftotext a PDF says so, and its neighbours come through")
    func noProgram() async throws {
        try await KnowledgeBench.run { bench in
            let unread = try await bench.bring(KnowledgeBench.pdf("x"), "a.pdf", pdf: nil)
            #expect(unread.error == "no_pdftotext")
            let neighbour = try await bench.bring("texto", "b.txt")
            #expect(neighbour.state == .done)
        }
    }

    @Test("a program that takes too long is ended")
    func slow() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slow-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appending(path: "pdftotext")
        try "#!/bin/sh\nexec cat /dev/zero > /dev/null\n".write(to: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
        await #expect(throws: PDFText.Fault.tooSlow) {
            _ = try await PDFText(program: program, longest: .milliseconds(300)).text(of: [1])
        }
    }

    @Test(
        "a file that makes no document fails with its reason",
        arguments: [
            ("foto.png", [0x89, 0x50, 0x4E, 0x47, 0, 1] as [UInt8], "unsupported_type"),
            ("vazio.md", Array("   \n".utf8), "no_text"), ("tabela.csv", Array("so uma\n".utf8), "no_columns"),
        ])
    func refused(name: String, bytes: [UInt8], error: String) async throws {
        try await KnowledgeBench.run { bench in
            let failed = try await bench.bring(bytes, name)
            #expect(failed.state == .failed && failed.error == error)
            #expect(try await bench.documents().isEmpty)
            let kept = try await bench.database.tenant(bench.scope) { try await Knowledge.importedFile(failed.id, $0) }
            #expect(kept == nil)
        }
    }

    @Test("a table with odd rows tells how many it left out")
    func table() async throws {
        try await KnowledgeBench.run { bench in
            let done = try await bench.bring("pergunta;resposta\nTem loja?;Sim, na Savassi.\n;x\n", "faq.csv")
            #expect(done.skipped == 1)
            #expect(try await bench.document(done.document).kind == "faq")
        }
    }

    @Test("a page is read, again when it is brought again, and a site that is busy is asked once more")
    func page() async throws {
        try await KnowledgeBench.run { bench in
            let url = "https://loja.example/trocas"
            bench.pages.fail(url, .unavailable(ProviderFault(code: "page_unavailable", title: ""), retryAfter: nil))
            let id = try await bench.desk.importPage(url, kind: "policy", by: "Joana", in: bench.scope)
            try await bench.work()
            #expect(try await bench.imported(id).state == .running)
            bench.pages.set(url, "<title>Trocas</title><h2>Prazo de troca</h2><p>30 dias.</p>")
            try await bench.work(later: 120)
            let done = try await bench.imported(id)
            #expect(done.state == .done && bench.pages.requests.count == 2)
            let document = try await bench.document(done.document)
            #expect(document.title == "Trocas" && document.origin == "url" && document.sourceName == url)
        }
    }

    @Test("an address that leads nowhere fails in words; one that is none is not even kept")
    func addresses() async throws {
        try await KnowledgeBench.run { bench in
            let id = try await bench.desk.importPage("https://x.example/a", kind: "page", by: "", in: bench.scope)
            try await bench.work()
            #expect(try await bench.imported(id).error == "page_gone")
            for url in [
                "http://x.example", "ftp://x", "https://", "https://user:pw@x.example", "javascript:alert(1)", "",
            ] {
                await #expect(throws: (any Error).self) {
                    _ = try await bench.desk.importPage(url, kind: "page", by: "", in: bench.scope)
                }
            }
        }
    }

    @Test(
        "an address inside a private network is not asked, also at the end of a redirect",
        arguments: [
            "https://127.0.0.1/x", "https://169.254.169.254/latest/meta-data", "https://[::1]/", "https://10.1.2.3/",
        ])
    func guarded(url: String) async throws {
        let http = ProviderHTTP(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        do {
            _ = try await http.page(url)
            Issue.record("asked")
        } catch {
            #expect(error.fault.code == "private_address")
        }
    }

    @Test("products and categories are told as the catalogue has them, and forgotten with it")
    func catalogue() async throws {
        try await KnowledgeBench.run { bench in
            try await bench.database.system("test") { tx in
                _ = try await tx.execute(
                    """
                    INSERT INTO products (tenant_id, sku, name, description, category, price_cents, stock) VALUES
                      (\(bench.scope.tenant.value), 'v1', 'Vestido Midi Aurora', 'Viscose, forrado.', 'Vestidos', 123450, 3),
                      (\(bench.scope.tenant.value), 's1', 'Saia Jeans', '# título', NULL, 9990, 0)
                    """)
            }
            try await bench.sync()
            #expect(try await bench.documents().isEmpty, "nobody asked for it")
            try await bench.assistant.configure("auto_import_products = true, auto_import_categories = true")
            try await bench.sync()
            let documents = try await bench.documents()
            #expect(Set(documents.map(\.title)) == ["Vestidos", "Outros produtos", "Categorias"])
            let found = try #require(try await bench.find("quanto custa o vestido midi aurora?"))
            #expect(found.text.contains("R$ 1.234,50"))
            try await bench.database.system("test") { tx in
                _ = try await tx.execute("UPDATE products SET price_cents = 99900 WHERE sku = 'v1'")
                _ = try await tx.execute("UPDATE products SET is_active = false WHERE sku = 's1'")
            }
            try await bench.sync()
            #expect(try await bench.find("quanto custa o vestido midi aurora?")?.text.contains("R$ 999,00") == true)
            #expect(Set(try await bench.documents().map(\.title)) == ["Vestidos", "Categorias"])
            try await bench.assistant.configure("auto_import_products = false, auto_import_categories = false")
            try await bench.sync()
            #expect(try await bench.documents().isEmpty)
        }
    }

    @Test(
        "auto_import_products, auto_import_categories: each for itself",
        arguments: [("auto_import_products", ["Vestidos"]), ("auto_import_categories", ["Categorias"])])
    func catalogueWishes(field: String, titles: [String]) async throws {
        try await KnowledgeBench.run { bench in
            try await bench.database.system("test") { tx in
                _ = try await tx.execute(
                    """
                    INSERT INTO products (tenant_id, sku, name, description, category, price_cents, stock)
                    VALUES (\(bench.scope.tenant.value), 'v1', 'Vestido Midi', 'Viscose.', 'Vestidos', 123450, 3)
                    """)
            }
            try await bench.assistant.configure("\(unsafeRaw: field) = true")
            try await bench.sync()
            #expect(try await bench.documents().map(\.title) == titles)
        }
    }

    @Test(
        "auto_import_policies, auto_import_faqs: each reads its own pages again",
        arguments: [("auto_import_policies", "politica"), ("auto_import_faqs", "faq")])
    func pageWishes(field: String, path: String) async throws {
        try await KnowledgeBench.run { bench in
            for (path, kind) in [("politica", "policy"), ("faq", "faq")] {
                bench.pages.set("https://loja.example/\(path)", "<p>texto de \(path)</p>")
                _ = try await bench.desk.importPage("https://loja.example/\(path)", kind: kind, by: "", in: bench.scope)
            }
            try await bench.work()
            try await bench.assistant.configure("\(unsafeRaw: field) = true")
            try await bench.database.system("test") { tx in
                _ = try await tx.execute("UPDATE knowledge_imports SET created_at = now() - interval '25 hours'")
            }
            try await bench.sync()
            #expect(bench.pages.requests.dropFirst(2) == ["https://loja.example/\(path)"])
        }
    }

    @Test("the shop's own pages are read again once a day where it wants that, and others are left alone")
    func refresh() async throws {
        try await KnowledgeBench.run { bench in
            for (path, kind) in [("politica", "policy"), ("faq", "faq"), ("sobre", "page")] {
                bench.pages.set("https://loja.example/\(path)", "<p>texto de \(path)</p>")
                _ = try await bench.desk.importPage("https://loja.example/\(path)", kind: kind, by: "", in: bench.scope)
            }
            try await bench.work()
            try await bench.assistant.configure("auto_import_policies = true")
            try await bench.sync()
            #expect(bench.pages.requests.count == 3, "read today")
            try await bench.database.system("test") { tx in
                _ = try await tx.execute("UPDATE knowledge_imports SET created_at = now() - interval '25 hours'")
            }
            bench.pages.set("https://loja.example/politica", "<p>texto novo</p>")
            try await bench.sync()
            #expect(
                bench.pages.requests.suffix(1) == ["https://loja.example/politica"] && bench.pages.requests.count == 4)
            #expect(try await bench.find("texto novo")?.text == "texto novo")
        }
    }

    @Test("another embedding model embeds everything anew, and meanwhile words still find it")
    func embedding() async throws {
        try await KnowledgeBench.run { bench in
            try await bench.bring("## Prazo de troca\n\nTrocamos em até 30 dias.", "trocas.md")
            let other = Embedder(model: "outro-modelo") { texts in texts.map(HashedEmbedding.embed) }
            let search = KnowledgeSearch(database: bench.database, embedder: other)
            #expect(try await search(bench.scope, "prazo de troca").first?.text.contains("30 dias") == true)
            try await bench.sync(embedder: other)
            let models = try await bench.database.tenant(bench.scope) { tx in
                try await tx.query(
                    "SELECT DISTINCT embedding_model FROM knowledge_base_chunks WHERE tenant_id = \(tx.tenant)"
                )
                .map { try $0("embedding_model") as String? }
            }
            #expect(models == ["outro-modelo"])
        }
    }
}
