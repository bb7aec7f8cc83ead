import Domain
import Foundation
import Postgres
import Privacy

/// A person's data in the sections that v2.0 clients know, and, for the person themselves, everything else.
///
/// Texts are masked unless the export is `complete`.
struct ExportedRecords: Sendable {
    var conversations: [JSON] = []
    var contexts: [JSON] = []
    var feedbacks: [JSON] = []
    var deliveryLogs: [JSON] = []
    /// Only in a complete one: profile, messages, consents, orders, files.
    var more: [(section: String, records: [JSON])] = []

    var sections: [(section: String, records: [JSON])] {
        [
            ("conversations", conversations), ("contexts", contexts), ("feedbacks", feedbacks),
            ("delivery_logs", deliveryLogs),
        ] + more
    }

    /// The contract's table: a section and a record as JSON in each line.
    var table: String {
        CSVWriter.line(["section", "content"], delimiter: ",")
            + sections.flatMap { part in
                part.records.map { CSVWriter.line([part.section, $0.text()], delimiter: ",") }
            }.joined()
    }

    /// The contract's object.
    func json(company: Int, number: String) -> JSON {
        .object(
            [("company_id", JSON(company)), ("number", JSON(number))]
                + sections.map { ($0.section, JSON($0.records)) })
    }
}

extension Compliance {
    /// Everything of these contacts, oldest first. Nothing of it is written anywhere.
    static func records(of subject: Subject, complete: Bool, tx: TenantTransaction) async throws -> ExportedRecords {
        let veil = Veil(isOpen: complete)
        var records = ExportedRecords()
        guard !subject.contacts.isEmpty else { return records }
        records.conversations = try await rows(conversations(of: subject, tx: tx), tx).map { row in
            .object([
                ("id", row["id"]), ("number", veil.address(row["number"])), ("user_name", veil.name(row["user_name"])),
                ("last_message", veil.text(row["last_message"])), ("context_json", veil.text(row["context_json"])),
                ("updated_at", row["updated_at"]), ("created_at", row["created_at"]),
            ])
        }
        records.contexts = try await rows(contexts(of: subject, tx: tx), tx).map { row in
            .object([
                ("id", row["id"]), ("number", veil.address(row["number"])),
                ("frequent_topics", veil.text(row["frequent_topics"])), ("product_mentions", row["product_mentions"]),
                ("preferences", veil.preferences(row["preferences"])), ("embedding", .null),
                ("last_subject", veil.text(row["last_subject"])), ("updated_at", row["updated_at"]),
                ("created_at", row["created_at"]),
            ])
        }
        records.deliveryLogs = try await rows(deliveries(of: subject, tx: tx), tx).map { row in
            .object([
                ("id", row["id"]), ("number", veil.address(row["number"])), ("body", veil.text(row["body"])),
                ("status", row["status"]), ("external_id", veil.id(row["external_id"])),
                ("error", veil.text(row["error"])), ("created_at", row["created_at"]),
            ])
        }
        records.feedbacks = try await feedbacks(of: subject, veil, tx)
        if complete {
            records.more = [
                ("profile", try await rows(profile(of: subject, tx: tx), tx)),
                ("messages", try await rows(messages(of: subject, tx: tx), tx)),
                ("consents", try await rows(consents(of: subject, tx: tx), tx)),
                ("orders", try await rows(orders(of: subject, tx: tx), tx)),
                ("files", try await rows(files(of: subject, tx: tx), tx)),
            ]
        }
        return records
    }

    private static func rows(_ sql: SQL, _ tx: TenantTransaction) async throws -> [JSON] {
        try await tx.query(sql).map { row in
            let text: String = try row(0)
            return try JSON.parse(text, limits: .init(depth: 512))
        }
    }

    /// `feedback_events` belongs to a feature that a database may not have yet.
    private static func feedbacks(of subject: Subject, _ veil: Veil, _ tx: TenantTransaction) async throws -> [JSON] {
        let columns = try await tx.query(
            "SELECT attname::text AS name FROM pg_attribute WHERE attrelid = to_regclass('feedback_events') AND attnum > 0 AND NOT attisdropped"
        ).map { try $0("name") as String }
        guard columns.contains("number") else { return [] }
        let numbers = Array(subject.keys.union(subject.words))
        return try await rows(
            """
            SELECT to_jsonb(f)::text FROM feedback_events f
            WHERE tenant_id = \(tx.tenant) AND (number = ANY (\(numbers)::text[]) OR phone_match_key(number) = ANY (\(numbers)::text[]))
            ORDER BY created_at
            """, tx
        ).map { row in
            .object([
                ("id", row["id"]), ("company_id", row["company_id"]), ("number", veil.address(row["number"])),
                ("channel", row["channel"]), ("feedback_type", row["feedback_type"]), ("score", row["score"]),
                ("comment", veil.text(row["comment"])), ("metadata", veil.text(row["metadata"])),
                ("created_at", row["created_at"]),
            ])
        }
    }

