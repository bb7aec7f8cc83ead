import Testing

@testable import Domain

struct ModelTests {
    @Test("the chain begins with the configured model and goes on in the order of the source document")
    func chain() {
        #expect(ModelCatalogue.chain(from: "gpt-5.2") == ["gpt-5.2", "gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-4o"])
        #expect(ModelCatalogue.chain(from: "gpt-5-mini") == ["gpt-5-mini", "gpt-5-nano", "gpt-4o", "gpt-5", "gpt-5.2"])
        #expect(ModelCatalogue.chain(from: "llama3") == ["llama3"] + ModelCatalogue.order)
        #expect(ModelCatalogue.chain(from: "").first == "gpt-5.2")
    }

    @Test(
        "names of the former gateway are understood",
        arguments: [
            ("google/gemini-2.5-flash", "gpt-5-mini"), ("google/gemini-2.5-pro", "gpt-5"), ("openai/gpt-4o", "gpt-4o"),
            ("gpt-5", "gpt-5"),
            ("meta/llama-3", "meta/llama-3"),
        ])
    func legacy(old: String, new: String) {
        #expect(ModelCatalogue.current(old) == new)
    }

    @Test(
        "each model gets the parameters it accepts",
        arguments: [
            ("gpt-5.2", "max_completion_tokens", "none", false),
            ("gpt-5.2-2025-12-11", "max_completion_tokens", "none", false),
            ("gpt-5", "max_completion_tokens", "minimal", false),
            ("gpt-5-mini", "max_completion_tokens", "minimal", false),
            ("o3-mini", "max_completion_tokens", "low", false), ("gpt-4o", "max_completion_tokens", nil, true),
            ("openai/gpt-5-nano", "max_completion_tokens", "minimal", false), ("llama3:8b", "max_tokens", nil, true),
        ] as [(String, String, String?, Bool)])
    func capabilities(model: String, cap: String, effort: String?, temperature: Bool) {
        let found = ModelCapabilities.of(model)
        #expect(found.tokenCap.rawValue == cap)
        #expect(found.effort == effort)
        #expect(found.acceptsTemperature == temperature)
    }

    @Test("cost is exact, cached tokens at their own price")
    func cost() {
        let day = "2026-11-21"
        #expect(
            ModelPrices.standard.cost(of: "gpt-5.2", TokenUsage(input: 3_200, output: 380), on: day) == (21_700, true))
        #expect(
            ModelPrices.standard.cost(
                of: "gpt-5.2-2025-12-11", TokenUsage(input: 3_200, cachedInput: 3_000, output: 380), on: day) == (
                    8_200, true
                ))
        #expect(
            ModelPrices.standard.cost(of: "gpt-5-mini", TokenUsage(input: 3_200, output: 380), on: day) == (1_340, true)
        )
        #expect(ModelPrices.standard.cost(of: "gpt-5-nano", TokenUsage(input: 4, output: 0), on: day) == (0, true))
        #expect(ModelPrices.standard.cost(of: "gpt-5-nano", TokenUsage(input: 5, output: 0), on: day) == (1, true))
    }

    @Test("a model nobody priced costs as much as the dearest, never nothing")
    func unknownPrice() {
        let cost = ModelPrices.standard.cost(of: "novo-modelo", TokenUsage(input: 1_000, output: 100), on: "2026-01-01")
        #expect(cost == (6_500, false))
    }

    @Test("the price of the day counts")
    func validity() {
        let prices = ModelPrices([
            ModelPrice(model: "m", validFrom: "2026-01-01", input: 1_000, cachedInput: 0, output: 0),
            ModelPrice(model: "m", validFrom: "2026-06-01", input: 2_000, cachedInput: 0, output: 0),
        ])
        let usage = TokenUsage(input: 10, output: 0)
        #expect(prices.cost(of: "m", usage, on: "2026-05-31").microUSD == 10)
        #expect(prices.cost(of: "m", usage, on: "2026-06-01").microUSD == 20)
        #expect(prices.price(of: "m", on: "2025-12-31") == nil)
    }

    @Test("absurd token counts do no harm")
    func overflow() {
        let usage = TokenUsage(input: .max, cachedInput: -5, output: .max)
        #expect(ModelPrices.standard.cost(of: "gpt-5.2", usage, on: "2026-01-01").microUSD > 0)
        #expect(
            ModelPrices.standard.cost(of: "gpt-5.2", TokenUsage(input: -1, output: -1), on: "2026-01-01").microUSD == 0)
    }
}
