import Domain
import Foundation
import Postgres
import Synchronization

/// Sets money aside before a model is asked.
package struct AIBudget: Sendable {
    let database: Database

    /// Longer than any call may take. Whoever crashes in between gives the money back by then.
    package static let lasts = Duration.seconds(180)

    package init(database: Database) { self.database = database }

    /// Money for work whose most depends on the shop's prices; nil where the month has none left.
    package func open(
        _ tenant: TenantID, for purpose: String, _ most: @escaping @Sendable (ModelPrices) -> Int64
    ) async throws -> (purse: AIPurse, prices: ModelPrices)? {
        let prices = try await database.tenant(.service(tenant)) { tx in
            try UsageTerms(try await tx.one(UsageTerms.select(tenant))).prices
        }
        return try await open(tenant, for: purpose, most(prices)).map { ($0, prices) }
    }

    /// Money for one piece of work; nil where the month has none left. More is added to it as it is needed (``AIPurse/covers(_:)``).
    package func open(_ tenant: TenantID, for purpose: String, _ microUSD: Int64) async throws -> AIPurse? {
        guard let id = try await reserve(tenant, microUSD, purpose, nil) else { return nil }
        return AIPurse(budget: self, tenant: tenant, purpose: purpose, id: id, holds: microUSD)
    }

    fileprivate func reserve(_ tenant: TenantID, _ amount: Int64, _ purpose: String, _ id: UUID?) async throws -> UUID?
    {
        let lasts = Double(Self.lasts.components.seconds)
        return try await database.tenant(.service(tenant)) { tx in
            let results = try await tx.commit([
                """
                SELECT reserve_ai_budget(\(tx.tenant), \(amount)::bigint, \(purpose), make_interval(secs => \(lasts)), \(id)::uuid) AS id
                """
            ])
            guard let row = results.first?.rows.first else { return nil }
            return try row("id")
        }
    }

    /// For work that ends without an outcome of its own: gives back what is left, and keeps what was paid, also of work that was
    /// cancelled.
    package func close(_ purse: AIPurse?, _ tally: UsageTally = UsageTally()) async {
        guard let purse else { return }
        let database = database
        let settling = Task {  // ours may be cancelled already, and what was spent counts all the same; awaited below
            // Should this fail too, the money is free again when the reservation expires.
            _ = try? await database.tenant(.service(purse.tenant)) { tx in
                try await tx.commit(tally.statements(purse.tenant) + purse.settled)
            }
        }
        await settling.value
    }
}

/// What was set aside for one piece of work.
package final class AIPurse: Sendable {
    private let budget: AIBudget
    let tenant: TenantID
    private let purpose: String
    private let id: UUID
    private let holds: Mutex<Int64>

    fileprivate init(budget: AIBudget, tenant: TenantID, purpose: String, id: UUID, holds: Int64) {
        self.budget = budget
        self.tenant = tenant
        self.purpose = purpose
        self.id = id
        self.holds = Mutex(holds)
    }

    /// Whether the work may have cost `total` when it is over; sets more aside where that is needed. What cannot be asked is no.
    package func covers(_ total: Int64) async -> Bool {
        if holds.withLock({ $0 >= total }) { return true }
        guard (try? await budget.reserve(tenant, total, purpose, id)) != nil else { return false }
        holds.withLock { $0 = max($0, total) }
        return true
    }

    /// For the transaction that records what was really spent.
    package var settled: [SQL] { ["DELETE FROM ai_reservations WHERE tenant_id = \(tenant.value) AND id = \(id)"] }
}
