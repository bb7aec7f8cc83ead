import Domain
import Foundation
import Postgres

extension Contacts {
    /// Everything the contact's page shows, in one flush; nil when this shop has none of that id.
    static func facts(_ id: UUID, tx: TenantTransaction) async throws -> ContactFacts? {
        let results = try await tx.commit([
            "SELECT * FROM contacts WHERE tenant_id = \(tx.tenant) AND id = \(id)",
            "SELECT tag FROM contact_tags WHERE tenant_id = \(tx.tenant) AND contact_id = \(id) ORDER BY tag_key",
            identities(of: id, tx: tx), conversations(of: id, tx: tx), orders(of: id, tx: tx), notes(of: id, tx: tx),
            events(of: id, tx: tx), twins(of: id, tx: tx), merges(into: id, tx: tx),
            consents(of: id, tx: tx), consentHistory(of: id, tx: tx), fields(of: id, tx: tx),
            Mail.suppressions(of: id, tx: tx),
        ])
        guard results.count == 13, let head = results[0].rows.first else { return nil }
        var facts = try ContactFacts(head)
        facts.tags = try results[1].rows.map { try $0("tag") }
        facts.identities = try results[2].rows.map(ContactFacts.Identity.init)
        facts.conversations = try results[3].rows.map(ContactFacts.Conversation.init)
        facts.orders = try results[4].rows.map(ContactFacts.Order.init)
        facts.notes = try results[5].rows.map(ContactFacts.Note.init)
        facts.events = try results[6].rows.map(ContactFacts.Event.init)
        facts.twins = try results[7].rows.map(ContactFacts.Twin.init)
        facts.consents = try results[9].rows.map(ContactConsent.init)
        facts.consentHistory = try results[10].rows.map(ContactConsent.init)
        facts.fields = try results[11].rows.map(ContactField.init)
        facts.suppressions = try results[12].rows.map(MailSuppression.init)
        facts.merges = try results[8].rows.map(ContactFacts.Merge.init)
        return facts
    }

    static func identities(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT i.account_id, a.name AS account, a.channel_type, i.kind, i.match_key, i.value, i.superseded_at IS NOT NULL AS is_old
        FROM contact_identities i JOIN channel_accounts a ON a.tenant_id = i.tenant_id AND a.id = i.account_id
        WHERE i.tenant_id = \(tx.tenant) AND i.contact_id = \(id)
        ORDER BY i.superseded_at IS NOT NULL, i.kind <> 'phone_e164', i.first_seen, i.match_key LIMIT \(2 * Limit.identities)
        """
    }

    private static func conversations(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT id, status, channel_type, last_message_at, last_message_preview FROM conversations
        WHERE tenant_id = \(tx.tenant) AND customer_id = \(id) ORDER BY last_message_at DESC LIMIT 30
        """
    }

    private static func orders(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT number, status, total_cents, tracking_code, placed_at FROM orders
        WHERE tenant_id = \(tx.tenant) AND contact_id = \(id) ORDER BY placed_at DESC LIMIT 30
        """
    }

    static func notes(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT id, author_id, author_name, body, created_at FROM contact_notes
        WHERE tenant_id = \(tx.tenant) AND contact_id = \(id) ORDER BY id DESC LIMIT 50
        """
    }

    static func events(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT id, event_type, actor_name, metadata::text AS metadata, created_at FROM contact_events
        WHERE tenant_id = \(tx.tenant) AND contact_id = \(id) ORDER BY id DESC LIMIT 50
        """
    }

    /// Other contacts with the same telephone number (ninth digit or not, on whatever account) or e-mail.
    static func twins(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        WITH me AS (SELECT phone_key, email_key FROM contacts WHERE tenant_id = \(tx.tenant) AND id = \(id) AND merged_into IS NULL),
        numbers AS (
          SELECT phone_key AS key FROM me WHERE phone_key IS NOT NULL
          UNION SELECT match_key FROM contact_identities
          WHERE tenant_id = \(tx.tenant) AND contact_id = \(id) AND kind = 'phone_e164' AND superseded_at IS NULL
        ), found AS (
          SELECT c.id, 'phone' AS reason FROM numbers n
          JOIN contacts c ON c.tenant_id = \(tx.tenant) AND c.phone_key = n.key AND c.merged_into IS NULL
          UNION SELECT i.contact_id, 'phone' FROM numbers n
          JOIN channel_accounts a ON a.tenant_id = \(tx.tenant)
          JOIN contact_identities i ON i.tenant_id = a.tenant_id AND i.account_id = a.id AND i.kind = 'phone_e164'
            AND i.match_key = n.key AND i.superseded_at IS NULL
          UNION SELECT c.id, 'email' FROM me
          JOIN contacts c ON c.tenant_id = \(tx.tenant) AND c.email_key = me.email_key AND c.merged_into IS NULL
        )
        SELECT c.id, c.name, c.phone, c.email, max(f.reason) AS reason FROM found f
        JOIN contacts c ON c.tenant_id = \(tx.tenant) AND c.id = f.id
        WHERE f.id <> \(id) GROUP BY c.id, c.name, c.phone, c.email ORDER BY c.id LIMIT 5
        """
    }
}
