import Domain
import Foundation
import Postgres

extension Tenants {
    /// What the operator lets a shop's assistant cost in a month, in millionths of a dollar; nil: no limit. False: there is no such shop.
    package static func setAIPlan(_ cap: Int64?, of slug: String, in system: SystemTransaction) async throws -> Bool {
        try await system.execute("UPDATE tenants SET ai_plan_micro_usd = \(cap)::bigint WHERE slug = \(slug)") == 1
    }

    package enum PlanFault: Error, Sendable { case noAmount, noShop }

    /// The same from what an operator types: `25`, `12.50`, or `none`. Returns what holds now, for people to read.
    package static func setAIPlan(usd: String, of slug: String, in database: Database) async throws -> String {
        let cap = usd == "none" ? nil : Dollars.parse(usd, places: 6)
        guard usd == "none" || cap != nil else { throw PlanFault.noAmount }
        let isKnown = try await database.system("the operator sets what a shop's assistant may cost") {
            try await setAIPlan(cap, of: slug, in: $0)
        }
        guard isKnown else { throw PlanFault.noShop }
        return cap.map { "US$ \(Dollars.text($0, places: 6, mark: ".")) a month" } ?? "no limit"
    }
}
