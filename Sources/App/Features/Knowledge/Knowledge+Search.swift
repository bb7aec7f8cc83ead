import Domain
import Foundation
import Postgres

/// Finds the passages that may answer a question.
package struct KnowledgeSearch: Sendable {
    let database: Database
    let embedder: Embedder

    /// Hits of each arm that are fused.
    static let perArm = 30
    /// Fused hits that are scored: judging a passage costs more than finding it.
    static let scored = 20

    package init(database: Database, embedder: Embedder) {
        self.database = database
        self.embedder = embedder
    }

    /// The best passages, most relevant first. An empty list: nothing of what the shop knows has to do with the question.
    ///
    /// The embedding is made before the transaction opens. Should its model fail, or the shop have no money left for it, words alone
    /// decide. A slip that only the shop's own words explain is put right with those of the passages that were found, and what is
    /// meant is searched for.
    package func callAsFunction(_ scope: TenantScope, _ text: String, limit: Int = 5) async throws -> [FoundPassage] {
        let question = Question(text)
        guard !question.isEmpty else { return [] }
        let vector = await vector(of: question, for: scope.tenant)
        let found = try await find(scope, question, vector)
        let meant = question.respelled(among: found.passages.map(\.passage))
        guard meant.spelled != question.spelled else { return rank(question, found, limit: limit) }
        // A model's embedding forgives the slip, and another one would cost: only what is free is made anew.
        let isFree = embedder.model == HashedEmbedding.model
        let anew = isFree ? await self.vector(of: meant, for: scope.tenant) : vector
        return rank(meant, try await find(scope, meant, anew), limit: limit)
    }

    /// No model, no vector arm.
    private func vector(of question: Question, for tenant: TenantID) async -> String? {
        let text = embedder.model == HashedEmbedding.model ? question.spelled : question.text
        return try? await embedder.embed([text], for: tenant).first?.vectorText  // words alone decide then
    }

    private struct Hit {
        let id: UUID
        let document: UUID
        let title: String
        let passage: Relevance.Passage
    }

    /// What both arms found.
    private struct Found {
        var passages: [Hit] = []
        var arms: [[UUID]] = []
        /// Rank of the best lexical hit.
        var top: Double?
    }

    private func find(_ scope: TenantScope, _ question: Question, _ vector: String?) async throws -> Found {
        let results = try await database.tenant(scope) { tx in
            try await tx.batch([lexical(tx.tenant, question, vector)] + (vector.map { [nearest(tx.tenant, $0)] } ?? []))
        }
        var found = Found(top: try results.first?.rows.first.map { try $0("rank") })
        var known: Set<UUID> = []
        for result in results {
            let hits = try result.rows.map { row in
                Hit(
                    id: try row("id"), document: try row("doc_id"), title: try row("title"),
                    passage: .init(
                        headingPath: try row("heading_path"), text: try row("chunk_text"), cosine: try row("cosine")))
            }
            found.arms.append(hits.map(\.id))
            found.passages += hits.filter { known.insert($0.id).inserted }
        }
        return found
    }

    private func rank(_ question: Question, _ found: Found, limit: Int) -> [FoundPassage] {
        let hits = Dictionary(uniqueKeysWithValues: found.passages.map { ($0.id, $0) })
        let fused = Fusion.fuse([
            Fusion.Arm(ids: found.arms.first ?? [], weight: Fusion.lexicalWeight(top: found.top)),
            Fusion.Arm(ids: found.arms.count > 1 ? found.arms[1] : []),
        ])
        let best = fused.prefix(Self.scored).compactMap { hits[$0.id] }
        let scores = Relevance.scores(question, best.map(\.passage), Calibration.of(model: embedder.model))
        return zip(best, scores)
            .map { hit, score in
                FoundPassage(
                    document: hit.document, chunk: hit.id, title: hit.title, headingPath: hit.passage.headingPath,
                    text: hit.passage.text, relevance: score)
            }
            .enumerated().sorted { ($0.element.relevance, -$0.offset) > ($1.element.relevance, -$1.offset) }
            .prefix(max(limit, 1)).map(\.element)
    }

    /// Any word of the question, accents folded on both sides, ranked by `ts_rank` (measured best for Portuguese; `ts_rank_cd` and AND are far worse).
    private func lexical(_ tenant: UUID, _ question: Question, _ vector: String?) -> SQL {
        let words = question.searchWords.map { "'\($0.replacing("'", with: " ").replacing("\\", with: " "))'" }.joined(
            separator: " | ")
        return """
            SELECT c.id, c.doc_id, d.title, c.heading_path, c.chunk_text, ts_rank(c.search, q)::float8 AS rank,
              CASE WHEN c.embedding_model = \(embedder.model) THEN 1 - (c.embedding <=> \(vector)::halfvec(1536)) END AS cosine
            FROM to_tsquery('portuguese', \(words)) q, knowledge_base_chunks c
            JOIN knowledge_base_docs d ON d.tenant_id = c.tenant_id AND d.id = c.doc_id AND d.indexed_version = c.version
            WHERE c.tenant_id = \(tenant) AND c.search @@ q AND \(fragment: Self.isValid)
            ORDER BY rank DESC, d.priority DESC, c.id LIMIT \(Self.perArm)
            """
    }

    /// Exact: every passage of the tenant is compared, so recall is complete.
    private func nearest(_ tenant: UUID, _ vector: String) -> SQL {
        """
        SELECT c.id, c.doc_id, d.title, c.heading_path, c.chunk_text, NULL::float8 AS rank, 1 - (c.embedding <=> \(vector)::halfvec(1536)) AS cosine
        FROM knowledge_base_chunks c
        JOIN knowledge_base_docs d ON d.tenant_id = c.tenant_id AND d.id = c.doc_id AND d.indexed_version = c.version
        WHERE c.tenant_id = \(tenant) AND c.embedding_model = \(embedder.model) AND \(fragment: Self.isValid)
        ORDER BY c.embedding <=> \(vector)::halfvec(1536), d.priority DESC LIMIT \(Self.perArm)
        """
    }

    private static let isValid: SQL = """
        d.status = 'published' AND coalesce(d.valid_from <= now(), true) AND coalesce(d.valid_until > now(), true)
        """
}
