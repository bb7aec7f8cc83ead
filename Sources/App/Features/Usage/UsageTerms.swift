import Domain
import Postgres

/// By what a shop's calls are charged, and what happens when it may spend no more.
package struct UsageTerms: Sendable {
    package enum WhenSpent: String, Sendable, CaseIterable {
        /// A person gets the conversation.
        case handoff
        /// The attendant goes on by quoting: that costs nothing.
        case offline
    }

    package var whenSpent: WhenSpent
    package var prices: ModelPrices

    package init(whenSpent: WhenSpent = .handoff, prices: ModelPrices = .standard) {
        self.whenSpent = whenSpent
        self.prices = prices
    }

    /// One row, also for a shop that has set nothing.
    package static func select(_ tenant: TenantID) -> SQL {
        """
        SELECT coalesce((SELECT when_spent FROM ai_budgets WHERE tenant_id = \(tenant.value)), 'handoff') AS when_spent,
          (SELECT coalesce(jsonb_agg(jsonb_build_array(model, valid_from, input_nano, cached_nano, output_nano)), '[]')::text
           FROM ai_model_prices WHERE tenant_id = \(tenant.value)) AS prices
        """
    }

    package init(_ row: Row) throws {
        whenSpent = WhenSpent(rawValue: try row("when_spent")) ?? .handoff
        let own = (try? JSON.parse(try row("prices") as String))?.elements.compactMap { item -> ModelPrice? in
            guard let model = item[0]?.string, let day = item[1]?.string, let input = item[2]?.int64,
                let cached = item[3]?.int64, let output = item[4]?.int64
            else { return nil }
            return ModelPrice(model: model, validFrom: day, input: input, cachedInput: cached, output: output)
        }
        prices = .standard.with(own ?? [])
    }
}
