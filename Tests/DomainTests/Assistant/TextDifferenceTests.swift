import Testing

@testable import Domain

struct TextDifferenceTests {
    @Test func `what was taken out and put in, in runs of words`() {
        let made = TextDifference(
            from: "O prazo é de 2 a 3 dias úteis. Obrigado!", to: "Oi, Ana! O prazo é de 2 a 4 dias úteis.")
        #expect(made.removed == ["3", "Obrigado!"])
        #expect(made.added == ["Oi, Ana!", "4"])
        #expect(TextDifference(from: "a  b\nc", to: "a b c").isEmpty)
        #expect(TextDifference(from: "", to: "a b").added == ["a b"])
    }

    @Test func `a very long text is compared as a whole`() {
        let long = (0..<2_000).map { "p\($0)" }.joined(separator: " ")
        let made = TextDifference(from: "x " + long + " y", to: "z " + long.replacing("p5 ", with: "") + " w")
        #expect(made.removed.count == 1 && made.added.count == 1)
    }
}
