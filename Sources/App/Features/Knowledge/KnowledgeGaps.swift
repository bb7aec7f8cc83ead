import Domain
import Foundation
import Postgres
import Privacy

/// A question that found no evidence.
package struct KnowledgeGap: Sendable {
    package let id: UUID
    /// Without personal data.
    package let question: String
    package let conversation: UUID?
    package let askedAt: Date
}

extension Knowledge {
    /// Longest question that is kept.
    private static let longest = 300
    /// Open questions that are looked at together.
    static let gapsShown = 400

    /// Keeps a question that nothing answered; for the transaction that hands the conversation over. No statement for no words.
    package static func missed(
        _ question: String, in conversation: UUID, topRelevance: Double, tenant: TenantID
    ) -> [SQL] {
        let words = Words.oneLine(Mask.text(question))
        guard !Question(words).isEmpty else { return [] }
        return [
            """
            INSERT INTO knowledge_gaps (tenant_id, conversation_id, question, top_relevance)
            VALUES (\(tenant.value), \(conversation), \(String(words.unicodeScalars.prefix(longest).map(Character.init))), \(topRelevance))
            """
        ]
    }

    /// Newest first.
    static func openGaps(_ tx: TenantTransaction) async throws -> [KnowledgeGap] {
        try await tx.query(
            """
            SELECT id, question, conversation_id, asked_at FROM knowledge_gaps
            WHERE tenant_id = \(tx.tenant) AND state = 'open' ORDER BY asked_at DESC, id DESC LIMIT \(gapsShown)
            """
        ).map {
            KnowledgeGap(
                id: try $0("id"), question: try $0("question"), conversation: try $0("conversation_id"),
                askedAt: try $0("asked_at"))
        }
    }

    static func countOpenGaps(_ tx: TenantTransaction) async throws -> Int {
        try await tx.one(
            "SELECT count(*)::int AS open FROM knowledge_gaps WHERE tenant_id = \(tx.tenant) AND state = 'open'"
        )("open")
    }

    /// Closes questions: answered by a document, or not worth an answer.
    static func closeGaps(_ ids: [UUID], answeredBy document: UUID?, tx: TenantTransaction)
        async throws
    {
        guard !ids.isEmpty else { return }
        try await tx.execute(
            """
            UPDATE knowledge_gaps SET state = \(document == nil ? "dismissed" : "answered"), doc_id = \(document), closed_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = ANY (\(ids)::uuid[]) AND state = 'open'
            """)
    }
}
