import Domain
import Foundation
import Postgres
import Providers

extension Inbox {
    /// What has to be known of our own sends where a batch holds messages of the shop; nothing is asked where it holds none.
    ///
    /// These come after the statement that locks the conversations: who ends a call locks its conversation too, so a call that is seen
    /// under way here ends, and lets go of what waits for it, after this transaction.
    static func copyLookUps(_ tx: TenantTransaction, _ items: [InboxItem]) -> [SQL] {
        var accounts: [UUID] = []
        var kinds: [String] = []
        var keys: [String] = []
        var ids: Set<String> = []
        for item in items {
            guard case .message(let message) = item.item, message.fromShop else { continue }
            ids.insert(message.externalID)
            for person in message.customer {
                accounts.append(item.account)
                kinds.append(person.kind.rawValue)
                keys.append(person.matchKey)
            }
        }
        guard !ids.isEmpty else { return [] }
        return [
            """
            SELECT o.id, o.message_id, o.conversation_id, o.account_id, v.customer_id, o.state, o.called_at, o.unanswered, m.content, m.content_type,
              CASE WHEN m.content_type = 'interactive' THEN m.payload::text END AS payload
            FROM (
              SELECT DISTINCT i.account_id, i.contact_id
              FROM unnest(\(accounts)::uuid[], \(kinds)::text[], \(keys)::text[]) AS q (account_id, kind, match_key)
              JOIN contact_identities i ON i.tenant_id = \(tx.tenant) AND i.account_id = q.account_id AND i.kind = q.kind
                AND i.match_key = q.match_key AND i.superseded_at IS NULL
            ) p
            JOIN conversations v ON v.tenant_id = \(tx.tenant) AND v.customer_id = p.contact_id AND v.account_id = p.account_id
            JOIN outbox o ON o.tenant_id = v.tenant_id AND o.conversation_id = v.id AND (o.state = 'sending' OR o.unanswered > 0)
            JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id
            WHERE o.called_at IS NULL OR o.called_at > now() - interval '1 day'
            ORDER BY o.called_at NULLS FIRST, o.id
            """,
            """
            SELECT account_id, external_id FROM outbox
            WHERE tenant_id = \(tx.tenant) AND account_id = ANY (\(accounts)::uuid[]) AND external_id = ANY (\(Array(ids))::text[])
            UNION
            SELECT account_id, external_id FROM outbox_names
            WHERE tenant_id = \(tx.tenant) AND account_id = ANY (\(accounts)::uuid[]) AND external_id = ANY (\(Array(ids))::text[])
            """,
        ]
    }

    static func readCopies(_ results: ArraySlice<QueryResult>, into known: inout InboxKnowledge) throws {
        guard let sends = results.first, let ids = results.dropFirst().first else { return }
        known.sends = try sends.rows.map { row in
            InboxKnowledge.Send(
                outbox: try row("id"), message: try row("message_id"), conversation: try row("conversation_id"),
                account: try row("account_id"), contact: try row("customer_id"), state: try row("state"),
                calledAt: try row("called_at"), unanswered: try row("unanswered"),
                content: .init(type: try row("content_type"), text: try row("content")),
                writtenOut: try (row("payload") as String?).flatMap { payload in
                    OutboundContent(
                        type: "interactive", text: try row("content"), payload: try? JSON.parse(payload)
                    ).plainText.map { .init(type: "text", text: $0) }
                })
        }
        for row in ids.rows {
            known.ownIDs.insert(.init(account: try row("account_id"), externalID: try row("external_id"), part: 0))
        }
    }
}
