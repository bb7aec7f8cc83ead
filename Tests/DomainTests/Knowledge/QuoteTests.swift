import Testing

@testable import Domain

struct QuoteTests {
    private let passage =
        "O prazo para **São Paulo** é de 2 a 4 dias úteis.\n| Sul | 5 a 8 dias |\nFrete  grátis acima de R$ 299,00."

    @Test(
        "a quotation is found whatever its spaces, case, marks and last full stop",
        arguments: [
            "o prazo para são paulo é de 2 a 4 dias úteis", "O prazo para **São Paulo** é de 2 a 4 dias úteis.",
            "“frete grátis acima de R$ 299,00…”",
            "Sul | 5 a 8 dias", "sul 5 a 8 dias", "prazo para Sao Paulo",
        ])
    func finds(quote: String) {
        #expect(Quote.isVerbatim(quote, in: passage))
    }

    @Test(
        "what is not there is not found, nor what proves nothing",
        arguments: [
            "2 a 5 dias úteis", "frete grátis acima de R$ 199,00", "", "...", "prazo de", "é de 2 a 4 horas", "O",
        ])
    func refuses(quote: String) {
        #expect(!Quote.isVerbatim(quote, in: passage))
    }

    @Test("the range that is found is the source's own spelling")
    func range() throws {
        let text = ScalarText(passage)
        let range = try #require(Quote.find("para sao paulo e de 2", in: text))
        #expect(text.slice(range) == "para **São Paulo** é de 2")
    }

    @Test("hostile quotations are survived")
    func hostile() {
        for quote in [
            String(repeating: "a", count: 50_000), "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "***___###",
            "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}",
        ] {
            #expect(!Quote.isVerbatim(quote, in: passage))
        }
    }
}
