import Domain
import Foundation
import Postgres

extension Contacts {
    /// The contact, locked until the transaction ends.
    static func lock(_ id: UUID, tx: TenantTransaction) async throws -> ContactFacts? {
        try await tx.first("SELECT * FROM contacts WHERE tenant_id = \(tx.tenant) AND id = \(id) FOR UPDATE").map(
            ContactFacts.init)
    }

    static func exists(_ id: UUID, tx: TenantTransaction) async throws -> Bool {
        try await tx.first("SELECT 1 FROM contacts WHERE tenant_id = \(tx.tenant) AND id = \(id)") != nil
    }

    static func insert(_ id: UUID, _ contact: ContactEdit, phone: String?, tx: TenantTransaction) -> SQL {
        """
        INSERT INTO contacts (tenant_id, id, name, email, phone, locale)
        VALUES (\(tx.tenant), \(id), \(contact.name), \(contact.email), \(phone), \(contact.locale))
        """
    }

    static func update(_ id: UUID, name: String?, email: String?, locale: String?, tx: TenantTransaction) -> SQL {
        """
        UPDATE contacts SET name = \(name), email = \(email), locale = \(locale), updated_at = now()
        WHERE tenant_id = \(tx.tenant) AND id = \(id)
        """
    }

    static func setBlocked(_ isBlocked: Bool, _ id: UUID, tx: TenantTransaction) -> SQL {
        """
        UPDATE contacts SET is_blocked = \(isBlocked), updated_at = now() WHERE tenant_id = \(tx.tenant) AND id = \(id)
        """
    }

    // MARK: Addresses

    /// Who has this address: by an identity on any account, or written on the contact.
    static func holder(of address: ContactAddress, tx: TenantTransaction) async throws -> UUID? {
        let (kind, key) = (address.claim.kind.rawValue, address.claim.matchKey)
        let column = SQL(unsafeRaw: address.claim.kind == .email ? "email_key" : "phone_key")
        return try await tx.first(
            """
            SELECT i.contact_id AS id FROM channel_accounts a
            JOIN contact_identities i ON i.tenant_id = a.tenant_id AND i.account_id = a.id AND i.kind = \(kind)
              AND i.match_key = \(key) AND i.superseded_at IS NULL
            WHERE a.tenant_id = \(tx.tenant)
            UNION ALL
            SELECT id FROM contacts
            WHERE tenant_id = \(tx.tenant) AND \(fragment: column) = \(key) AND merged_into IS NULL LIMIT 1
            """
        ).map { try $0("id") }
    }

    /// The address, known to every account of a channel that uses such. Somebody else's stays theirs.
    static func claim(_ address: ContactAddress, for id: UUID, tx: TenantTransaction) -> SQL {
        """
        INSERT INTO contact_identities AS i (tenant_id, account_id, kind, match_key, value, contact_id)
        SELECT a.tenant_id, a.id, \(address.claim.kind.rawValue), \(address.claim.matchKey), \(address.claim.value), \(id)::uuid
        FROM channel_accounts a WHERE a.tenant_id = \(tx.tenant) AND a.channel_type = ANY (\(address.channels)::text[])
        ON CONFLICT (tenant_id, account_id, kind, match_key)
          DO UPDATE SET contact_id = excluded.contact_id, value = excluded.value, superseded_at = NULL
          WHERE i.superseded_at IS NOT NULL
        """
    }

    /// The first number or e-mail is also the one that is shown.
    static func fill(_ id: UUID, with address: ContactAddress, tx: TenantTransaction) -> SQL {
        let isEmail = address.claim.kind == .email
        return """
            UPDATE contacts SET email = coalesce(email, \(isEmail ? address.stored : nil)),
              phone = coalesce(phone, \(isEmail ? nil : address.stored)), updated_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = \(id)
            """
    }

