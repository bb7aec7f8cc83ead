import Domain
import Foundation
import Postgres

/// What a document said before it was changed.
package struct KnowledgeVersion: Sendable {
    package let version: Int
    package let title: String
    package let format: String
    package let content: String
    package let editedBy: String
    package let writtenAt: Date

    init(_ row: Row) throws {
        version = try row("version")
        title = try row("title")
        format = try row("format")
        content = try row("content")
        editedBy = try row("edited_by")
        writtenAt = try row("written_at")
    }
}

extension Knowledge {
    /// Newest first, without their text.
    static func versions(of document: UUID, _ tx: TenantTransaction) async throws
        -> [KnowledgeVersion]
    {
        try await tx.query(
            """
            SELECT version, title, format, '' AS content, edited_by, written_at FROM knowledge_base_versions
            WHERE tenant_id = \(tx.tenant) AND doc_id = \(document) ORDER BY version DESC LIMIT 100
            """
        ).map(KnowledgeVersion.init)
    }

    static func version(_ version: Int, of document: UUID, _ tx: TenantTransaction) async throws
        -> KnowledgeVersion?
    {
        try await tx.first(
            """
            SELECT version, title, format, content, edited_by, written_at FROM knowledge_base_versions
            WHERE tenant_id = \(tx.tenant) AND doc_id = \(document) AND version = \(version)
            """
        ).map(KnowledgeVersion.init)
    }

    /// Brings back what a document said: a new version with the old words.
    static func restore(_ version: Int, of document: UUID, by editor: String, _ tx: TenantTransaction)
        async throws
        -> Bool
    {
        guard let old = try await self.version(version, of: document, tx),
            let now = try await self.document(tx, document)
        else { return false }
        var draft = KnowledgeDraft(now)
        (draft.title, draft.format, draft.content) = (old.title, old.format, old.content)
        return try await replace(tx, document, draft, by: editor)
    }
}

extension KnowledgeDraft {
    /// A document as it stands, to be changed.
    package init(_ document: KnowledgeDocument) {
        self.init(
            title: document.title, kind: document.kind, format: document.format,
            content: document.content,
            priority: document.priority, status: document.status, validFrom: document.validFrom,
            validUntil: document.validUntil)
    }
}
