import Testing

@testable import Domain

struct TextPartsTests {
    @Test("a text that fits is left as it is, without the white space around it")
    func short() {
        #expect(TextParts.split(" oi, tudo bem? ", limit: 100, measure: .scalars) == ["oi, tudo bem?"])
        #expect(TextParts.split(" \n ", limit: 100, measure: .scalars).isEmpty)
        #expect(TextParts.split("", limit: 100, measure: .bytes).isEmpty)
    }

    @Test("a paragraph's end is preferred to a sentence's, and that to a word's")
    func pauses() {
        #expect(
            TextParts.split("Primeira. Segunda\nTerceira parte aqui.", limit: 24, measure: .scalars) == [
                "Primeira. Segunda", "Terceira parte aqui.",
            ])
        #expect(
            TextParts.split("Uma frase. Outra frase longa.", limit: 20, measure: .scalars) == [
                "Uma frase.", "Outra frase longa.",
            ])
        #expect(TextParts.split("sem ponto algum aqui", limit: 12, measure: .scalars) == ["sem ponto", "algum aqui"])
        #expect(
            TextParts.split("custa R$ 1.234,56 à vista", limit: 14, measure: .scalars) == [
                "custa R$", "1.234,56 à", "vista",
            ])
    }

    @Test("a word beyond the limit is cut, never inside a character")
    func words() {
        let family = "👨‍👩‍👧‍👦"
        let parts = TextParts.split(String(repeating: family, count: 10), limit: 60, measure: .bytes)
        #expect(parts.allSatisfy { $0.utf8.count <= 60 && $0.allSatisfy { String($0) == family } })
        #expect(parts.joined() == String(repeating: family, count: 10))
    }

    @Test("nothing is lost and no part is above the limit, whatever the text", arguments: 1...40)
    func property(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = ["a", "é", " ", ". ", "\n", "👍🏽", "ção", "?", "\u{0301}", "palavra", "…"]
        let text = (0..<Int.random(in: 0...400, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }.joined()
        let limit = Int.random(in: 4...120, using: &random)
        for measure in [TextParts.Measure.scalars, .bytes] {
            let parts = TextParts.split(text, limit: limit, measure: measure)
            #expect(parts.allSatisfy { !$0.isEmpty && measure.size(of: $0) <= limit })
            func bare(_ text: String) -> [Unicode.Scalar] { text.unicodeScalars.filter { !$0.properties.isWhitespace } }
            #expect(bare(parts.joined()) == bare(text))
        }
    }
}
