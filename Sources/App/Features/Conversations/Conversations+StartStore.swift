import Domain
import Foundation
import Postgres
import Web

extension Conversations {
    /// An account somebody may be written to on, before they have written.
    struct Way: Sendable {
        let account: UUID
        let name: String
        let address: String
        let channel: String
        let provider: String
        let isOn: Bool

        /// Only an approved template begins a conversation.
        var needsTemplate: Bool {
            ServiceWindow.Rule(channelType: channel, provider: provider) == .templatesAfterADay
        }
    }

    /// Channels on which the shop may have the first word.
    static let startChannels = ["email", "whatsapp", "sms", "push"]

    static func way(_ account: UUID, tx: TenantTransaction) async throws -> Way? {
        try await tx.first(ways("AND id = \(account)", tx: tx)).map(way)
    }

    static func ways(tx: TenantTransaction) async throws -> [Way] {
        try await tx.query(ways("AND is_enabled", tx: tx)).map(way)
    }

    private static func ways(_ condition: SQL, tx: TenantTransaction) -> SQL {
        """
        SELECT id, name, coalesce(display_address, address) AS address, channel_type, provider, is_enabled FROM channel_accounts
        WHERE tenant_id = \(tx.tenant) AND removed_at IS NULL AND channel_type = ANY (\(startChannels)::text[])
          \(fragment: condition)
        ORDER BY array_position(\(startChannels)::text[], channel_type), created_at, id LIMIT 50
        """
    }

    private static func way(_ row: Row) throws -> Way {
        Way(
            account: try row("id"), name: try row("name"), address: try row("address"),
            channel: try row("channel_type"),
            provider: try row("provider"), isOn: try row("is_enabled"))
    }

    /// The one conversation that a person has on a channel of that kind; mail has one a subject.
    static func live(with contact: UUID, on way: Way, tx: TenantTransaction) async throws -> UUID? {
        guard way.channel != "email" else { return nil }
        return try await tx.first(
            """
            SELECT id FROM conversations
            WHERE tenant_id = \(tx.tenant) AND account_id = \(way.account) AND customer_id = \(contact) AND status <> 'closed'
            ORDER BY last_message_at DESC LIMIT 1
            """
        ).map { try $0("id") }
    }

    static func begin(
        _ id: UUID, with person: ContactReach, on way: Way, subject: String?, tx: TenantTransaction
    ) -> SQL {
        """
        INSERT INTO conversations (tenant_id, id, account_id, customer_id, customer_name, customer_phone, customer_email, channel_type,
          status, last_direction, subject, thread)
        VALUES (\(tx.tenant), \(id), \(way.account), \(person.contact), \(person.name ?? person.phone ?? person.email ?? ""),
          \(person.phone), \(person.email), \(way.channel), 'open', 'outbound', \(subject),
          CASE WHEN \(subject != nil) THEN \(id.lowercase) ELSE '' END)
        ON CONFLICT DO NOTHING
        """
    }
}
