import Domain
import Foundation
import Postgres

extension Assistant {
    /// Messages that are read at most: enough for the unanswered burst and some history.
    private static let window = 30

    /// The conversation as it stands now, in one round trip. nil when it is gone.
    static func snapshot(_ tx: TenantTransaction, _ conversation: UUID) async throws -> Turn.Snapshot? {
        let results = try await tx.batch([
            """
            SELECT v.account_id, v.revision, v.status, v.channel_type, c.is_blocked, t.name AS shop, t.locale, \(fragment: AssistantSettings.columns)
            FROM conversations v
            JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.customer_id
            JOIN tenants t ON t.tenant_id = v.tenant_id
            LEFT JOIN ai_support_config g ON g.tenant_id = v.tenant_id
            LEFT JOIN ai_channel_config h ON h.tenant_id = v.tenant_id AND h.channel_type = v.channel_type
            WHERE v.tenant_id = \(tx.tenant) AND v.id = \(conversation)
            """,
            // In the order they came to us: a provider's clock may run behind our own answers.
            """
            SELECT direction, content, content_type FROM messages
            WHERE tenant_id = \(tx.tenant) AND conversation_id = \(conversation) AND NOT is_note AND NOT is_internal AND deleted_at IS NULL
            ORDER BY created_at DESC, id DESC LIMIT \(window)
            """,
        ])
        guard results.count == 2, let row = results[0].rows.first else { return nil }
        let said = try results[1].rows.reversed().map { row in
            Turn.Said(text: try row("content"), contentType: try row("content_type"), isCustomer: try row("direction") as String == "inbound")
        }
        let answered = said.lastIndex { !$0.isCustomer }.map { $0 + 1 } ?? 0
        return Turn.Snapshot(
            tenant: tx.scope.tenant, conversation: conversation, account: try row("account_id"), revision: try row("revision"),
            status: ConversationStatus(rawValue: try row("status")) ?? .waitingAgent, channel: try row("channel_type"),
            isBlocked: try row("is_blocked"), shop: try row("shop"), locale: try row("locale"), settings: try AssistantSettings(row),
            unanswered: Array(said[answered...]), history: Array(said[..<answered].suffix(12)))
    }

    /// Steps through the fence: true while nobody has written or acted since the snapshot. The conversation stays locked until the end
    /// of the transaction, so nothing can come between this and the commit.
    static func passFence(_ tx: TenantTransaction, _ snapshot: Turn.Snapshot, setting change: SQL) async throws -> Bool {
        try await tx.execute(
            """
            UPDATE conversations SET change_seq = nextval('change_seq'), \(fragment: change)
            WHERE tenant_id = \(tx.tenant) AND id = \(snapshot.conversation) AND revision = \(snapshot.revision) AND status = 'bot'
            """) == 1
    }

    /// What the bot's word changes in the list.
    static func spoke(_ text: String) -> SQL {
        """
        last_message_at = now(), last_message_preview = \(String(text.prefix(160))), last_message_type = 'text', last_direction = 'outbound'
        """
    }

    static func event(_ snapshot: Turn.Snapshot, _ type: String, _ metadata: JSON) -> SQL {
        """
        INSERT INTO conversation_events (tenant_id, conversation_id, event_type, actor_type, metadata)
        VALUES (\(snapshot.tenant.value), \(snapshot.conversation), \(type), 'bot', \(metadata.text())::jsonb)
        """
    }

    static func metering(_ tenant: TenantID, microUSD: Int64, messages: Int, handoffs: Int = 0, noEvidence: Int = 0) -> [SQL] {
        (microUSD > 0 ? ["SELECT record_ai_usage(\(tenant.value), \(microUSD)::bigint)"] : []) + [
            """
            SELECT increment_ai_metrics(\(tenant.value), p_messages => \(messages)::bigint, p_handoffs => \(handoffs)::bigint,
              p_no_evidence => \(noEvidence)::bigint)
            """
        ]
    }
}
