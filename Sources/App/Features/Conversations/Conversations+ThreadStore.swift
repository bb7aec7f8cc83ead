import Domain
import Foundation
import Postgres

extension Conversations {
    /// Messages shown at once; one more is read, to know whether there are earlier ones.
    static let threadLength = 50

    /// Everything the open conversation shows, in one flush; nil when this shop has none of that id.
    static func thread(_ id: UUID, before: InboxQuery.Cursor? = nil, tx: TenantTransaction) async throws -> ThreadFacts?
    {
        let statements =
            [head(id, tx: tx)] + messageStatements(page(of: id, before: before, tx: tx)) + [
                identities(of: id, tx: tx), orders(of: id, tx: tx), previous(to: id, tx: tx), events(of: id, tx: tx),
                MessageTemplates.usable(inConversation: id, limit: 4, tx: tx),
                Assistant.drafts(of: id, limit: 1, tx),
            ]
        let results = try await tx.commit(statements)
        guard results.count == statements.count, let first = results[0].rows.first else { return nil }
        var facts = try ThreadFacts(head: first, messages: messages(Array(results[1...5])))
        facts.identities = try results[6].rows.map(ThreadFacts.Identity.init)
        facts.orders = try results[7].rows.map(ThreadFacts.Order.init)
        facts.previous = try results[8].rows.map(ThreadFacts.Previous.init)
        facts.events = try results[9].rows.map(ThreadFacts.Event.init)
        facts.templates = try results[10].rows.map(MessageTemplate.init)
        facts.draft = try results[11].rows.first.map(AnswerDraft.init)
        return facts
    }

    /// Messages alone: the API's page, and earlier ones.
    static func messages(of id: UUID, before: InboxQuery.Cursor?, tx: TenantTransaction) async throws -> [MessageFacts]
    {
        try messages(await tx.commit(messageStatements(page(of: id, before: before, tx: tx))))
    }

    /// One message with what hangs on it.
    static func message(_ id: UUID, of conversation: UUID, tx: TenantTransaction) async throws -> MessageFacts? {
        let page: SQL =
            "SELECT * FROM messages WHERE tenant_id = \(tx.tenant) AND conversation_id = \(conversation) AND id = \(id)"
        return try messages(await tx.commit(messageStatements(page))).first
    }

    static func exists(_ id: UUID, tx: TenantTransaction) async throws -> Bool {
        try await tx.first("SELECT 1 FROM conversations WHERE tenant_id = \(tx.tenant) AND id = \(id)") != nil
    }

