import Domain
import Foundation
import Postgres

/// A business account of the shop, and the number that speaks for it.
package struct TemplateBusiness: Sendable, Equatable {
    package let id: String
    package let account: UUID
    /// What the shop calls its numbers there.
    package let name: String
    /// When Meta's list was last read.
    package let syncedAt: Date?
    /// Why it could not be read, since then.
    package let errorCode: String?
    package let errorTitle: String?
}

extension MessageTemplates {
    /// What may be sent from an account just now, by name.
    package static func usable(for account: UUID, limit: Int = 200, tx: TenantTransaction) -> SQL {
        """
        SELECT \(fragment: MessageTemplate.columns) FROM message_templates t
        JOIN channel_accounts a ON a.tenant_id = t.tenant_id AND a.settings ->> 'business_account_id' = t.business_account_id
        WHERE t.tenant_id = \(tx.tenant) AND a.id = \(account) AND a.provider = 'meta' AND a.channel_type = 'whatsapp'
          AND t.status IN ('approved', 'flagged')
        ORDER BY t.name, t.language LIMIT \(limit)
        """
    }

    /// The same for a conversation's number.
    package static func usable(inConversation id: UUID, limit: Int = 200, tx: TenantTransaction) -> SQL {
        """
        SELECT \(fragment: MessageTemplate.columns) FROM conversations v
        JOIN channel_accounts a ON a.tenant_id = v.tenant_id AND a.id = v.account_id AND a.provider = 'meta' AND a.channel_type = 'whatsapp'
        JOIN message_templates t ON t.tenant_id = v.tenant_id AND t.business_account_id = a.settings ->> 'business_account_id'
          AND t.status IN ('approved', 'flagged')
        WHERE v.tenant_id = \(tx.tenant) AND v.id = \(id) ORDER BY t.name, t.language LIMIT \(limit)
        """
    }

    /// A template of an account's business account, by id or by name and language; whatever its status.
    static func find(_ choice: OutgoingTemplate.Choice, for account: UUID, tx: TenantTransaction) async throws
        -> MessageTemplate?
    {
        let named: SQL =
            switch choice {
            case .id(let id): "t.id = \(id)"
            case .name(let name, let language): "t.name = \(name) AND t.language = \(language)"
            }
        return try await tx.first(
            """
            SELECT \(fragment: MessageTemplate.columns) FROM message_templates t
            JOIN channel_accounts a ON a.tenant_id = t.tenant_id AND a.settings ->> 'business_account_id' = t.business_account_id
            WHERE t.tenant_id = \(tx.tenant) AND a.id = \(account) AND a.provider = 'meta' AND a.channel_type = 'whatsapp'
              AND \(fragment: named)
            """
        ).map(MessageTemplate.init)
    }

    /// The shop's business accounts, with how their lists stand.
    package static func businesses(_ tx: TenantTransaction) async throws -> [TemplateBusiness] {
        try await tx.query(
            """
            SELECT b.business, b.account, b.names, s.finished_at, s.error_code, s.error_title
            FROM (
              SELECT settings ->> 'business_account_id' AS business, (array_agg(id ORDER BY created_at, id))[1] AS account,
                string_agg(name, ', ' ORDER BY created_at, id) AS names, min(created_at) AS since
              FROM channel_accounts
              WHERE tenant_id = \(tx.tenant) AND provider = 'meta' AND channel_type = 'whatsapp' AND removed_at IS NULL
                AND settings ->> 'business_account_id' <> ''
              GROUP BY 1
            ) b LEFT JOIN template_syncs s ON s.tenant_id = \(tx.tenant) AND s.business_account_id = b.business
            ORDER BY b.since
            """
        ).map { row in
            TemplateBusiness(
                id: try row("business"), account: try row("account"), name: try row("names"),
                syncedAt: try row("finished_at"), errorCode: try row("error_code"), errorTitle: try row("error_title"))
        }
    }
}
