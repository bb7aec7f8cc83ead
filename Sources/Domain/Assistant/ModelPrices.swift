/// What a model costs, in billionths of a dollar a token (a dollar per million tokens is a thousand of them).
package struct ModelPrice: Sendable, Equatable {
    package let model: String
    /// First day it holds, as `2025-01-26`.
    package let validFrom: String
    package let input: Int64
    package let cachedInput: Int64
    package let output: Int64

    package init(model: String, validFrom: String, input: Int64, cachedInput: Int64, output: Int64) {
        self.model = model
        self.validFrom = validFrom
        self.input = input
        self.cachedInput = cachedInput
        self.output = output
    }
}

package struct TokenUsage: Sendable, Equatable {
    /// Includes the cached ones.
    package var input: Int
    package var cachedInput: Int
    /// Includes hidden reasoning.
    package var output: Int

    package static let none = TokenUsage(input: 0, cachedInput: 0, output: 0)

    package init(input: Int, cachedInput: Int = 0, output: Int) {
        self.input = input
        self.cachedInput = cachedInput
        self.output = output
    }

    /// Counts come from outside: a sum stops at the largest number.
    package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        func sum(_ a: Int, _ b: Int) -> Int {
            let total = a.addingReportingOverflow(b)
            return total.overflow ? .max : total.partialValue
        }
        return TokenUsage(
            input: sum(left.input, right.input), cachedInput: sum(left.cachedInput, right.cachedInput),
            output: sum(left.output, right.output))
    }
}

package struct ModelPrices: Sendable {
    private let prices: [ModelPrice]

    package init(_ prices: [ModelPrice]) { self.prices = prices }

    /// All of them, as given.
    package var all: [ModelPrice] { prices }

    /// With a shop's own prices, which win over these of the same model and day.
    package func with(_ own: [ModelPrice]) -> ModelPrices { ModelPrices(own + prices) }

    /// Section 7 of the source document; cached input, of which it does not speak, at a tenth (for gpt-4o at half), as the provider bills it.
    package static let standard = ModelPrices([
        ModelPrice(model: "gpt-5.2", validFrom: "2025-01-26", input: 5_000, cachedInput: 500, output: 15_000),
        ModelPrice(model: "gpt-5", validFrom: "2025-01-26", input: 5_000, cachedInput: 500, output: 15_000),
        ModelPrice(model: "gpt-5-mini", validFrom: "2025-01-26", input: 300, cachedInput: 30, output: 1_000),
        ModelPrice(model: "gpt-5-nano", validFrom: "2025-01-26", input: 100, cachedInput: 10, output: 400),
        ModelPrice(model: "gpt-4o", validFrom: "2025-01-26", input: 2_500, cachedInput: 1_250, output: 10_000),
        ModelPrice(
            model: "gpt-4o-mini-transcribe", validFrom: "2025-01-26", input: 3_000, cachedInput: 3_000, output: 5_000),
        ModelPrice(
            model: "gpt-4o-transcribe", validFrom: "2025-01-26", input: 6_000, cachedInput: 6_000, output: 10_000),
        ModelPrice(model: "text-embedding-3-small", validFrom: "2025-01-26", input: 20, cachedInput: 20, output: 0),
        ModelPrice(model: "text-embedding-3-large", validFrom: "2025-01-26", input: 130, cachedInput: 130, output: 0),
    ])

    /// The price of a model or of its dated snapshot on a day; nil when it is in no table.
    package func price(of model: String, on day: String) -> ModelPrice? {
        prices.filter { ModelCatalogue.isSame(model, as: $0.model) && $0.validFrom <= day }
            .max { ($0.model.utf8.count, $0.validFrom) < ($1.model.utf8.count, $1.validFrom) }
    }

    /// Millionths of a dollar. A model without a price costs as much as the dearest: an unknown price must never count as none.
    package func cost(of model: String, _ usage: TokenUsage, on day: String) -> (microUSD: Int64, isKnown: Bool) {
        let known = price(of: model, on: day)
        guard let price = known ?? prices.max(by: { $0.output < $1.output }) else { return (0, false) }
        let cached = Int64(max(0, min(usage.cachedInput, usage.input)))
        let fresh = Int64(max(0, usage.input)) - cached
        let terms: [(Int64, Int64)] = [
            (fresh, price.input), (cached, price.cachedInput), (Int64(max(0, usage.output)), price.output),
        ]
        // Token counts come from outside: saturate rather than trap.
        let billionths = terms.reduce(Int64(0)) { sum, term in
            let product = term.0.multipliedReportingOverflow(by: term.1)
            let total = sum.addingReportingOverflow(product.overflow ? .max : product.partialValue)
            return total.overflow ? .max : total.partialValue
        }
        return (billionths / 1_000 + (billionths % 1_000 >= 500 ? 1 : 0), known != nil)
    }
}
