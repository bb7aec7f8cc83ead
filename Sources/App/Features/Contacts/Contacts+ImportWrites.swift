import Domain
import Foundation
import Postgres

extension ImportPlan {
    /// The statements that store this plan as a step of `file`: one array a column.
    func statements(of file: ContactImport, rows: Int, by actor: ContactBook.Actor, tx: TenantTransaction) -> [SQL] {
        let fresh = drafts.filter(\.isNew)
        let known = drafts.filter { !$0.isNew }
        return [
            """
            INSERT INTO contacts (tenant_id, id, name, phone, email, locale)
            SELECT \(tx.tenant)::uuid, * FROM unnest(\(fresh.map(\.id))::uuid[], \(fresh.map(\.name))::text[], \(fresh.map(\.phone))::text[],
              \(fresh.map(\.email))::text[], \(fresh.map(\.locale))::text[])
            """,
            """
            UPDATE contacts c SET name = coalesce(d.name, c.name), phone = coalesce(c.phone, d.phone), email = coalesce(d.email, c.email),
              locale = coalesce(d.locale, c.locale), updated_at = now()
            FROM unnest(\(known.map(\.id))::uuid[], \(known.map(\.name))::text[], \(known.map(\.phone))::text[], \(known.map(\.email))::text[],
              \(known.map(\.locale))::text[]) d (id, name, phone, email, locale)
            WHERE c.tenant_id = \(tx.tenant) AND c.id = d.id AND (c.name, c.phone, c.email, c.locale) IS DISTINCT FROM
              (coalesce(d.name, c.name), coalesce(c.phone, d.phone), coalesce(d.email, c.email), coalesce(d.locale, c.locale))
            """,
            """
            INSERT INTO contact_identities AS i (tenant_id, account_id, kind, match_key, value, contact_id)
            SELECT DISTINCT ON (a.id, d.kind, d.match_key) a.tenant_id, a.id, d.kind, d.match_key, d.value, d.contact_id
            FROM unnest(\(claims.map(\.address.claim.kind.rawValue))::text[], \(claims.map(\.address.claim.matchKey))::text[],
              \(claims.map(\.address.claim.value))::text[], \(claims.map(\.contact))::uuid[]) d (kind, match_key, value, contact_id)
            JOIN channel_accounts a ON a.tenant_id = \(tx.tenant)
              AND (d.kind = 'email' AND a.channel_type = 'email' OR d.kind = 'phone_e164' AND a.channel_type IN ('whatsapp', 'sms'))
            ON CONFLICT (tenant_id, account_id, kind, match_key)
              DO UPDATE SET contact_id = excluded.contact_id, value = excluded.value, superseded_at = NULL
              WHERE i.superseded_at IS NOT NULL
            """,
            """
            INSERT INTO contact_tags (tenant_id, contact_id, tag)
            SELECT \(tx.tenant)::uuid, d.contact_id, coalesce((SELECT k.tag FROM contact_tags k
              WHERE k.tenant_id = \(tx.tenant) AND k.tag_key = fold_text(d.tag) LIMIT 1), d.tag)
            FROM unnest(\(tags.map(\.contact))::uuid[], \(tags.map(\.tag))::text[]) d (contact_id, tag)
            WHERE (SELECT count(*) FROM contact_tags t WHERE t.tenant_id = \(tx.tenant) AND t.contact_id = d.contact_id)
              < \(Contacts.Limit.tags) ON CONFLICT DO NOTHING
            """,
            // The same note twice is one note: a file may come again.
            """
            INSERT INTO contact_notes (tenant_id, contact_id, author_id, author_name, body)
            SELECT DISTINCT \(tx.tenant)::uuid, d.contact_id, \(actor.scope.user)::uuid, \(actor.name)::text, d.body
            FROM unnest(\(notes.map(\.contact))::uuid[], \(notes.map(\.text))::text[]) d (contact_id, body)
            WHERE NOT EXISTS (SELECT FROM contact_notes n
              WHERE n.tenant_id = \(tx.tenant) AND n.contact_id = d.contact_id AND n.body = d.body)
            """,
            """
            INSERT INTO contact_events (tenant_id, contact_id, event_type, actor_id, actor_name, metadata)
            SELECT \(tx.tenant)::uuid, d.id, 'imported', \(actor.scope.user)::uuid, \(actor.name)::text,
              jsonb_build_object('name', \(file.fileName)::text)
            FROM unnest(\(drafts.map(\.id))::uuid[]) d (id)
            """,
            """
            INSERT INTO contact_import_errors (tenant_id, import_id, line, reason, fields)
            SELECT \(tx.tenant)::uuid, \(file.id)::uuid, d.line, d.reason, ARRAY(SELECT jsonb_array_elements_text(d.fields))
            FROM unnest(\(failures.map(\.line))::int[], \(failures.map(\.reason))::text[], \(failures.map { json($0.fields) })::jsonb[])
              d (line, reason, fields) ON CONFLICT DO NOTHING
            """,
            """
            UPDATE contact_imports SET processed = processed + \(rows), created = created + \(created), updated = updated + \(updated),
              failed = failed + \(failures.count), state = 'running'
            WHERE tenant_id = \(tx.tenant) AND id = \(file.id)
            """,
            Conversations.describeCustomers(known.map(\.id), tx: tx),
        ]
    }

    private func json(_ fields: [String]) -> String { JSON(fields.map { JSON($0) }).text() }
}
