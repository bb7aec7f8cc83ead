import Domain
import Foundation
import Postgres

extension Assistant {
    /// Messages that are read at most: enough for the unanswered burst and some history.
    private static let window = 30

    /// The conversation as it stands now, in one round trip. nil when it is gone. The revision is read before the messages: one that
    /// arrives in between raises it, and the fence then refuses what was thought without it.
    static func snapshot(_ tx: TenantTransaction, _ conversation: UUID) async throws -> Turn.Snapshot? {
        let results = try await tx.batch([
            standing(tx.tenant, conversation), said(tx.tenant, conversation), UsageTerms.select(tx.scope.tenant),
            CustomerContext.orders(of: conversation, tx), CustomerContext.votes(in: conversation, tx),
        ])
        guard results.count == 5, let row = results[0].rows.first, let terms = results[2].rows.first else { return nil }
        let said = try results[1].rows.reversed().map { row in
            let said = Turn.Said(
                id: try row("id"), text: try row("content"), contentType: try row("content_type"),
                isCustomer: try row("direction") as String == "inbound", media: HeardMedia.all(try row("media")),
                isBeforeOffer: try row("is_before_offer"))
            return (
                said: said, isSettled: try row("is_settled") as Bool, offer: try row("offer") as String?,
                isInstead: try row("is_instead") as Bool, isAside: try row("is_aside") as Bool
            )
        }
        let open = said.filter { $0.said.isCustomer && !$0.isSettled }.map(\.said)
        let openIDs = Set(open.map(\.id))
        let settled = said.filter { !openIDs.contains($0.said.id) }
        let last = settled.last { !$0.isAside }
        return Turn.Snapshot(
            tenant: tx.scope.tenant, conversation: conversation, account: try row("account_id"),
            revision: try row("revision"),
            status: ConversationStatus(rawValue: try row("status")) ?? .waitingAgent, channel: try row("channel_type"),
            isBlocked: try row("is_blocked"), accountIsOn: try row("account_is_on"), window: try ServiceWindow(row),
            contactLocale: try row("contact_locale"),
            shop: try row("shop"), locale: try row("locale"), saidLately: try row("said_lately"),
            settings: try AssistantSettings(row), terms: try UsageTerms(terms),
            moment: try WorkingHours.Moment(row),
            minutesSinceOutOfHours: try row("told_minutes"), customer: try row("customer"),
            answersInARow: try row("answers_in_a_row"), unanswered: open,
            isStillWriting: try row("is_still_writing"), hasDraft: try row("has_draft"),
            orders: try results[3].rows.map(CustomerContext.order),
            votes: try results[4].rows.first.map(CustomerContext.votes) ?? .init(),
            history: Array(settled.map(\.said).suffix(24)), offered: last?.offer.map(Self.options) ?? [],
            hasOfferedInstead: last?.isInstead == true)
    }

    /// What could be tapped under an offer of subjects.
    private static func options(_ payload: String) -> [ReplyOptions.Option] {
        guard let action = (try? JSON.parse(payload))?["interactive"]?["action"] else { return [] }
        let buttons = action.elements(of: "buttons").compactMap { $0["reply"] }
        let rows = action.elements(of: "sections").flatMap { Array($0.elements(of: "rows")) }
        return (buttons + rows).compactMap { choice in
            guard let id = choice["id"]?.string, let title = choice["title"]?.string else { return nil }
            return .init(id: id, title: title, description: choice["description"]?.string)
        }
    }

    /// The shop's own clock, where `clock.at` is its present.
    static let clockColumns: SQL = """
        extract(isodow FROM clock.at)::int AS weekday, (extract(hour FROM clock.at) * 60 + extract(minute FROM clock.at))::int AS minute,
        to_char(clock.at, 'YYYY-MM-DD') AS today, to_char(clock.at - interval '1 day', 'YYYY-MM-DD') AS yesterday
        """

    private static func standing(_ tenant: UUID, _ conversation: UUID) -> SQL {
        """
        SELECT v.account_id, v.revision, v.status, v.channel_type, c.is_blocked, c.locale AS contact_locale, a.is_enabled AS account_is_on,
          t.name AS shop, t.locale, coalesce(nullif(c.name, ''), v.customer_name) AS customer,
          \(fragment: clockColumns),
          (SELECT (extract(epoch FROM now() - max(e.created_at)) / 60)::int FROM conversation_events e
           WHERE e.tenant_id = v.tenant_id AND e.conversation_id = v.id AND e.event_type = 'handoff'
             AND e.metadata ->> 'reason' = 'out_of_hours') AS told_minutes,
          (SELECT count(*)::int FROM messages m
           WHERE m.tenant_id = v.tenant_id AND m.conversation_id = v.id AND m.sender_type = 'bot' AND m.is_ai_generated
             AND m.created_at > greatest(
               (SELECT max(a.created_at) FROM messages a
                WHERE a.tenant_id = v.tenant_id AND a.conversation_id = v.id AND a.sender_type = 'agent' AND a.content_type <> 'reaction'),
               (SELECT max(e.created_at) FROM conversation_events e
                WHERE e.tenant_id = v.tenant_id AND e.conversation_id = v.id AND e.actor_type = 'agent'
                  AND e.event_type = 'status_changed'), '-infinity'::timestamptz)) AS answers_in_a_row,
          EXISTS (SELECT FROM jobs j WHERE j.tenant_id = v.tenant_id AND j.unique_key = 'turn:' || v.id AND j.state = 'ready'
            AND j.run_at > now()) AS is_still_writing,
          EXISTS (SELECT FROM ai_drafts d WHERE d.tenant_id = v.tenant_id AND d.conversation_id = v.id AND d.state = 'pending'
            AND d.revision = v.revision) AS has_draft,
          (
            SELECT count(*) FROM messages m WHERE m.tenant_id = v.tenant_id AND m.conversation_id = v.id AND m.sender_type = 'bot'
              AND m.sent_at > now() - interval '1 hour') AS said_lately,
          \(fragment: Outbox.windowColumns), \(fragment: AssistantSettings.columns)
        FROM conversations v
        JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.customer_id
        JOIN channel_accounts a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
        JOIN tenants t ON t.tenant_id = v.tenant_id
        CROSS JOIN LATERAL (SELECT now() AT TIME ZONE t.time_zone AS at) clock
        LEFT JOIN ai_support_config g ON g.tenant_id = v.tenant_id
        LEFT JOIN ai_channel_config h ON h.tenant_id = v.tenant_id AND h.channel_type = v.channel_type
        WHERE v.tenant_id = \(tenant) AND v.id = \(conversation)
        """
    }

