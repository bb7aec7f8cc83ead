import Domain
import Foundation
import Postgres

/// One line of the list, as stored.
struct ConversationLine: Sendable {
    var id: UUID
    var customer: UUID
    var seq: Int64
    var status: ConversationStatus
    var name: String
    var phone: String?
    var channel: String
    var lastAt: Date
    var micros: Int64
    var preview: String
    var kind: String
    var isOutbound: Bool
    var unread: Int
    var waitingSince: Date?
    var assignee: UUID?
    var assigneeName: String?
    var handoffReason: String?
    /// An answer of the assistant that waits for a person.
    var draft: UUID?
    /// Of a conversation by mail.
    var subject: String?
    var window: ServiceWindow

    var cursor: InboxQuery.Cursor { .init(micros: micros, id: id) }
}

/// The figures around the list.
struct InboxFigures: Sendable {
    var waiting = 0
    var mine = 0
    /// The newest change there is: where live updates go on from.
    var cursor: Int64 = 0
    var channels: [String] = []
}

extension Conversations {
    /// Rows a page; one more is read, to know whether there are others.
    static let pageLength = 30
    /// Beyond this a figure is shown as "99+", and no more rows are counted.
    static let countLimit = 100
    /// How far back a search by part of a name looks.
    static let searchDepth = 5000

    /// A page of the list. Each filter is answered by an index in the list's own order, so its cost is that of the page.
    ///
    /// - Parameter window: the columns of the service window; the page does not show it, so rough ones do.
    static func page(
        _ query: InboxQuery, user: UUID?, limit: Int = pageLength + 1, window: SQL = Outbox.roughWindowColumns,
        tx: TenantTransaction
    ) -> SQL {
        let narrowed = narrowing(query, tx: tx)
        let order: SQL = "ORDER BY c.last_message_at DESC, c.id DESC LIMIT \(limit)"
        func one(_ condition: SQL) -> SQL {
            """
            SELECT c.* FROM conversations c
            WHERE c.tenant_id = \(tx.tenant) AND \(fragment: condition)\(fragment: narrowed) \(fragment: order)
            """
        }
        // Several statuses: the head of each, merged.
        func merged(_ statuses: [ConversationStatus]) -> SQL {
            """
            SELECT c.* FROM unnest(\(statuses.map(\.rawValue))::text[]) s (status) CROSS JOIN LATERAL (
              \(fragment: one("c.status = s.status"))
            ) c \(fragment: order)
            """
        }
        let rows: SQL =
            switch query.filter {
            case .all: one("c.status <> 'spam'")
            // What waits for a person: to be answered, or to have a draft decided.
            case .waiting:
                """
                SELECT c.* FROM ((\(fragment: merged([.new, .waitingAgent]))) UNION ALL (
                  SELECT c.* FROM \(fragment: withDraft(tx))\(fragment: narrowed) \(fragment: order)
                )) c \(fragment: order)
                """
            case .bot: one("c.status = 'bot'")
            case .mine: one("c.assigned_to = \(user) AND c.status NOT IN ('resolved', 'closed', 'spam')")
            case .resolved: merged([.resolved, .closed])
            case .spam: one("c.status = 'spam'")
            }
        return lines(of: rows, window)
    }

    /// Some conversations by id: rows that changed while a page was open.
    static func lines(
        _ ids: [UUID], window: SQL = Outbox.roughWindowColumns, tx: TenantTransaction
    ) -> SQL {
        lines(
            of: "SELECT c.* FROM conversations c WHERE c.tenant_id = \(tx.tenant) AND c.id = ANY (\(ids)::uuid[])",
            window)
    }

    /// The draft that waits, of a conversation `v`.
    static let draft: SQL = """
        (SELECT d.id FROM ai_drafts d WHERE d.tenant_id = v.tenant_id AND d.conversation_id = v.id AND d.state = 'pending'
           AND d.revision = v.revision) AS draft_id
        """

    /// Conversations `c` whose draft waits, but those that wait anyway.
    private static func withDraft(_ tx: TenantTransaction) -> SQL {
        """
        ai_drafts d JOIN conversations c ON c.tenant_id = d.tenant_id AND c.id = d.conversation_id AND c.revision = d.revision
        WHERE d.tenant_id = \(tx.tenant) AND d.state = 'pending' AND c.status NOT IN ('new', 'waiting_agent', 'spam')
        """
    }

