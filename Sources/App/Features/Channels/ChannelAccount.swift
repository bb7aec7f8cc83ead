import Domain
import Foundation
import Postgres

/// A connected account as pages and the API show it: no secret, only which ones there are.
package struct ChannelAccount: Sendable {
    package let id: UUID
    package let provider: String
    package let channelType: String
    package let kind: ChannelKind?
    package let name: String
    package let address: String
    package let displayAddress: String?
    package let settings: [String: String]
    package let isEnabled: Bool
    package let status: String
    package let lastEventAt: Date?
    package let lastError: String?
    package let createdAt: Date
    /// nil for people who may not know.
    package let secrets: Set<ChannelSecret>?
    package let conversations: Int
    package let openConversations: Int
    package let failedEvents: Int
    /// Requests whose signature was not the provider's, since the secrets were last given.
    package let refusedWebhooks: Int
    package let refusedAt: Date?

    /// What people know the account by.
    package var shownAddress: String { displayAddress ?? address }
}

extension ChannelAccount {
    init(_ row: Row, role: ActorRole) throws {
        let (company, type): (String, String) = (try row("provider"), try row("channel_type"))
        provider = company
        channelType = type
        kind = ChannelProvider(rawValue: company).flatMap { company in
            ChannelType(rawValue: type).flatMap { ChannelKind(company, $0) }
        }
        id = try row("id")
        name = try row("name")
        address = try row("address")
        displayAddress = try row("display_address")
        settings = Channels.settings(try row("settings"))
        isEnabled = try row("is_enabled")
        status = try row("connection_status")
        lastEventAt = try row("last_event_at")
        lastError = try row("last_error")
        createdAt = try row("created_at")
        // The policies hide the secrets' rows from everybody else: "none" would be wrong.
        let names: [String]? = try row("secrets")
        secrets = [.owner, .admin].contains(role) ? Set((names ?? []).compactMap(ChannelSecret.init(rawValue:))) : nil
        conversations = try row("conversations")
        openConversations = try row("open_conversations")
        failedEvents = try row("failed_events")
        refusedWebhooks = try row("refused_count")
        refusedAt = try row("refused_at")
    }
}

extension Channels {
    /// The shop's accounts, the first connected first.
    package static func accounts(_ tx: TenantTransaction, only id: UUID? = nil) async throws -> [ChannelAccount] {
        try await tx.query(selectAccounts(tx.tenant, only: id)).map { try ChannelAccount($0, role: tx.scope.role) }
    }

    package static func account(_ tx: TenantTransaction, _ id: UUID) async throws -> ChannelAccount? {
        try await accounts(tx, only: id).first
    }

    private static func selectAccounts(_ tenant: UUID, only id: UUID?) -> SQL {
        """
        SELECT a.id, a.provider, a.channel_type, a.name, a.address, a.display_address, a.settings::text AS settings, a.is_enabled,
          a.connection_status, a.last_event_at, a.last_error, a.created_at, a.refused_count, a.refused_at,
          (SELECT array_agg(s.name) FROM channel_secrets s WHERE s.tenant_id = a.tenant_id AND s.account_id = a.id) AS secrets,
          (SELECT count(*) FROM conversations v WHERE v.tenant_id = a.tenant_id AND v.account_id = a.id) AS conversations,
          (SELECT count(*) FROM conversations v WHERE v.tenant_id = a.tenant_id AND v.account_id = a.id
             AND v.status NOT IN ('resolved', 'closed', 'spam')) AS open_conversations,
          (SELECT count(*) FROM (SELECT 1 FROM webhook_events e WHERE e.tenant_id = a.tenant_id AND e.account_id = a.id
             AND e.state = 'failed' AND e.received_at > now() - interval '7 days' LIMIT 1000) f) AS failed_events
        FROM channel_accounts a
        WHERE a.tenant_id = \(tenant) AND a.removed_at IS NULL AND (\(id)::uuid IS NULL OR a.id = \(id)::uuid)
        ORDER BY a.created_at, a.id
        """
    }
}
