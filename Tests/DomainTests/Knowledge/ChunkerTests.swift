import Testing

@testable import Domain

struct ChunkerTests {
    private func chunks(_ text: String, title: String = "") -> [Chunk] {
        let source = ScalarText(text)
        return Chunker.chunks(of: source, blocks: AttendantFixtures.blocks(of: source), title: title)
    }

    @Test("every chunk is the source, word for word", arguments: ["moda.md", "cafe.md", "pet.md"])
    func verbatim(name: String) {
        let text = AttendantFixtures.text(name)
        let source = ScalarText(text)
        let chunks = chunks(text)
        #expect(chunks.count > 15)
        for chunk in chunks {
            #expect(source.slice(chunk.start..<chunk.end) == chunk.text)
            #expect(chunk.tokens <= Chunker.limit)
            #expect(!chunk.headingPath.isEmpty)
        }
    }

    @Test("a section is one chunk, under the path of its headings")
    func headings() {
        let found = chunks("# Trocas\n\nGeral.\n\n## Prazo\n\n30 dias.\n\n# Frete\n\nGrátis.", title: "Políticas")
        #expect(found.map(\.headingPath) == ["Políticas > Trocas", "Políticas > Trocas > Prazo", "Políticas > Frete"])
        #expect(found.map(\.text) == ["Geral.", "30 dias.", "Grátis."])
    }

    @Test("a document whose first heading repeats its title has it once")
    func repeatedTitle() {
        #expect(chunks("# Trocas\n\nTexto.", title: "trocas").map(\.headingPath) == ["trocas"])
    }

    @Test("offsets count scalars, not bytes or graphemes")
    func scalars() {
        let found = chunks("# 👩‍👩‍👧 a\u{301}\n\nção 😀 fim")
        #expect(found.map(\.text) == ["ção 😀 fim"])
        #expect(found.map { $0.end - $0.start } == [9])
    }

    @Test("a question and its answer are a chunk of their own, even inside one paragraph")
    func questions() {
        let source = ScalarText(
            "Aceitam Pix?\nSim, aceitamos.\nTem boleto?\nNão.\n\nVocês entregam?\n\nSim, em todo o Brasil.")
        let found = Chunker.chunks(of: source, blocks: PlainTextBlocks.parse(source))
        #expect(
            found.map(\.text) == [
                "Aceitam Pix?\nSim, aceitamos.", "Tem boleto?\nNão.", "Vocês entregam?\n\nSim, em todo o Brasil.",
            ])
    }

    @Test("a long section is cut between blocks near the target, within the limit")
    func longSection() {
        let paragraphs = (1...30).map { "Parágrafo \($0) \(String(repeating: "palavra ", count: 28))fim." }
        let found = chunks("# Regras\n\n" + paragraphs.joined(separator: "\n\n"))
        #expect(found.count > 3)
        #expect(found.allSatisfy { $0.tokens <= Chunker.limit })
        #expect(found.dropLast().allSatisfy { $0.tokens >= 200 })
        for paragraph in paragraphs { #expect(found.contains { $0.text.contains(paragraph) }) }
    }

    @Test("a paragraph beyond the limit is cut between sentences")
    func longParagraph() {
        let sentences = (1...80).map { "Esta é a frase de número \($0) deste texto comprido." }
        let found = chunks("# T\n\n" + sentences.joined(separator: " "))
        #expect(found.count > 2)
        #expect(found.allSatisfy { $0.tokens <= Chunker.limit && $0.text.hasSuffix(".") && $0.text.hasPrefix("Esta") })
    }

    @Test("the later part of a long table carries its column titles")
    func longTable() {
        let rows = (1...120).map { "| Cidade número \($0) | \($0) dias úteis |" }
        let found = chunks("# Prazos\n\n| Cidade | Prazo |\n|---|---|\n" + rows.joined(separator: "\n"))
        #expect(found.count > 1)
        for row in rows { #expect(found.contains { $0.text.contains(row) }) }
        #expect(found.last?.headingPath == "Prazos > Cidade, Prazo")
    }

    @Test("a list item is never cut, however long")
    func longItem() {
        let item = "- " + String(repeating: "muito longo ", count: 300) + "fim"
        #expect(chunks("# T\n\n" + item).map(\.text) == [item])
    }

    @Test("nothing and nonsense give no chunks and no crash")
    func degenerate() {
        #expect(chunks("").isEmpty)
        #expect(chunks("\n\n   \n").isEmpty)
        #expect(chunks("# Só título").isEmpty)
        #expect(!chunks("|\n|||\n||").contains { $0.text.isEmpty })
    }
}