    private static func lines(of rows: SQL, _ window: SQL) -> SQL {
        """
        SELECT v.id, v.customer_id, v.change_seq, v.status, v.customer_name, v.customer_phone, v.channel_type, v.last_message_at,
          (extract(epoch FROM v.last_message_at) * 1000000)::bigint AS micros, v.last_message_preview, v.last_message_type,
          v.last_direction, v.unread_count, v.waiting_since, v.assigned_to, u.name AS assignee,
          v.handoff_reason, v.subject, \(fragment: draft), \(fragment: window)
        FROM (\(fragment: rows)) v JOIN channel_accounts a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
        LEFT JOIN users u ON u.id = v.assigned_to
        ORDER BY v.last_message_at DESC, v.id DESC
        """
    }

    private static func narrowing(_ query: InboxQuery, tx: TenantTransaction) -> SQL {
        var all = SQL()
        if let channel = query.channel { all += " AND c.channel_type = \(channel)" }
        if let cursor = query.cursor {
            all += """
                 AND (c.last_message_at, c.id)
                  < (timestamptz 'epoch' + \(cursor.micros)::bigint * interval '1 microsecond', \(cursor.id)::uuid)
                """
        }
        if let search = query.search { all += " AND c.id = ANY (ARRAY(\(fragment: matches(search, tx: tx))))" }
        return all
    }

    /// A name or part of one among the newest conversations; a whole telephone number anywhere.
    private static func matches(_ search: String, tx: TenantTransaction) -> SQL {
        let digits = String(search.unicodeScalars.filter { ("0"..."9").contains($0) })
        var sql: SQL = """
            SELECT r.id FROM (
              SELECT id, customer_name, customer_phone FROM conversations
              WHERE tenant_id = \(tx.tenant) AND status <> 'spam' ORDER BY last_message_at DESC, id DESC LIMIT \(searchDepth)
            ) r WHERE strpos(fold_text(r.customer_name), fold_text(\(search))) > 0
            """
        if digits.utf8.count >= 4 {
            sql += " OR strpos(regexp_replace(r.customer_phone, '[^0-9]', '', 'g'), \(digits)) > 0"
        }
        if let phone = PhoneNumber(typed: search) {
            sql += """
                 UNION ALL
                SELECT v.id FROM channel_accounts a
                JOIN contact_identities i ON i.tenant_id = a.tenant_id AND i.account_id = a.id AND i.kind = 'phone_e164'
                  AND i.match_key = \(phone.matchKey)
                JOIN conversations v ON v.tenant_id = i.tenant_id AND v.customer_id = i.contact_id
                WHERE a.tenant_id = \(tx.tenant)
                """
        }
        return sql
    }

    static func figures(user: UUID?, tx: TenantTransaction) -> SQL {
        """
        SELECT
          (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE tenant_id = \(tx.tenant) AND status IN ('new', 'waiting_agent')
                                 UNION ALL SELECT 1 FROM \(fragment: withDraft(tx)) LIMIT \(countLimit)) w) AS waiting,
          (SELECT count(*) FROM (SELECT 1 FROM conversations WHERE tenant_id = \(tx.tenant) AND assigned_to = \(user)
                                 AND status NOT IN ('resolved', 'closed', 'spam') LIMIT \(countLimit)) m) AS mine,
          coalesce((SELECT max(change_seq) FROM conversations WHERE tenant_id = \(tx.tenant)), 0) AS cursor,
          ARRAY(SELECT DISTINCT channel_type FROM channel_accounts WHERE tenant_id = \(tx.tenant) ORDER BY channel_type) AS channels
        """
    }

    static func line(_ row: Row) throws -> ConversationLine {
        ConversationLine(
            id: try row("id"), customer: try row("customer_id"), seq: try row("change_seq"),
            status: ConversationStatus(rawValue: try row("status")) ?? .waitingAgent, name: try row("customer_name"),
            phone: try row("customer_phone"), channel: try row("channel_type"), lastAt: try row("last_message_at"),
            micros: try row("micros"), preview: try row("last_message_preview"), kind: try row("last_message_type"),
            isOutbound: try row("last_direction") as String == "outbound", unread: try row("unread_count"),
            waitingSince: try row("waiting_since"), assignee: try row("assigned_to"), assigneeName: try row("assignee"),
            handoffReason: try row("handoff_reason"), draft: try row("draft_id"), subject: try row("subject"),
            window: try ServiceWindow(row))
    }

    static func figures(_ row: Row) throws -> InboxFigures {
        InboxFigures(
            waiting: try row("waiting"), mine: try row("mine"), cursor: try row("cursor"), channels: try row("channels")
        )
    }
}
