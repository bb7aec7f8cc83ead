import Domain
import Foundation
import Postgres

/// A merge that stands.
struct StandingMerge: Sendable {
    let id: UUID
    let survivor: UUID
    let merged: UUID
    let at: Date
    let record: MergeRecord
}

extension Contacts {
    static func merge(
        _ plan: MergePlan, _ record: MergeRecord, id: UUID, by actor: ContactBook.Actor, tx: TenantTransaction
    )
        throws -> [SQL]
    {
        let (survivor, merged) = (plan.survivor.id, plan.merged.id)
        let json = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
        return Conversations.handOver(
            record.conversations, to: survivor, ended: plan.ending.map { ($0.ends.id, $0.stays.id) }, tx: tx) + [
                """
                UPDATE contact_identities SET contact_id = \(survivor)
                WHERE tenant_id = \(tx.tenant) AND contact_id = \(merged)
                """,
                "UPDATE orders SET contact_id = \(survivor) WHERE tenant_id = \(tx.tenant) AND contact_id = \(merged)",
                "UPDATE contact_notes SET contact_id = \(survivor) WHERE tenant_id = \(tx.tenant) AND contact_id = \(merged)",
                "DELETE FROM contact_tags WHERE tenant_id = \(tx.tenant) AND contact_id = \(merged)",
                addTags(record.addedTags, to: survivor, tx: tx), set(record.after, of: survivor, tx: tx),
                fillFields(record.addedFields ?? [], from: merged, to: survivor, tx: tx),
                mergeConsents(merged, into: survivor, by: actor, tx: tx),
                """
                UPDATE contacts SET merged_into = \(survivor), updated_at = now() WHERE tenant_id = \(tx.tenant) AND id = \(merged)
                """,
                """
                INSERT INTO contact_merges (tenant_id, id, survivor_id, merged_id, moved, merged_by)
                VALUES (\(tx.tenant), \(id), \(survivor), \(merged), \(JSONText(json)), \(actor.scope.user))
                """,
                event("merged", ["merge_id": id.lowercase, "name": name(plan.merged)], of: survivor, by: actor),
                event("merged_away", ["merge_id": id.lowercase, "name": name(plan.survivor)], of: merged, by: actor),
            ]
    }

    static func unmerge(
        _ merge: StandingMerge, survivor: ContactFacts, by actor: ContactBook.Actor, tx: TenantTransaction
    )
        -> [SQL]
    {
        let record = merge.record
        let mine = MergeRecord.Fields(survivor).undoing(before: record.before, after: record.after)
        return [
            """
            UPDATE contact_identities i SET contact_id = \(merge.merged)
            FROM unnest(\(record.identities.map(\.account))::uuid[], \(record.identities.map(\.kind))::text[],
              \(record.identities.map(\.key))::text[]) r (account_id, kind, match_key)
            WHERE i.tenant_id = \(tx.tenant) AND i.contact_id = \(merge.survivor) AND i.account_id = r.account_id AND i.kind = r.kind
              AND i.match_key = r.match_key
            """
        ]
            + Conversations.giveBack(
                record.conversations, to: merge.merged, from: merge.survivor, since: merge.at, reopening: record.ended,
                tx: tx)
            + [
                passOn(merge, tx: tx),
                """
                UPDATE orders SET contact_id = \(merge.merged)
                WHERE tenant_id = \(tx.tenant) AND contact_id = \(merge.survivor) AND id = ANY (\(record.orders)::uuid[])
                """,
                """
                UPDATE contact_notes SET contact_id = \(merge.merged)
                WHERE tenant_id = \(tx.tenant) AND contact_id = \(merge.survivor) AND id = ANY (\(record.notes)::uuid[])
                """,
                """
                DELETE FROM contact_tags WHERE tenant_id = \(tx.tenant) AND contact_id = \(merge.survivor)
                  AND tag_key = ANY (ARRAY(SELECT fold_text(n.tag) FROM unnest(\(record.addedTags)::text[]) n (tag)))
                """,
                addTags(record.tags, to: merge.merged, tx: tx), set(mine, of: merge.survivor, tx: tx),
                unfillFields(record.addedFields ?? [], from: merge.survivor, to: merge.merged, tx: tx),
                unmergeConsents(of: merge.survivor, merge: merge.id, by: actor, tx: tx),
                """
                UPDATE contacts SET merged_into = NULL, updated_at = now() WHERE tenant_id = \(tx.tenant) AND id = \(merge.merged)
                """,
                """
                UPDATE contact_merges SET undone_at = now(), undone_by = \(actor.scope.user)
                WHERE tenant_id = \(tx.tenant) AND id = \(merge.id)
                """,
                event("unmerged", ["merge_id": merge.id.lowercase], of: merge.survivor, by: actor),
                event("unmerged", ["merge_id": merge.id.lowercase], of: merge.merged, by: actor),
            ]
    }

    /// A conversation that another contact's still keeps from being reopened waits for that merge to be undone.
    private static func passOn(_ merge: StandingMerge, tx: TenantTransaction) -> SQL {
        """
        UPDATE contact_merges m SET moved = jsonb_set(m.moved, '{ended}', (m.moved -> 'ended') || (
          SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'status', e.status)), '[]')
          FROM unnest(\(merge.record.ended.map(\.id))::uuid[], \(merge.record.ended.map(\.status))::text[]) e (id, status)
          JOIN conversations v ON v.tenant_id = m.tenant_id AND v.id = e.id AND v.status = 'closed' AND v.customer_id = m.survivor_id))
        WHERE m.tenant_id = \(tx.tenant) AND m.id = (
          SELECT o.id FROM contact_merges o
          WHERE o.tenant_id = \(tx.tenant) AND o.survivor_id = \(merge.survivor) AND o.undone_at IS NULL AND o.id <> \(merge.id)
          ORDER BY o.id DESC LIMIT 1)
        """
    }

    private static func set(_ fields: MergeRecord.Fields, of id: UUID, tx: TenantTransaction) -> SQL {
        """
        UPDATE contacts SET name = \(fields.name), email = \(fields.email), phone = \(fields.phone), username = \(fields.username),
          locale = \(fields.locale), is_blocked = \(fields.isBlocked), updated_at = now()
        WHERE tenant_id = \(tx.tenant) AND id = \(id)
        """
    }

    private static func name(_ contact: ContactFacts) -> String {
        contact.name ?? contact.phone ?? contact.email ?? ""
    }

    /// The merge of that id, locked, if it still stands.
    static func standing(_ id: UUID, tx: TenantTransaction) async throws -> StandingMerge? {
        let row = try await tx.first(
            """
            SELECT survivor_id, merged_id, moved::text AS moved, merged_at FROM contact_merges
            WHERE tenant_id = \(tx.tenant) AND id = \(id) AND undone_at IS NULL FOR UPDATE
            """)
        guard let row else { return nil }
        let moved: String = try row("moved")
        return StandingMerge(
            id: id, survivor: try row("survivor_id"), merged: try row("merged_id"), at: try row("merged_at"),
            record: try JSONDecoder().decode(MergeRecord.self, from: Data(moved.utf8)))
    }

    /// Contacts that live on in this one, the latest merge first.
    static func merges(into id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT m.id, m.merged_at, c.id AS contact_id, c.name, c.phone, c.email FROM contact_merges m
        JOIN contacts c ON c.tenant_id = m.tenant_id AND c.id = m.merged_id
        WHERE m.tenant_id = \(tx.tenant) AND m.survivor_id = \(id) AND m.undone_at IS NULL ORDER BY m.id DESC LIMIT 20
        """
    }
}
