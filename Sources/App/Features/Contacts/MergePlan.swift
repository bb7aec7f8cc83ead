import Domain
import Foundation
import Postgres

/// What merging one contact into another would do; read for the preview, and again under lock for the act.
struct MergePlan: Sendable {
    struct Conversation: Sendable {
        let id: UUID
        let account: UUID
        let customer: UUID
        let status: ConversationStatus
        let lastAt: Date
        let channel: String
    }

    let survivor: ContactFacts
    let merged: ContactFacts
    var identities: [MergeRecord.Identity] = []
    /// Of both.
    var conversations: [Conversation] = []
    var orders: [UUID] = []
    var notes: [UUID] = []
    var tags: [String] = []
    var survivorTags: [String] = []
    var fields: [UUID] = []

    /// Live conversations of both on one account: the one that needs a person stays, else the more recent; the other ends. By mail a
    /// person has one a subject, so there none has to.
    var ending: [(ends: Conversation, stays: Conversation)] {
        let live = conversations.filter { $0.status != .closed && $0.channel != "email" }
        return live.filter { $0.customer == merged.id }.compactMap { theirs in
            guard let ours = live.first(where: { $0.customer == survivor.id && $0.account == theirs.account }) else {
                return nil
            }
            func rank(_ conversation: Conversation) -> (Int, Date) {
                (conversation.status == .spam ? 0 : conversation.status.needsPerson ? 2 : 1, conversation.lastAt)
            }
            return rank(theirs) > rank(ours) ? (ours, theirs) : (theirs, ours)
        }
    }

    var record: MergeRecord {
        let before = MergeRecord.Fields(survivor)
        let known = Set(survivorTags.map { $0.lowercased() })
        return MergeRecord(
            identities: identities, conversations: conversations.filter { $0.customer == merged.id }.map(\.id),
            ended: ending.map { .init(id: $0.ends.id, status: $0.ends.status.rawValue) }, orders: orders, notes: notes,
            tags: tags, addedTags: tags.filter { !known.contains($0.lowercased()) }, addedFields: fields,
            before: before,
            after: before.filled(from: .init(merged)))
    }
}

extension Contacts {
    /// Both contacts and all that belongs to them. nil when one is not of this shop.
    static func plan(
        merging merged: UUID, into survivor: UUID, locking: Bool, tx: TenantTransaction
    ) async throws -> MergePlan? {
        let lock: SQL = locking ? " FOR UPDATE" : ""
        let both = [survivor, merged]
        let results = try await tx.batch([
            "SELECT * FROM contacts WHERE tenant_id = \(tx.tenant) AND id = ANY (\(both)::uuid[]) ORDER BY id\(fragment: lock)",
            """
            SELECT id, account_id, customer_id, status, last_message_at, channel_type FROM conversations
            WHERE tenant_id = \(tx.tenant) AND customer_id = ANY (\(both)::uuid[]) ORDER BY id\(fragment: lock)
            """,
            """
            SELECT account_id, kind, match_key FROM contact_identities
            WHERE tenant_id = \(tx.tenant) AND contact_id = \(merged) ORDER BY account_id, kind, match_key
            """,
            "SELECT id FROM orders WHERE tenant_id = \(tx.tenant) AND contact_id = \(merged) ORDER BY id",
            "SELECT id FROM contact_notes WHERE tenant_id = \(tx.tenant) AND contact_id = \(merged) ORDER BY id",
            """
            SELECT m.field_id FROM contact_field_values m WHERE m.tenant_id = \(tx.tenant) AND m.contact_id = \(merged) AND NOT EXISTS (
              SELECT FROM contact_field_values s WHERE s.tenant_id = m.tenant_id AND s.contact_id = \(survivor) AND s.field_id = m.field_id)
            ORDER BY m.field_id
            """,
            """
            SELECT contact_id, tag FROM contact_tags
            WHERE tenant_id = \(tx.tenant) AND contact_id = ANY (\(both)::uuid[]) ORDER BY tag_key
            """,
        ])
        guard results.count == 7 else { return nil }
        let people = try results[0].rows.map(ContactFacts.init)
        guard let first = people.first(where: { $0.id == survivor }),
            let second = people.first(where: { $0.id == merged })
        else { return nil }
        var plan = MergePlan(survivor: first, merged: second)
        plan.conversations = try results[1].rows.map { row in
            .init(
                id: try row("id"), account: try row("account_id"), customer: try row("customer_id"),
                status: ConversationStatus(rawValue: try row("status")) ?? .waitingAgent,
                lastAt: try row("last_message_at"),
                channel: try row("channel_type"))
        }
        plan.identities = try results[2].rows.map {
            .init(account: try $0("account_id"), kind: try $0("kind"), key: try $0("match_key"))
        }
        plan.orders = try results[3].rows.map { try $0("id") }
        plan.notes = try results[4].rows.map { try $0("id") }
        plan.fields = try results[5].rows.map { try $0("field_id") }
        for row in results[6].rows {
            if try row("contact_id") as UUID == merged {
                plan.tags.append(try row("tag"))
            } else {
                plan.survivorTags.append(try row("tag"))
            }
        }
        return plan
    }
}