    private static func conversations(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        SELECT jsonb_build_object('id', v.id, 'number', coalesce(v.customer_phone, v.customer_email, i.value, ''), 'user_name', v.customer_name,
          'last_message', v.last_message_preview, 'updated_at', v.last_message_at, 'created_at', v.created_at,
          'context_json', coalesce((SELECT jsonb_agg(jsonb_build_object('from', m.sender_type, 'text', m.content, 'at', m.sent_at) ORDER BY m.sent_at, m.id)
            FROM (SELECT sender_type, content, sent_at, id FROM messages m
                  WHERE m.tenant_id = v.tenant_id AND m.conversation_id = v.id AND NOT m.is_note ORDER BY sent_at DESC, id DESC LIMIT 50) m), '[]'))::text
        FROM conversations v
        LEFT JOIN LATERAL (SELECT value FROM contact_identities i WHERE i.tenant_id = v.tenant_id AND i.contact_id = v.customer_id
          AND i.account_id = v.account_id LIMIT 1) i ON true
        WHERE v.tenant_id = \(tx.tenant) AND v.customer_id = ANY (\(subject.contacts)::uuid[]) ORDER BY v.created_at, v.id
        """
    }

    private static func contexts(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        SELECT jsonb_build_object('id', c.id, 'number', coalesce(c.phone, c.email, ''),
          'frequent_topics', coalesce((SELECT jsonb_agg(tag ORDER BY tag) FROM contact_tags g WHERE g.tenant_id = c.tenant_id AND g.contact_id = c.id), '[]'),
          'product_mentions', coalesce((SELECT jsonb_agg(DISTINCT item ->> 'name') FROM orders o, jsonb_array_elements(o.items) item
            WHERE o.tenant_id = c.tenant_id AND o.contact_id = c.id), '[]'),
          'preferences', jsonb_strip_nulls(jsonb_build_object('nome', c.name, 'idioma', c.locale)) || coalesce((
            SELECT jsonb_object_agg(f.label, x.value) FROM contact_field_values x JOIN contact_fields f ON f.tenant_id = x.tenant_id AND f.id = x.field_id
            WHERE x.tenant_id = c.tenant_id AND x.contact_id = c.id), '{}'),
          'last_subject', (SELECT subject FROM conversations v WHERE v.tenant_id = c.tenant_id AND v.customer_id = c.id ORDER BY last_message_at DESC LIMIT 1),
          'updated_at', c.updated_at, 'created_at', c.created_at)::text
        FROM contacts c WHERE c.tenant_id = \(tx.tenant) AND c.id = ANY (\(subject.contacts)::uuid[]) ORDER BY c.created_at, c.id
        """
    }

    private static func deliveries(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        SELECT jsonb_build_object('id', o.id, 'number', coalesce(v.customer_phone, v.customer_email, ''), 'body', m.content,
          'status', CASE o.state WHEN 'accepted' THEN 'SENT' WHEN 'failed' THEN 'FAILED_PERMANENT' WHEN 'unknown' THEN 'FAILED_TEMPORARY'
            ELSE 'QUEUED' END,
          'external_id', coalesce(o.external_id, m.external_id), 'error', coalesce(o.last_error, m.failure_reason), 'created_at', o.created_at)::text
        FROM outbox o JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id
        JOIN conversations v ON v.tenant_id = o.tenant_id AND v.id = o.conversation_id
        WHERE o.tenant_id = \(tx.tenant) AND v.customer_id = ANY (\(subject.contacts)::uuid[]) ORDER BY o.created_at, o.id
        """
    }

    private static func profile(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        SELECT (jsonb_build_object('id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email, 'username', c.username, 'locale', c.locale,
          'is_blocked', c.is_blocked, 'created_at', c.created_at, 'addresses', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value,
            'since', i.first_seen) ORDER BY i.first_seen) FROM contact_identities i WHERE i.tenant_id = c.tenant_id AND i.contact_id = c.id), '[]')))::text
        FROM contacts c WHERE c.tenant_id = \(tx.tenant) AND c.id = ANY (\(subject.contacts)::uuid[]) ORDER BY c.created_at, c.id
        """
    }