    /// Newest first, in the order they came to us: a provider's clock may run behind our own answers.
    ///
    /// A customer's message is settled when an outcome names it, or when a person has written or acted since (a thumb under it is no
    /// answer). Merely standing
    /// before the assistant's last word settles nothing: `created_at` is the beginning of a transaction, so a message that was being
    /// stored while the assistant committed carries an earlier time although nobody has read it. Hence the minute of grace, which
    /// only matters for stories that were imported without their events.
    private static func said(_ tenant: UUID, _ conversation: UUID) -> SQL {
        """
        WITH told AS (
          SELECT created_at, actor_type, event_type, metadata FROM conversation_events
          WHERE tenant_id = \(tenant) AND conversation_id = \(conversation) ORDER BY created_at DESC LIMIT 200
        ), said AS (
          SELECT id, direction, sender_type, content, content_type, created_at, client_key, \(fragment: HeardMedia.column) AS media,
            CASE WHEN sender_type = 'bot' AND content_type = 'interactive' THEN payload::text END AS offer,
            starts_with(coalesce(client_key, ''), \("\(offerKey):")) AS is_instead,
            content_type = 'reaction' OR starts_with(coalesce(client_key, ''), \(waitingKey)) AS is_aside
          FROM messages
          WHERE tenant_id = \(tenant) AND conversation_id = \(conversation) AND NOT is_note AND NOT is_internal AND deleted_at IS NULL
            -- A machine's mail asks nothing.
            AND payload #> '{email,automatic}' IS NULL
          ORDER BY created_at DESC, id DESC LIMIT \(window)
        ), edge AS (
          SELECT greatest(
            (SELECT max(created_at) FROM said WHERE sender_type = 'agent' AND content_type <> 'reaction'),
            (SELECT max(created_at) FROM told WHERE actor_type = 'agent' AND event_type = 'status_changed'),
            (SELECT max(created_at) - interval '1 minute' FROM said WHERE sender_type IN ('bot', 'system') AND direction = 'outbound'
               AND NOT starts_with(coalesce(client_key, ''), \(waitingKey)))) AS at
        )
        SELECT said.id, said.direction, said.content, said.content_type, said.media, said.offer, said.is_instead, said.is_aside,
          EXISTS (
            SELECT 1 FROM (SELECT metadata FROM told WHERE metadata ? 'offered' ORDER BY created_at DESC LIMIT 1) last
            WHERE last.metadata -> 'answers' ? said.id::text) AS is_before_offer,
          coalesce(said.created_at <= edge.at, false) OR EXISTS (
            SELECT 1 FROM told WHERE told.metadata -> 'answers' ? said.id::text) AS is_settled
        FROM said, edge ORDER BY said.created_at DESC, said.id DESC
        """
    }

    /// Steps through the fence: true while nobody has written or acted since the snapshot. The conversation stays locked until the end
    /// of the transaction, so nothing can come between this and the commit.
    static func passFence(_ tx: TenantTransaction, _ snapshot: Turn.Snapshot, setting change: SQL) async throws -> Bool
    {
        try await tx.execute(
            """
            UPDATE conversations SET change_seq = nextval('change_seq'), \(fragment: change)
            WHERE tenant_id = \(tx.tenant) AND id = \(snapshot.conversation) AND revision = \(snapshot.revision) AND status = 'bot'
            """) == 1
    }

    /// What the bot's word changes in the list.
    static func spoke(_ text: String) -> SQL {
        """
        last_message_at = greatest(last_message_at, now()), last_message_preview = \(String(text.prefix(160))), last_message_type = 'text',
        last_direction = 'outbound'
        """
    }

    static func event(_ snapshot: Turn.Snapshot, _ type: String, _ metadata: JSON) -> SQL {
        """
        INSERT INTO conversation_events (tenant_id, conversation_id, event_type, actor_type, metadata)
        VALUES (\(snapshot.tenant.value), \(snapshot.conversation), \(type), 'bot', \(metadata.text(.storable))::jsonb)
        """
    }
}

extension WorkingHours.Moment {
    /// From ``Assistant/clockColumns``.
    init(_ row: Row) throws {
        self.init(
            weekday: try row("weekday"), minute: try row("minute"), date: try row("today"),
            yesterday: try row("yesterday"))
    }
}
