import Foundation
import Postgres

/// What becomes of conversations when their customer does: called by the contacts, in their transaction.
extension Conversations {
    /// The customer's name and addresses on all their conversations. Gives back the ids of those that changed.
    static func describeCustomer(_ contact: UUID, tx: TenantTransaction) -> SQL { describeCustomers([contact], tx: tx) }

    static func describeCustomers(_ contacts: [UUID], tx: TenantTransaction) -> SQL {
        """
        UPDATE conversations v SET customer_name = coalesce(nullif(c.name, ''), c.phone, ''), customer_phone = c.phone,
          customer_email = c.email, change_seq = nextval('change_seq')
        FROM contacts c
        WHERE v.tenant_id = \(tx.tenant) AND v.customer_id = ANY (\(contacts)::uuid[]) AND c.tenant_id = v.tenant_id AND c.id = v.customer_id
          AND (v.customer_name, v.customer_phone, v.customer_email)
            IS DISTINCT FROM (coalesce(nullif(c.name, ''), c.phone, ''), c.phone, c.email)
        RETURNING v.id
        """
    }
}

extension Conversations {
    /// Two customers turned out to be one: their conversations are one person's. Those in `ended` had to make room for the other
    /// on their account, which takes over what was unread and how long the customer has waited.
    static func handOver(
        _ conversations: [UUID], to customer: UUID, ended: [(ends: UUID, stays: UUID)], tx: TenantTransaction
    ) -> [SQL] {
        let (ends, stays) = (ended.map(\.ends), ended.map(\.stays))
        return [
            """
            UPDATE conversations v SET unread_count = v.unread_count + o.unread_count,
              waiting_since = CASE WHEN v.waiting_since IS NULL THEN o.waiting_since ELSE least(v.waiting_since, o.waiting_since) END,
              last_customer_message_at = greatest(v.last_customer_message_at, o.last_customer_message_at),
              revision = v.revision + 1, change_seq = nextval('change_seq')
            FROM unnest(\(ends)::uuid[], \(stays)::uuid[]) p (ends, stays)
            JOIN conversations o ON o.tenant_id = \(tx.tenant) AND o.id = p.ends
            WHERE v.tenant_id = \(tx.tenant) AND v.id = p.stays
            """,
            """
            INSERT INTO conversation_events (tenant_id, conversation_id, event_type, actor_type, actor_id, metadata)
            SELECT tenant_id, id, 'status_changed', 'agent', \(tx.scope.user),
              jsonb_build_object('from', status, 'to', 'closed', 'by', 'contacts_merged')
            FROM conversations WHERE tenant_id = \(tx.tenant) AND id = ANY (\(ends)::uuid[])
            """,
            """
            UPDATE conversations SET status = 'closed', revision = revision + 1, change_seq = nextval('change_seq'), unread_count = 0,
              waiting_since = NULL, resolved_at = coalesce(resolved_at, now())
            WHERE tenant_id = \(tx.tenant) AND id = ANY (\(ends)::uuid[])
            """,
            """
            UPDATE conversations SET customer_id = \(customer), change_seq = nextval('change_seq')
            WHERE tenant_id = \(tx.tenant) AND id = ANY (\(conversations)::uuid[])
            """,
        ]
    }

    /// The way back. Conversations begun since go to whom their account knows: to `customer` where only theirs is an address on it.
    static func giveBack(
        _ conversations: [UUID], to customer: UUID, from other: UUID, since: Date, reopening ended: [MergeRecord.Ended],
        tx: TenantTransaction
    ) -> [SQL] {
        [
            """
            UPDATE conversations SET customer_id = \(customer), change_seq = nextval('change_seq')
            WHERE tenant_id = \(tx.tenant) AND customer_id = \(other) AND id = ANY (\(conversations)::uuid[])
            """,
            """
            UPDATE conversations v SET customer_id = \(customer), change_seq = nextval('change_seq')
            WHERE v.tenant_id = \(tx.tenant) AND v.customer_id = \(other) AND v.created_at > \(since)
              AND EXISTS (SELECT 1 FROM contact_identities i WHERE i.tenant_id = v.tenant_id AND i.account_id = v.account_id
                AND i.contact_id = \(customer))
              AND NOT EXISTS (SELECT 1 FROM contact_identities i WHERE i.tenant_id = v.tenant_id AND i.account_id = v.account_id
                AND i.contact_id = \(other))
              AND NOT EXISTS (SELECT 1 FROM conversations l WHERE l.tenant_id = v.tenant_id AND l.account_id = v.account_id
                AND l.customer_id = \(customer) AND l.status <> 'closed' AND v.status <> 'closed')
            """,
            """
            UPDATE conversations v SET status = e.status, change_seq = nextval('change_seq'), revision = v.revision + 1,
              resolved_at = CASE WHEN e.status = 'resolved' THEN v.resolved_at END
            FROM unnest(\(ended.map(\.id))::uuid[], \(ended.map(\.status))::text[]) e (id, status)
            WHERE v.tenant_id = \(tx.tenant) AND v.id = e.id AND v.status = 'closed'
              AND NOT EXISTS (SELECT 1 FROM conversations l WHERE l.tenant_id = v.tenant_id AND l.account_id = v.account_id
                AND l.customer_id = v.customer_id AND l.status <> 'closed')
            """,
        ]
    }
}