    private static func messages(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        SELECT jsonb_build_object('conversation', m.conversation_id, 'channel', v.channel_type, 'direction', m.direction, 'from', m.sender_type, 'kind', m.content_type,
          'text', m.content, 'payload', m.payload, 'at', m.sent_at, 'delivery', m.delivery_status)::text
        FROM messages m JOIN conversations v ON v.tenant_id = m.tenant_id AND v.id = m.conversation_id
        WHERE m.tenant_id = \(tx.tenant) AND v.customer_id = ANY (\(subject.contacts)::uuid[]) AND NOT m.is_note AND NOT m.is_internal
        ORDER BY m.sent_at, m.id
        """
    }

    private static func consents(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        SELECT jsonb_build_object('purpose', purpose, 'channel', channel, 'granted', granted, 'source', source, 'at', created_at)::text
        FROM contact_consent_events WHERE tenant_id = \(tx.tenant) AND contact_id = ANY (\(subject.contacts)::uuid[]) ORDER BY created_at, id
        """
    }

    private static func orders(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        SELECT jsonb_build_object('number', number, 'status', status, 'total_cents', total_cents, 'items', items, 'tracking_code', tracking_code,
          'placed_at', placed_at)::text
        FROM orders WHERE tenant_id = \(tx.tenant) AND contact_id = ANY (\(subject.contacts)::uuid[]) ORDER BY placed_at, id
        """
    }

    private static func files(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        SELECT jsonb_build_object('id', f.id, 'kind', f.kind, 'name', f.file_name, 'type', coalesce(k.mime_type, f.mime_type), 'bytes', coalesce(k.byte_size, f.byte_size),
          'is_here', coalesce(k.state = 'here', false), 'at', m.sent_at)::text
        FROM messages m JOIN message_attachments f ON f.tenant_id = m.tenant_id AND f.message_id = m.id
        JOIN conversations v ON v.tenant_id = m.tenant_id AND v.id = m.conversation_id
        LEFT JOIN media_files k ON k.tenant_id = f.tenant_id AND k.attachment_id = f.id
        WHERE m.tenant_id = \(tx.tenant) AND v.customer_id = ANY (\(subject.contacts)::uuid[]) ORDER BY m.sent_at, f.id
        """
    }

    private static let plainLetters = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_".unicodeScalars)

    /// Files on disk of these contacts: name inside an archive, place below the media folder.
    static func places(of subject: Subject, tx: TenantTransaction) async throws -> [(name: String, path: String)] {
        try await tx.query(
            """
            SELECT f.id, f.file_name, k.storage_path FROM messages m
            JOIN message_attachments f ON f.tenant_id = m.tenant_id AND f.message_id = m.id
            JOIN conversations v ON v.tenant_id = m.tenant_id AND v.id = m.conversation_id
            JOIN media_files k ON k.tenant_id = f.tenant_id AND k.attachment_id = f.id AND k.state = 'here'
            WHERE m.tenant_id = \(tx.tenant) AND v.customer_id = ANY (\(subject.contacts)::uuid[]) ORDER BY m.sent_at, f.id
            """
        ).map { row in
            let (id, name): (UUID, String?) = (try row("id"), try row("file_name"))
            let plain = String(
                String.UnicodeScalarView((name ?? "").unicodeScalars.filter(Self.plainLetters.contains).suffix(60)))
            return (
                name: "arquivos/\(id.lowercase)" + (plain.isEmpty ? "" : "-" + plain), path: try row("storage_path")
            )
        }
    }
}

/// Masks what is shown to people who are not the person.
struct Veil: Sendable {
    let isOpen: Bool

    /// What is known to be an address of the person.
    func address(_ value: JSON?) -> JSON? {
        guard !isOpen, let text = value?.string else { return value }
        return JSON(text.isEmpty ? "" : SubjectReference(text)?.masked ?? "…")
    }

    /// `A*** S***`
    func name(_ value: JSON?) -> JSON? {
        guard !isOpen, let text = value?.string else { return value }
        return JSON(text.split(separator: " ").map { $0.prefix(1) + "***" }.joined(separator: " "))
    }

    /// The shop's own fields, with the name among them.
    func preferences(_ value: JSON?) -> JSON? {
        guard !isOpen, let value else { return value }
        return Audit.masked(value).setting("nome", name(value["nome"]))
    }

    /// A provider's id may have the number within it.
    func id(_ value: JSON?) -> JSON? {
        guard !isOpen, let text = value?.string else { return value }
        return JSON("…" + text.suffix(6))
    }

    /// Free text, and everything within a structure.
    func text(_ value: JSON?) -> JSON? {
        guard !isOpen, let value else { return value }
        return Audit.masked(value)
    }
}
