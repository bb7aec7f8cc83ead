import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct KnowledgeSearchTests {
    struct Shelf {
        let fixture: ShopFixture
        let search: KnowledgeSearch

        func index() async throws {
            let worker = IndexDocumentWorker(database: fixture.database, embedder: .offline)
            var registry = JobRegistry()
            registry.register(IndexDocument.self) { try await worker.run($0, $1) }
            try await Jobs.drain(fixture.database, registry)
        }

        func add(_ draft: KnowledgeDraft, shop: Int = 0) async throws -> UUID {
            let id = try await fixture.database.tenant(fixture.owner(shop)) { try await Knowledge.add($0, draft) }
            try await index()
            return id
        }

        func find(_ question: String, shop: Int = 0) async throws -> [FoundPassage] {
            try await search(fixture.owner(shop), question)
        }
    }

    static let shipping = """
        # Prazos de entrega

        | Região | Prazo |
        |---|---|
        | São Paulo (capital) | 2 a 3 dias úteis |
        | Rio de Janeiro | 3 a 5 dias úteis |
        | Nordeste | 7 a 10 dias úteis |

        # Frete grátis

        Compras acima de R$ 199,00 têm frete grátis para todo o Brasil.
        """
    static let returns = """
        # Trocas e devoluções

        Você pode devolver qualquer produto em até 7 dias corridos após o recebimento. A primeira troca é por nossa conta.
        """

    static func withShelf(_ body: (Shelf) async throws -> Void) async throws {
        try await withShops(2) { fixture in
            let shelf = Shelf(fixture: fixture, search: KnowledgeSearch(database: fixture.database, embedder: .offline))
            _ = try await shelf.add(.init(title: "Entrega", content: shipping))
            _ = try await shelf.add(.init(title: "Trocas", content: returns))
            try await body(shelf)
        }
    }

    @Test(
        "a question finds its passage, with and without accents and with other words for the same",
        arguments: [
            ("Qual o prazo de entrega para São Paulo?", "2 a 3 dias"),
            ("qual o prazo de entrega pra sao paulo", "2 a 3 dias"),
            ("a partir de quanto o frete e gratis", "199"), ("quantos dias tenho pra devolver?", "7 dias corridos"),
        ])
    func finds(question: String, words: String) async throws {
        try await Self.withShelf { shelf in
            let best = try #require(try await shelf.find(question).first)
            #expect(best.text.contains(words))
            #expect(best.relevance >= 0.7, "\(best.relevance)")
        }
    }

    @Test(
        "a slip is forgiven, also in a name that only the shop knows",
        arguments: [
            ("quanto custa a kurumnia?", "R$ 45"), ("quanto custa a kurmina?", "R$ 45"),
            ("qual o prazo de entrgea para sao paulo?", "2 a 3 dias"), ("posso dveolver o produto?", "7 dias corridos"),
        ])
    func slips(question: String, words: String) async throws {
        try await Self.withShelf { shelf in
            let toy = "# Kurumina\n\nA boneca Kurumina custa R$ 45,00 e vem com dois vestidos."
            _ = try await shelf.add(.init(title: "Bonecas", content: toy))
            let best = try #require(try await shelf.find(question).first)
            #expect(best.text.contains(words))
            #expect(best.relevance >= 0.7, "\(best.relevance)")
        }
    }

    @Test(
        "what the shop does not know is not found relevant",
        arguments: ["vocês vendem pneu de trator?", "qual a capital da França?"])
    func unknown(question: String) async throws {
        try await Self.withShelf { shelf in
            let best = try await shelf.find(question).first?.relevance ?? 0
            #expect(best < 0.7)
        }
    }

    @Test("a chunk is verbatim text of its document, and a table row is never cut")
    func verbatim() {
        let source = ScalarText(Self.shipping)
        let chunks = IndexDocumentWorker.chunks(title: "Entrega", format: "markdown", content: Self.shipping)
        #expect(chunks.count == 2)
        for chunk in chunks { #expect(source.slice(chunk.start..<chunk.end) == chunk.text) }
        #expect(chunks.first?.headingPath == "Entrega > Prazos de entrega")
        #expect(chunks.first?.text.contains("| Nordeste | 7 a 10 dias úteis |") == true)
    }

    @Test("a changed document is found in its new words only, and an unchanged one keeps its version")
    func versions() async throws {
        try await Self.withShelf { shelf in
            let id = try await shelf.add(.init(title: "Horário", content: "Atendemos das 9h às 18h."))
            let owner = shelf.fixture.owner(0)
            func replace(_ text: String) async throws -> Int {
                try await shelf.fixture.database.tenant(owner) { tx in
                    _ = try await Knowledge.replace(tx, id, .init(title: "Horário", content: text))
                }
                try await shelf.index()
                return try #require(
                    try await shelf.fixture.database.tenant(owner) { try await Knowledge.document($0, id) }
                ).version
            }
            #expect(try await replace("Atendemos das 9h às 18h.") == 1)
            #expect(try await replace("Atendemos das 10h às 20h.") == 2)
            let found = try await shelf.find("qual o horário de atendimento?").filter { $0.document == id }
            #expect(found.map(\.text) == ["Atendemos das 10h às 20h."])
        }
    }

    @Test(
        "drafts, archived and out-of-date documents are not found",
        arguments: ["draft", "archived", "expired", "future"])
    func validity(state: String) async throws {
        try await Self.withShelf { shelf in
            var draft = KnowledgeDraft(
                title: "Cupom", content: "O cupom GIRAFA dá 10% de desconto em girafas de pelúcia.")
            switch state {
            case "expired": draft.validUntil = Date(timeIntervalSinceNow: -60)
            case "future": draft.validFrom = Date(timeIntervalSinceNow: 3_600)
            default: draft.status = state
            }
            let id = try await shelf.add(draft)
            let found = try await shelf.find("cupom de desconto para girafas de pelúcia")
            #expect(!found.map(\.document).contains(id))
        }
    }

    @Test("one shop never finds another's words")
    func walls() async throws {
        try await Self.withShelf { shelf in
            let found = try await shelf.find("Qual o prazo de entrega para São Paulo?", shop: 1)
            #expect(found.isEmpty)
        }
    }

    @Test(
        "no question breaks the search",
        arguments: ["'", "\\", "a' | b & !(", ":*", "😀😀", "\u{301}", String(repeating: "frete ", count: 3_000), "  "])
    func hostile(question: String) async throws {
        try await Self.withShelf { shelf in _ = try await shelf.find(question) }
    }

    @Test("Markdown of any shape is cut without a fault")
    func anyMarkdown() {
        var random = SeededRandom(seed: 7)
        let pieces = [
            "# ", "\n", "- ", "| a | b |\n|---|---|\n| 1 | 2 |\n", "```\n", "texto ", "?", "> ", "1. ", "\r\n", "é",
            "\u{301}", "***", "<b>", "\t",
        ]
        for _ in 0..<500 {
            let text = (0..<40).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let source = ScalarText(text)
            for chunk in IndexDocumentWorker.chunks(title: "t", format: "markdown", content: text) {
                #expect(source.slice(chunk.start..<chunk.end) == chunk.text)
            }
        }
    }
}
