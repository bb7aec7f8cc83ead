import Domain
import Foundation
import Postgres

/// An account of the shop that a pretend provider knows: it can be written to from the page.
struct PlayedAccount: Sendable {
    let id: UUID
    let kind: ChannelKind
    let name: String
    /// What the provider routes on.
    let address: String
    let displayAddress: String?
}

extension Simulator {
    /// The shop's accounts that a pretend provider stands behind, in the order in which the kinds are offered.
    static func accounts(_ providers: PretendProviders, tx: TenantTransaction) async throws -> [PlayedAccount] {
        let rows = try await tx.query(
            """
            SELECT id, provider, channel_type, name, address, display_address FROM channel_accounts
            WHERE tenant_id = \(tx.tenant) AND base_url IS NOT NULL AND removed_at IS NULL ORDER BY created_at, id
            """)
        let accounts = try rows.compactMap { row -> PlayedAccount? in
            guard let provider = ChannelProvider(rawValue: try row("provider")),
                let type = ChannelType(rawValue: try row("channel_type")), let kind = ChannelKind(provider, type)
            else { return nil }
            return PlayedAccount(
                id: try row("id"), kind: kind, name: try row("name"), address: try row("address"),
                displayAddress: try row("display_address"))
        }.filter(providers.knows)
        return ChannelKind.allCases.flatMap { kind in accounts.filter { $0.kind == kind } }
    }
}
