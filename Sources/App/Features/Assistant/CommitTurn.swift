import Domain
import Foundation
import Postgres

// The three ways a turn ends. Each is one transaction with the completion of its job; the first two go through the fence.
extension Assistant {
    /// Says the answer. False when somebody was faster: then nothing is said, and that is recorded.
    static func answer(
        _ tx: TenantTransaction, _ turn: Turn, _ draft: DraftAnswer, at step: String, completion: () -> SQL
    ) async throws -> Bool {
        let snapshot = turn.snapshot
        guard try await passFence(tx, snapshot, setting: "\(fragment: spoke(draft.text)), unread_count = 0, waiting_since = NULL") else {
            return try await superseded(tx, turn, draft.work, at: step, completion: completion)
        }
        let message = OutgoingMessage(
            conversation: snapshot.conversation, account: snapshot.account, senderType: "bot", senderName: turn.settings.personalityName,
            content: draft.text, isAIGenerated: true, citations: citations(draft))
        try await tx.commit(
            Outbox.enqueue(message, tenant: snapshot.tenant)
                + [event(snapshot, "ai_response", facts(turn, draft.work, at: step))]
                + metering(snapshot.tenant, microUSD: draft.work.microUSD, messages: 1) + [completion()])
        return true
    }

    /// Gives the conversation to a person and tells the customer so, once.
    static func handOff(
        _ tx: TenantTransaction, _ turn: Turn, _ reason: HandoffReason, at step: String, completion: () -> SQL
    ) async throws -> Bool {
        let snapshot = turn.snapshot
        let notice = AssistantSentences.handoff(reason, turn.language)
        let summary = HandoffSummary.text(
            classification: turn.classification, messages: snapshot.unanswered.map(\.text).filter { !$0.isEmpty })
        let priority = ConversationPriority(turn.classification.urgency)
        let change: SQL = """
            \(fragment: spoke(notice)), status = 'waiting_agent', handoff_reason = \(reason.rawValue), handoff_summary = \(summary),
            priority = \(priority.rawValue), waiting_since = coalesce(waiting_since, now()), unread_count = greatest(unread_count, 1)
            """
        guard try await passFence(tx, snapshot, setting: change) else {
            return try await superseded(tx, turn, nil, at: step, completion: completion)
        }
        let message = OutgoingMessage(
            conversation: snapshot.conversation, account: snapshot.account, senderType: "bot", senderName: turn.settings.personalityName,
            content: notice)
        let metadata = JSON.object([
            ("reason", JSON(reason.rawValue)), ("step", JSON(step)), ("priority", JSON(priority.rawValue)),
            ("intent", JSON(turn.classification.intent.rawValue)), ("sentiment", JSON(turn.classification.sentiment.rawValue)),
            ("urgency", JSON(turn.classification.urgency.rawValue)), ("top_relevance", JSON(rounded(turn.topRelevance))),
        ])
        try await tx.commit(
            Outbox.enqueue(message, tenant: snapshot.tenant) + [event(snapshot, "handoff", metadata)]
                + metering(
                    snapshot.tenant, microUSD: 0, messages: 1, handoffs: 1, noEvidence: reason == .noEvidence ? 1 : 0)
                + [completion()])
        return true
    }

    /// Says nothing, and keeps why.
    static func stayed(_ tx: TenantTransaction, _ turn: Turn, _ reason: String, at step: String, completion: () -> SQL) async throws -> Bool {
        try await tx.commit([
            event(turn.snapshot, "ai_skipped", .object([("step", JSON(step)), ("reason", JSON(reason))])), completion(),
        ])
        return false
    }

    /// A person or a newer message was faster. What the model cost is still paid.
    private static func superseded(
        _ tx: TenantTransaction, _ turn: Turn, _ work: ModelWork?, at step: String, completion: () -> SQL
    ) async throws -> Bool {
        let cost = work?.microUSD ?? 0
        try await tx.commit(
            [event(turn.snapshot, "ai_superseded", .object([("step", JSON(step)), ("model", work.map { JSON($0.model) })]))]
                + (cost > 0 ? metering(turn.snapshot.tenant, microUSD: cost, messages: 0) : []) + [completion()])
        return false
    }

    private static func facts(_ turn: Turn, _ work: ModelWork, at step: String) -> JSON {
        .object([
            ("model", JSON(work.model)), ("input_tokens", JSON(work.usage.input)), ("output_tokens", JSON(work.usage.output)),
            ("latency_ms", JSON(Int(work.latency / .milliseconds(1)))), ("cost_cents", JSON(Double(work.microUSD) / 10_000)),
            ("step", JSON(step)), ("intent", JSON(turn.classification.intent.rawValue)), ("top_relevance", JSON(rounded(turn.topRelevance))),
            ("fallbacks", work.fallbacks.isEmpty ? nil : JSON(work.fallbacks.map { JSON($0) })),
        ])
    }

    private static func citations(_ draft: DraftAnswer) -> String? {
        guard !draft.citations.isEmpty else { return nil }
        return JSON(
            draft.citations.map { citation in
                JSON.object([
                    ("doc_id", JSON(citation.passage.document.uuidString.lowercased())),
                    ("chunk_id", JSON(citation.passage.chunk.uuidString.lowercased())),
                    ("title", JSON(citation.passage.headingPath.isEmpty ? citation.passage.title : citation.passage.headingPath)),
                    ("quote", JSON(citation.quote)),
                ])
            }
        ).text()
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
