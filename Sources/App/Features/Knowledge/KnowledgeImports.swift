import Domain
import Foundation
import Postgres

/// One file or address that is being made a document.
package struct KnowledgeImport: Sendable {
    package enum State: String, Sendable, CaseIterable { case queued, running, done, failed }

    package let id: UUID
    package let name: String
    package let url: String?
    package let kind: String
    package let state: State
    /// Why it failed, as a stable word.
    package let error: String?
    package let document: UUID?
    package let skipped: Int
    package let createdBy: String
    package let createdAt: Date

    init(_ row: Row) throws {
        id = try row("id")
        name = try row("name")
        url = try row("url")
        kind = try row("kind")
        state = State(rawValue: try row("state")) ?? .failed
        error = try row("error")
        document = try row("doc_id")
        skipped = try row("skipped")
        createdBy = try row("created_by")
        createdAt = try row("created_at")
    }
}

extension Knowledge {
    /// Bytes of one file.
    package static let fileLimit = 10 << 20

    private static let importColumns: SQL =
        "id, name, url, kind, state, error, doc_id, skipped, created_by, created_at"

    /// Newest first.
    static func imports(_ tx: TenantTransaction, limit: Int = 30) async throws -> [KnowledgeImport] {
        try await tx.query(
            """
            SELECT \(fragment: importColumns) FROM knowledge_imports
            WHERE tenant_id = \(tx.tenant) ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).map(KnowledgeImport.init)
    }

    static func importing(_ id: UUID, _ tx: TenantTransaction) async throws -> KnowledgeImport? {
        try await tx.first(
            "SELECT \(fragment: importColumns) FROM knowledge_imports WHERE tenant_id = \(tx.tenant) AND id = \(id)"
        ).map(KnowledgeImport.init)
    }

    static func importedFile(_ id: UUID, _ tx: TenantTransaction) async throws -> [UInt8]? {
        try await tx.first(
            "SELECT content FROM knowledge_imports WHERE tenant_id = \(tx.tenant) AND id = \(id)"
        ).flatMap {
            try $0("content")
        }
    }

    /// Keeps a file or an address until its turn comes; wake ``JobQueue/knowledge`` after the commit.
    static func queue(
        name: String, url: String?, content: [UInt8]?, kind: String, by editor: String,
        _ tx: TenantTransaction
    ) async throws -> UUID {
        let id = UUID.v7()
        try await tx.batch([
            """
            INSERT INTO knowledge_imports (tenant_id, id, name, url, content, kind, created_by)
            VALUES (\(tx.tenant), \(id), \(name), \(url), \(content), \(kind), \(editor))
            """,
            Jobs.enqueue(
                ImportKnowledge(import: id), tenant: tx.scope.tenant,
                options: JobOptions(uniqueKey: "knowledge.import:\(id.lowercase)", maxAttempts: 3)),
        ])
        return id
    }

    /// True where there is still something to do.
    static func begin(_ id: UUID, _ tx: TenantTransaction) async throws -> Bool {
        try await tx.execute(
            """
            UPDATE knowledge_imports SET state = 'running'
            WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state IN ('queued', 'running')
            """) == 1
    }

    static func end(
        _ id: UUID, document: UUID?, skipped: Int = 0, error: String?, _ tx: TenantTransaction
    ) -> SQL {
        """
        UPDATE knowledge_imports SET state = \(error == nil ? "done" : "failed"), error = \(error), doc_id = \(document), skipped = \(skipped),
          content = NULL, finished_at = now()
        WHERE tenant_id = \(tx.tenant) AND id = \(id) AND state IN ('queued', 'running')
        """
    }
}