    private static func head(_ id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT v.id, v.customer_id, v.change_seq, v.status, v.customer_name, v.customer_phone, v.channel_type, v.last_message_at,
          (extract(epoch FROM v.last_message_at) * 1000000)::bigint AS micros, v.last_message_preview, v.last_message_type,
          v.last_direction, v.unread_count, v.waiting_since, v.assigned_to, u.name AS assignee,
          v.handoff_reason, v.subject, \(fragment: draft), v.handoff_summary, v.customer_email, \(fragment: Outbox.windowColumns),
          (SELECT max(created_at) FROM conversation_events e WHERE e.tenant_id = v.tenant_id AND e.conversation_id = v.id
             AND e.event_type = 'handoff') AS handed_off_at,
          a.name AS account_name, a.provider, a.is_enabled, c.email, c.phone, c.username, c.is_blocked, c.created_at AS contact_since
        FROM conversations v
        JOIN channel_accounts a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
        JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.customer_id
        LEFT JOIN users u ON u.id = v.assigned_to
        WHERE v.tenant_id = \(tx.tenant) AND v.id = \(id)
        """
    }

    private static func page(of id: UUID, before: InboxQuery.Cursor?, tx: TenantTransaction) -> SQL {
        var page: SQL = "SELECT * FROM messages WHERE tenant_id = \(tx.tenant) AND conversation_id = \(id)"
        if let before {
            page += """
                 AND (sent_at, id) < (timestamptz 'epoch' + \(before.micros)::bigint * interval '1 microsecond', \(before.id)::uuid)
                """
        }
        // The shop's reactions hang on what they react to; one that failed stands there with its reason.
        page +=
            " AND NOT (content_type = 'reaction' AND direction = 'outbound' AND coalesce(delivery_status, '') <> 'failed')"
        page += " ORDER BY sent_at DESC, id DESC LIMIT \(threadLength + 1)"
        return page
    }

    /// Statements over the same page of messages: the rows, their attachments, their reactions, what they quote, what they said before.
    private static func messageStatements(_ page: SQL) -> [SQL] {
        [
            """
            SELECT m.id, m.direction, m.sender_type, m.sender_name, m.content, m.content_type, m.payload::text AS payload, m.account_id,
              m.external_id, m.reply_to_external_id, m.client_key, m.delivery_status, m.failure_code, m.failure_reason,
              m.is_ai_generated, m.is_note, m.is_internal, m.citations::text AS citations, m.edited_at, m.deleted_at, m.sent_at,
              m.sender_id, (extract(epoch FROM m.sent_at) * 1000000)::bigint AS micros, o.state AS outbox_state,
              EXISTS (SELECT 1 FROM mail_bodies b WHERE b.tenant_id = m.tenant_id AND b.message_id = m.id) AS has_html
            FROM (\(fragment: page)) m LEFT JOIN outbox o ON o.tenant_id = m.tenant_id AND o.message_id = m.id
            ORDER BY m.sent_at DESC, m.id DESC
            """,
            """
            SELECT f.message_id, f.id, f.kind, coalesce(k.mime_type, f.mime_type) AS mime_type, f.file_name,
              coalesce(k.byte_size, f.byte_size) AS byte_size, f.voice, k.state, q.status AS reading,
              f.ai_description, f.ai_extracted_text, f.ai_suggested_actions, f.transcription, f.transcription_duration_seconds
            FROM (\(fragment: page)) m JOIN message_attachments f ON f.tenant_id = m.tenant_id AND f.message_id = m.id
            LEFT JOIN media_files k ON k.tenant_id = f.tenant_id AND k.attachment_id = f.id
            LEFT JOIN ai_media_queue q ON q.tenant_id = f.tenant_id AND q.attachment_id = f.id
            ORDER BY f.message_id, f.id
            """,
            """
            SELECT x.id, string_agg(x.emoji, ' ' ORDER BY x.reacted_at) AS emoji, max(x.emoji) FILTER (WHERE x.own) AS own
            FROM (
              SELECT m.id, r.emoji, r.reacted_at, false AS own
              FROM (\(fragment: page)) m JOIN message_reactions r ON r.tenant_id = m.tenant_id AND r.account_id = m.account_id
                AND r.external_id = m.external_id
              UNION ALL
              SELECT m.id, o.content, o.sent_at, true
              FROM (\(fragment: page)) m JOIN LATERAL (
                SELECT content, sent_at FROM messages o
                WHERE o.tenant_id = m.tenant_id AND o.account_id = m.account_id AND o.reply_to_external_id = m.external_id
                  AND o.content_type = 'reaction' AND o.direction = 'outbound' AND coalesce(o.delivery_status, '') <> 'failed'
                ORDER BY o.id DESC LIMIT 1
              ) o ON true
            ) x WHERE x.emoji <> '' GROUP BY x.id
            """,
            """
            SELECT m.id, q.id AS quoted, q.sender_type, q.sender_name, q.content, q.content_type
            FROM (\(fragment: page)) m JOIN messages q ON q.tenant_id = m.tenant_id AND q.account_id = m.account_id
              AND q.external_id = m.reply_to_external_id AND q.part = 0
            """,
            """
            SELECT m.id, e.content, e.replaced_at
            FROM (\(fragment: page)) m JOIN message_edits e ON e.tenant_id = m.tenant_id AND e.message_id = m.id
            WHERE m.edited_at IS NOT NULL ORDER BY e.id
            """,
        ]
    }

    private static func messages(_ results: [QueryResult]) throws -> [MessageFacts] {
        guard results.count == 5 else { return [] }
        var all = try results[0].rows.map(MessageFacts.init)
        let places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.id, $0) })
        for row in results[1].rows {
            if let place = places[try row("message_id")] { all[place].attachments.append(try .init(row)) }
        }
        for row in results[2].rows {
            if let place = places[try row("id")] {
                all[place].reactions = try row("emoji")
                all[place].ownReaction = try row("own")
            }
        }
        for row in results[3].rows {
            if let place = places[try row("id")] { all[place].quote = try .init(row) }
        }
        for row in results[4].rows {
            guard let place = places[try row("id")] else { continue }
            all[place].edits.append(.init(content: try row("content"), at: try row("replaced_at")))
        }
        return all.reversed()
    }

    private static func identities(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT i.kind, i.value, i.superseded_at IS NOT NULL AS is_old, a.name AS account, a.channel_type
        FROM conversations v
        JOIN contact_identities i ON i.tenant_id = v.tenant_id AND i.contact_id = v.customer_id
        JOIN channel_accounts a ON a.tenant_id = i.tenant_id AND a.id = i.account_id
        WHERE v.tenant_id = \(tx.tenant) AND v.id = \(id) 
        ORDER BY i.superseded_at IS NOT NULL, i.kind <> 'phone_e164', i.first_seen LIMIT 20
        """
    }

    private static func orders(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT o.number, o.status, o.total_cents, o.items::text AS items, o.tracking_code, o.placed_at
        FROM conversations v JOIN orders o ON o.tenant_id = v.tenant_id AND o.contact_id = v.customer_id
        WHERE v.tenant_id = \(tx.tenant) AND v.id = \(id) ORDER BY o.placed_at DESC LIMIT 10
        """
    }

    private static func previous(to id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT p.id, p.status, p.channel_type, p.last_message_at, p.last_message_preview
        FROM conversations v JOIN conversations p ON p.tenant_id = v.tenant_id AND p.customer_id = v.customer_id AND p.id <> v.id
        WHERE v.tenant_id = \(tx.tenant) AND v.id = \(id) ORDER BY p.last_message_at DESC LIMIT 10
        """
    }

    /// The newest 40; single messages tell their own story in the thread.
    static func events(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT e.id, e.event_type, e.actor_type, e.metadata::text AS metadata, e.created_at, u.name AS actor
        FROM conversation_events e LEFT JOIN users u ON u.id = e.actor_id
        WHERE e.tenant_id = \(tx.tenant) AND e.conversation_id = \(id) ORDER BY e.created_at DESC, e.id DESC LIMIT 40
        """
    }
}
