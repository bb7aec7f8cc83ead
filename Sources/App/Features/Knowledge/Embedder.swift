import Domain
import Foundation
import Providers

/// Turns texts into vectors of 1,536 dimensions. The model's name goes with every vector.
package struct Embedder: Sendable {
    package let model: String
    private let make: @Sendable ([String], TenantID) async throws -> [[Float]]

    /// The shop may spend no more this month. Words alone find then.
    package struct NothingLeft: Error {}

    /// One that costs nothing.
    package init(model: String, embed: @escaping @Sendable ([String]) async throws -> [[Float]]) {
        self.model = model
        make = { texts, _ in try await embed(texts) }
    }

    /// A model server's: set aside before the call, counted after it as purpose `embedding`.
    package init(client: OpenAI, budget: AIBudget, now: @escaping @Sendable () -> Date = { Date() }) {
        let model = ModelCatalogue.embedding
        self.model = model
        make = { texts, tenant in
            let day = String(now().formatted(.iso8601.year().month().day()))
            let most = OpenAI.most(of: texts)
            let opened = try await budget.open(tenant, for: Self.purpose) { prices in
                // Never nothing: who has nothing left may not even spend the smallest amount.
                max(prices.cost(of: model, most, on: day).microUSD, 1)
            }
            guard let (purse, prices) = opened else { throw NothingLeft() }
            do throws(OpenAIFailure) {
                let made = try await client.embeddings(
                    texts, model: model, dimensions: HashedEmbedding.dimensions, day: day, deadline: .seconds(20),
                    prices: prices
                ) { await purse.covers($0) }
                await budget.close(purse, Self.tally(made.attempts))
                return made.vectors
            } catch {
                await budget.close(purse, Self.tally(error.attempts))
                if error.outcome == .overBudget { throw NothingLeft() }
                throw error
            }
        }
    }

    /// `tenant` pays.
    package func embed(_ texts: [String], for tenant: TenantID) async throws -> [[Float]] {
        texts.isEmpty ? [] : try await make(texts, tenant)
    }

    private static let purpose = "embedding"

    private static func tally(_ attempts: [OpenAI.Attempt]) -> UsageTally {
        UsageTally(
            embeddingTokens: attempts.reduce(TokenUsage.none) { $0 + $1.usage }.input,
            calls: attempts.calls(channel: "-", purpose: purpose))
    }

    /// Needs no model, no key and no network.
    package static let offline = Embedder(model: HashedEmbedding.model) { texts in texts.map(HashedEmbedding.embed) }
}

extension [Float] {
    /// As pgvector reads it.
    var vectorText: String {
        var text = "["
        for (index, value) in enumerated() {
            if index > 0 { text += "," }
            text += value == 0 ? "0" : "\(value)"
        }
        return text + "]"
    }
}
