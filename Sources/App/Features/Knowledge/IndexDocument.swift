import Domain
import Foundation
import Postgres

/// `knowledge.index`: cut a document into chunks and embed them.
package struct IndexDocument: Job {
    package static let name = "knowledge.index"
    package static let queue = JobQueue.knowledge

    package let document: UUID
}

/// Indexes documents. The embedding model is called with no transaction open; the result is stored only while the document is
/// still the version that was read. Where the shop has no money left for vectors, its words are searched alone until it has
/// (``SyncKnowledge``).
package struct IndexDocumentWorker: Sendable {
    let database: Database
    let embedder: Embedder

    package init(database: Database, embedder: Embedder) {
        self.database = database
        self.embedder = embedder
    }

    package func run(_ job: IndexDocument, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let scope = TenantScope.service(tenant)
        let source = try await database.tenant(scope) { tx in
            try await tx.first(
                """
                SELECT title, format, content, version, indexed_version < version AS is_new FROM knowledge_base_docs
                WHERE tenant_id = \(tx.tenant) AND id = \(job.document)
                  AND (indexed_version < version OR EXISTS (
                    SELECT 1 FROM knowledge_base_chunks c WHERE c.tenant_id = knowledge_base_docs.tenant_id AND c.doc_id = knowledge_base_docs.id
                      AND c.embedding_model IS DISTINCT FROM \(embedder.model)))
                """)
        }
        guard let source else { return }  // deleted, or indexed already
        let version: Int = try source("version")
        let chunks = Self.chunks(
            title: try source("title"), format: try source("format"), content: try source("content"))
        let vectors: [String]
        do {
            let made = try await embedder.embed(chunks.map { "\($0.headingPath)\n\($0.text)" }, for: tenant)
            guard made.count == chunks.count else { throw JobRetry(after: .seconds(30), reason: "embedding count") }
            vectors = made.map(\.vectorText)
        } catch is Embedder.NothingLeft {
            // What is found already stays as it is.
            guard try source("is_new") else { return }
            vectors = chunks.map { _ in "" }
        }
        try await database.tenant(scope) { tx in
            try await tx.commit(
                statements(tx.tenant, job.document, version, chunks, vectors) + [context.completionStatement()])
        }
    }

    static func chunks(title: String, format: String, content: String) -> [Chunk] {
        // One newline everywhere: offsets are those of the stored text, which is kept as it came, so only `\r\n` must not hide a line.
        let source = ScalarText(content)
        let blocks = format == "markdown" ? MarkdownBlocks.parse(content, source) : PlainTextBlocks.parse(source)
        return Chunker.chunks(of: source, blocks: blocks, title: title)
    }

    /// An empty vector is none.
    private func statements(_ tenant: UUID, _ document: UUID, _ version: Int, _ chunks: [Chunk], _ vectors: [String])
        -> [SQL]
    {
        [
            // Locks the document: a newer version waits, and a version that is old by now stores nothing.
            "SELECT 1 FROM knowledge_base_docs WHERE tenant_id = \(tenant) AND id = \(document) AND version = \(version) FOR UPDATE",
            """
            DELETE FROM knowledge_base_chunks c USING knowledge_base_docs d
            WHERE c.tenant_id = \(tenant) AND c.doc_id = \(document) AND d.tenant_id = c.tenant_id AND d.id = c.doc_id AND d.version = \(version)
            """,
            """
            INSERT INTO knowledge_base_chunks (tenant_id, doc_id, version, ordinal, heading_path, chunk_text, start_offset, end_offset,
              token_count, embedding, embedding_model)
            SELECT d.tenant_id, d.id, d.version, c.ordinal, c.heading_path, c.chunk_text, c.start_offset, c.end_offset, c.token_count,
              nullif(c.embedding, '')::halfvec(1536), CASE WHEN c.embedding <> '' THEN \(embedder.model) END
            FROM knowledge_base_docs d, unnest(\(chunks.map(\.ordinal))::int[], \(chunks.map(\.headingPath))::text[], \(chunks.map(\.text))::text[],
              \(chunks.map(\.start))::int[], \(chunks.map(\.end))::int[], \(chunks.map(\.tokens))::int[], \(vectors)::text[])
              AS c (ordinal, heading_path, chunk_text, start_offset, end_offset, token_count, embedding)
            WHERE d.tenant_id = \(tenant) AND d.id = \(document) AND d.version = \(version)
            """,
            """
            UPDATE knowledge_base_docs SET indexed_version = \(version)
            WHERE tenant_id = \(tenant) AND id = \(document) AND version = \(version)
            """,
        ]
    }
}