    static func remove(_ reference: IdentityReference, of id: UUID, tx: TenantTransaction) -> SQL {
        """
        DELETE FROM contact_identities
        WHERE tenant_id = \(tx.tenant) AND account_id = \(reference.account) AND kind = \(reference.kind)
          AND match_key = \(reference.matchKey) AND contact_id = \(id) RETURNING value
        """
    }

    /// A number or e-mail that no identity stands for any more is not shown either.
    static func clear(_ reference: IdentityReference, of id: UUID, tx: TenantTransaction) -> SQL {
        """
        UPDATE contacts c SET phone = CASE WHEN c.phone_key = \(reference.matchKey) THEN NULL ELSE c.phone END,
          email = CASE WHEN c.email_key = \(reference.matchKey) THEN NULL ELSE c.email END, updated_at = now()
        WHERE c.tenant_id = \(tx.tenant) AND c.id = \(id) AND NOT EXISTS (
          SELECT 1 FROM contact_identities i WHERE i.tenant_id = c.tenant_id AND i.contact_id = c.id AND i.kind = \(reference.kind)
            AND i.match_key = \(reference.matchKey))
        """
    }

    // MARK: Tags, notes, history

    static func tagCount(of id: UUID, tx: TenantTransaction) -> SQL {
        "SELECT count(*) FROM contact_tags WHERE tenant_id = \(tx.tenant) AND contact_id = \(id)"
    }

    /// A tag the shop has already keeps its spelling.
    static func addTags(_ tags: [String], to id: UUID, tx: TenantTransaction) -> SQL {
        """
        INSERT INTO contact_tags (tenant_id, contact_id, tag)
        SELECT \(tx.tenant)::uuid, \(id)::uuid, coalesce(
          (SELECT k.tag FROM contact_tags k WHERE k.tenant_id = \(tx.tenant) AND k.tag_key = fold_text(n.tag) LIMIT 1), n.tag)
        FROM unnest(\(tags)::text[]) n (tag) ON CONFLICT DO NOTHING
        """
    }

    static func removeTag(_ tag: String, of id: UUID, tx: TenantTransaction) -> SQL {
        "DELETE FROM contact_tags WHERE tenant_id = \(tx.tenant) AND contact_id = \(id) AND tag_key = fold_text(\(tag))"
    }

    static func keepTags(_ tags: [String], of id: UUID, tx: TenantTransaction) -> SQL {
        """
        DELETE FROM contact_tags WHERE tenant_id = \(tx.tenant) AND contact_id = \(id)
          AND tag_key <> ALL (ARRAY(SELECT fold_text(n.tag) FROM unnest(\(tags)::text[]) n (tag)))
        """
    }

    static func insertNote(_ note: UUID, _ text: String, to id: UUID, by actor: ContactBook.Actor) -> SQL {
        """
        INSERT INTO contact_notes (tenant_id, id, contact_id, author_id, author_name, body)
        VALUES (\(actor.scope.tenant.value), \(note), \(id), \(actor.scope.user), \(actor.name), \(text))
        """
    }

    static func noteAuthor(_ note: UUID, of id: UUID, tx: TenantTransaction) -> SQL {
        "SELECT author_id FROM contact_notes WHERE tenant_id = \(tx.tenant) AND id = \(note) AND contact_id = \(id)"
    }

    static func deleteNote(_ note: UUID, of id: UUID, tx: TenantTransaction) -> SQL {
        "DELETE FROM contact_notes WHERE tenant_id = \(tx.tenant) AND id = \(note) AND contact_id = \(id)"
    }

    static func event(_ type: String, _ metadata: [String: String], of id: UUID, by actor: ContactBook.Actor) -> SQL {
        let pairs = metadata.sorted { $0.key < $1.key }
        return """
            INSERT INTO contact_events (tenant_id, contact_id, event_type, actor_id, actor_name, metadata)
            VALUES (\(actor.scope.tenant.value), \(id), \(type), \(actor.scope.user), \(actor.name),
              jsonb_object(\(pairs.map(\.key))::text[], \(pairs.map(\.value))::text[]))
            """
    }
}
