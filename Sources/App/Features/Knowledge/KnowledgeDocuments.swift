import Domain
import Foundation
import Postgres

extension Knowledge {
    private static let columns: SQL = """
        d.id, d.title, d.kind, d.format, d.status, d.priority, d.version, d.valid_from, d.valid_until, d.updated_at,
        d.indexed_version = d.version AS is_indexed, d.origin, d.source_key, d.edited_by,
        (SELECT count(*) FROM knowledge_base_chunks c WHERE c.tenant_id = d.tenant_id AND c.doc_id = d.id AND c.version = d.indexed_version) AS chunks
        """

    /// Newest first, without their text.
    package static func documents(_ tx: TenantTransaction) async throws -> [KnowledgeDocument] {
        try await tx.query(
            """
            SELECT \(fragment: columns), '' AS content FROM knowledge_base_docs d
            WHERE d.tenant_id = \(tx.tenant) ORDER BY d.status, d.title, d.id LIMIT 1000
            """
        ).map(KnowledgeDocument.init)
    }

    package static func document(_ tx: TenantTransaction, _ id: UUID) async throws -> KnowledgeDocument? {
        try await tx.first(
            "SELECT \(fragment: columns), d.content FROM knowledge_base_docs d WHERE d.tenant_id = \(tx.tenant) AND d.id = \(id)"
        ).map(KnowledgeDocument.init)
    }

    /// Stores a new document and asks for its index; wake ``JobQueue/knowledge`` after the commit.
    package static func add(
        _ tx: TenantTransaction, _ draft: KnowledgeDraft, id: UUID = .v7(), from source: KnowledgeSource = .manual,
        by editor: String = ""
    ) async throws -> UUID {
        try await tx.batch([
            """
            INSERT INTO knowledge_base_docs (tenant_id, id, title, kind, format, content, content_hash, priority, status, valid_from, valid_until,
              origin, source_key, edited_by)
            VALUES (\(tx.tenant), \(id), \(draft.title), \(draft.kind), \(draft.format), \(draft.content), \(draft.contentHash),
              \(draft.priority), \(draft.status), \(draft.validFrom), \(draft.validUntil), \(source.origin), \(source.key), \(editor))
            """,
            index(id, tx.scope.tenant),
        ])
        return id
    }

    /// Replaces a document. Its version rises, and it is indexed again, only when its words changed. False: there is none.
    package static func replace(
        _ tx: TenantTransaction, _ id: UUID, _ draft: KnowledgeDraft, by editor: String = ""
    ) async throws -> Bool {
        let changed = try await tx.execute(
            """
            UPDATE knowledge_base_docs SET title = \(draft.title), kind = \(draft.kind), format = \(draft.format), content = \(draft.content),
              version = version + CASE WHEN content_hash = \(draft.contentHash) THEN 0 ELSE 1 END, content_hash = \(draft.contentHash),
              priority = \(draft.priority), status = \(draft.status), valid_from = \(draft.validFrom), valid_until = \(draft.validUntil),
              edited_by = CASE WHEN content_hash = \(draft.contentHash) THEN edited_by ELSE \(editor) END, updated_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = \(id)
            """)
        guard changed == 1 else { return false }
        try await tx.execute(index(id, tx.scope.tenant))
        return true
    }

    /// The document that came from a source before.
    static func document(from key: String, _ tx: TenantTransaction) async throws -> KnowledgeDocument? {
        try await tx.first(
            "SELECT \(fragment: columns), d.content FROM knowledge_base_docs d WHERE d.tenant_id = \(tx.tenant) AND d.source_key = \(key)"
        ).map(KnowledgeDocument.init)
    }

    /// Adds what came from a source, or replaces what came from it before. Status, priority and validity that people set stay.
    static func take(
        _ draft: KnowledgeDraft, from source: KnowledgeSource, by editor: String, _ tx: TenantTransaction
    ) async throws -> UUID {
        guard let key = source.key, let known = try await document(from: key, tx) else {
            return try await add(tx, draft, from: source, by: editor)
        }
        var changed = KnowledgeDraft(known)
        (changed.title, changed.format, changed.content, changed.kind) =
            (draft.title, draft.format, draft.content, draft.kind)
        if KnowledgeDraft(known).contentHash != changed.contentHash || known.kind != changed.kind {
            _ = try await replace(tx, known.id, changed, by: editor)
        }
        return known.id
    }

    package static func delete(_ tx: TenantTransaction, _ id: UUID) async throws -> Bool {
        try await tx.execute("DELETE FROM knowledge_base_docs WHERE tenant_id = \(tx.tenant) AND id = \(id)") == 1
    }

    static func index(_ document: UUID, _ tenant: TenantID) -> SQL {
        let key = "knowledge:\(document.uuidString.lowercased())"
        return Jobs.enqueue(
            IndexDocument(document: document), tenant: tenant, options: JobOptions(lockKey: key, uniqueKey: key))
    }
}
