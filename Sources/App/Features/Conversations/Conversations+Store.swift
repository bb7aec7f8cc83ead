import Domain
import Foundation
import Postgres

extension Conversations {
    // MARK: Acts

    /// The conversation, locked until the transaction ends; nil when this shop has none of that id.
    static func lock(_ tx: TenantTransaction, _ id: UUID) async throws -> ConversationDesk.Standing? {
        try await standing(tx, id, "FOR UPDATE OF v")
    }

    /// The conversation as an act finds it, not held.
    static func standing(_ tx: TenantTransaction, _ id: UUID, _ lock: SQL = "") async throws
        -> ConversationDesk.Standing?
    {
        guard
            let row = try await tx.first(
                """
                SELECT v.status, v.assigned_to, v.account_id, v.channel_type, v.unread_count, a.provider, a.is_enabled,
                  \(fragment: Outbox.windowColumns)
                FROM conversations v
                JOIN channel_accounts a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
                WHERE v.tenant_id = \(tx.tenant) AND v.id = \(id)
                \(fragment: lock)
                """)
        else { return nil }
        return ConversationDesk.Standing(
            id: id, status: ConversationStatus(rawValue: try row("status")) ?? .waitingAgent,
            assignee: try row("assigned_to"),
            account: try row("account_id"), accountIsOn: try row("is_enabled"), channel: try row("channel_type"),
            provider: try row("provider"), window: try ServiceWindow(row),
            unread: try row("unread_count"))
    }

    /// The message this key made, if it has made one.
    static func message(_ tx: TenantTransaction, conversation: UUID, key: String) async throws -> UUID? {
        try await tx.first(
            """
            SELECT id FROM messages WHERE tenant_id = \(tx.tenant) AND conversation_id = \(conversation) AND client_key = \(key)
            """
        ).map { try $0("id") }
    }

    /// What kind of message it is; nil when the conversation has none of that id.
    static func contentType(_ tx: TenantTransaction, conversation: UUID, message: UUID) async throws -> String? {
        try await tx.first(
            """
            SELECT content_type FROM messages
            WHERE tenant_id = \(tx.tenant) AND id = \(message) AND conversation_id = \(conversation)
            """
        ).map { try $0("content_type") }
    }

    static func apply(_ change: ConversationDesk.Change, to standing: ConversationDesk.Standing, tx: TenantTransaction)
        -> [SQL]
    {
        var metadata = ["by": change.by]
        if change.status != standing.status {
            metadata["from"] = standing.status.rawValue
            metadata["to"] = change.status.rawValue
        }
        return [
            """
            UPDATE conversations SET status = \(change.status.rawValue), assigned_to = \(change.newAssignee(of: standing)),
              revision = revision + 1, change_seq = nextval('change_seq'), unread_count = 0,
              handoff_reason = CASE WHEN \(change.endsHandoff) THEN NULL ELSE handoff_reason END,
              handoff_summary = CASE WHEN \(change.endsHandoff) THEN NULL ELSE handoff_summary END,
              waiting_since = CASE WHEN \(change.endsWaiting) THEN NULL ELSE waiting_since END,
              resolved_at = CASE WHEN \(change.status == .resolved || change.status == .closed) THEN coalesce(resolved_at, now()) END,
              last_message_preview = coalesce(\(change.lastWord), last_message_preview),
              last_message_at = CASE WHEN \(change.lastWord != nil) THEN greatest(last_message_at, now()) ELSE last_message_at END,
              last_message_type = CASE WHEN \(change.lastWord != nil) THEN \(change.lastType) ELSE last_message_type END,
              last_direction = CASE WHEN \(change.lastWord != nil) THEN 'outbound' ELSE last_direction END
            WHERE tenant_id = \(tx.tenant) AND id = \(standing.id)
            """,
            event("status_changed", metadata, of: standing.id, tx: tx),
        ]
    }

    static func touch(_ standing: ConversationDesk.Standing, tx: TenantTransaction) -> SQL {
        changed(standing.id, tx: tx)
    }

    static func markSeen(_ id: UUID, tx: TenantTransaction) -> SQL {
        """
        UPDATE conversations SET unread_count = 0, change_seq = nextval('change_seq')
        WHERE tenant_id = \(tx.tenant) AND id = \(id) AND unread_count > 0
        """
    }

    static func insertNote(
        _ id: UUID, text: String, key: String, to standing: ConversationDesk.Standing, actor: ConversationDesk.Actor
    ) -> SQL {
        """
        INSERT INTO messages (tenant_id, id, conversation_id, account_id, direction, sender_type, sender_id, sender_name, content,
          client_key, is_internal, is_note)
        VALUES (\(actor.scope.tenant.value), \(id), \(standing.id), \(standing.account), 'outbound', 'agent', \(actor.scope.user),
          \(actor.name), \(text), \(key), true, true)
        """
    }

    static func event(_ type: String, _ metadata: [String: String], of conversation: UUID, tx: TenantTransaction) -> SQL
    {
        let pairs = metadata.sorted { $0.key < $1.key }
        return """
            INSERT INTO conversation_events (tenant_id, conversation_id, event_type, actor_type, actor_id, metadata)
            VALUES (\(tx.tenant), \(conversation), \(type), 'agent', \(tx.scope.user),
              jsonb_object(\(pairs.map(\.key))::text[], \(pairs.map(\.value))::text[]))
            """
    }

    // MARK: Live updates

    /// Conversations that changed after `cursor`, oldest change first; more than `limit` means: reload.
    ///
    /// A transaction may take its number before another and commit after it, so a little is looked at again; what the page
    /// has already is recognised by its number.
    static func changes(after cursor: Int64, limit: Int, tx: TenantTransaction) -> SQL {
        """
        SELECT id, change_seq FROM conversations
        WHERE tenant_id = \(tx.tenant) AND change_seq > \(max(0, cursor - 50)) ORDER BY change_seq LIMIT \(limit)
        """
    }
}
