import Domain
import Foundation
import Postgres
import Providers

extension Inbox {
    /// Reads, in one round trip, all that planning these items needs. Conversations are locked: an agent's act and a customer's
    /// message take turns.
    static func lookUp(
        _ tx: TenantTransaction, for items: [InboxItem],
        replyToken: (TenantID, [UInt8]) throws -> ReplyToken? = { _, _ in nil }
    ) async throws -> InboxKnowledge {
        var claims = ClaimArrays()
        var externalIDs: Set<String> = []
        for item in items { collect(item, &claims, &externalIDs) }
        let mail = MailSearch(items)

        // A look-up an address, whatever the planner believes: of a shop that is new since the last ANALYZE it believes that it has one
        // row, and would compare all its people with all their addresses.
        let claimed: SQL = """
            unnest(\(claims.accounts)::uuid[], \(claims.kinds)::text[], \(claims.keys)::text[]) AS q (account_id, kind, match_key)
            CROSS JOIN LATERAL (
              SELECT account_id, kind, match_key, contact_id, profile_read_at FROM contact_identities
              WHERE tenant_id = \(tx.tenant) AND account_id = q.account_id AND kind = q.kind AND match_key = q.match_key
                AND superseded_at IS NULL LIMIT 1) i
            """
        let copies = copyLookUps(tx, items)
        let results = try await tx.batch(
            [
                """
                SELECT a.id, a.channel_type, t.reopen_within_days, now() AS now,
                  coalesce(g.is_enabled, false) AND coalesce(c.is_enabled, true) AS assistant_is_on,
                  coalesce(c.debounce_seconds, g.debounce_seconds, 6) AS quiet,
                  coalesce(c.debounce_max_seconds, g.debounce_max_seconds, 25) AS cap
                FROM channel_accounts a
                JOIN tenants t ON t.tenant_id = a.tenant_id
                LEFT JOIN ai_support_config g ON g.tenant_id = a.tenant_id
                LEFT JOIN ai_channel_config c ON c.tenant_id = a.tenant_id AND c.channel_type = a.channel_type
                WHERE a.tenant_id = \(tx.tenant) AND a.id = ANY (\(Array(Set(items.map(\.account))))::uuid[])
                """,
                """
                SELECT i.account_id, i.kind, i.match_key, i.contact_id, i.profile_read_at, c.name, c.phone, c.is_blocked
                FROM \(fragment: claimed)
                CROSS JOIN LATERAL (
                  SELECT name, phone, is_blocked FROM contacts WHERE tenant_id = \(tx.tenant) AND id = i.contact_id LIMIT 1) c
                """,
                """
                WITH people AS MATERIALIZED (
                  SELECT DISTINCT i.account_id, i.contact_id FROM \(fragment: claimed)
                ), live AS MATERIALIZED (
                  SELECT v.id FROM people p CROSS JOIN LATERAL (
                    SELECT id FROM conversations
                    WHERE tenant_id = \(tx.tenant) AND account_id = p.account_id AND customer_id = p.contact_id AND status <> 'closed'
                    \(fragment: mail.isEmpty ? "LIMIT 1" : "ORDER BY last_message_at DESC LIMIT 30")) v
                  \(fragment: mail.named(tx.tenant))
                )
                SELECT v.id, v.account_id, v.customer_id, v.status, v.resolved_at, v.last_message_at, v.channel_type, v.subject
                FROM conversations v
                WHERE v.tenant_id = \(tx.tenant) AND v.id = ANY (ARRAY(SELECT id FROM live)) AND v.status <> 'closed'
                ORDER BY v.id
                FOR UPDATE OF v
                """,
                """
                SELECT id, account_id, external_id, part, conversation_id FROM messages
                WHERE tenant_id = \(tx.tenant) AND account_id = ANY (\(Array(Set(items.map(\.account))))::uuid[])
                  AND external_id = ANY (\(Array(externalIDs))::text[])
                """,
            ] + copies + mail.statements(tx.tenant))
        var known = try knowledge(Array(results.prefix(4)))
        try readCopies(results.dropFirst(4).prefix(copies.count), into: &known)
        if !mail.isEmpty {
            try mail.read(Array(results.dropFirst(4 + copies.count)), tx.scope.tenant, into: &known, replyToken)
        }
        return known
    }

    private struct ClaimArrays {
        var accounts: [UUID] = []
        var kinds: [String] = []
        var keys: [String] = []
    }

    private static func collect(_ item: InboxItem, _ claims: inout ClaimArrays, _ externalIDs: inout Set<String>) {
        var people: [IdentityClaim] = []
        switch item.item {
        case .message(let message):
            people = message.customer
            externalIDs.insert(message.externalID)
        case .reaction(let reaction):
            people = reaction.by
            externalIDs.insert(reaction.externalID)
        case .edit(let edit): externalIDs.insert(edit.externalID)
        case .revoke(let externalID, _): externalIDs.insert(externalID)
        case .identityChange(let old, let new, _): people = old + new
        case .marketingOptOut(_, let by, _): people = by
        case .status, .watermark, .notice, .connection, .template: break
        }
        for person in people {
            claims.accounts.append(item.account)
            claims.kinds.append(person.kind.rawValue)
            claims.keys.append(person.matchKey)
        }
    }

    private static func knowledge(_ results: [QueryResult]) throws -> InboxKnowledge {
        var known = InboxKnowledge()
        guard results.count >= 4 else { return known }
        for row in results[0].rows {
            let id: UUID = try row("id")
            known.accounts[id] = .init(
                id: id, channelType: try row("channel_type"), assistantIsOn: try row("assistant_is_on"),
                debounce: .init(quiet: .seconds(try row("quiet") as Double), cap: .seconds(try row("cap") as Double)))
            known.reopenWithin = .seconds(86_400 * (try row("reopen_within_days") as Int))
            known.now = try row("now")
        }
        for row in results[1].rows {
            guard let kind = IdentityClaim.Kind(rawValue: try row("kind")) else { continue }
            known.contacts[.init(account: try row("account_id"), kind: kind, matchKey: try row("match_key"))] = .init(
                id: try row("contact_id"), name: try row("name"), phone: try row("phone"),
                isBlocked: try row("is_blocked"), profileReadAt: try row("profile_read_at"))
        }
        for row in results[2].rows {
            let conversation = InboxKnowledge.Conversation(
                id: try row("id"), status: ConversationStatus(rawValue: try row("status")) ?? .waitingAgent,
                resolvedAt: try row("resolved_at"), lastMessageAt: try row("last_message_at"),
                account: try row("account_id"), contact: try row("customer_id"),
                subject: try row("subject") as String? ?? "")
            if try row("channel_type") as String == ChannelType.email.rawValue {
                known.mail.add(conversation)
            } else {
                known.conversations[.init(account: try row("account_id"), contact: try row("customer_id"))] =
                    conversation
            }
        }
        for row in results[3].rows {
            known.messages[
                .init(account: try row("account_id"), externalID: try row("external_id"), part: try row("part"))] =
                .init(id: try row("id"), conversation: try row("conversation_id"))
        }
        return known
    }
}
