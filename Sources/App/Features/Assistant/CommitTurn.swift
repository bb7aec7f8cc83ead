import Domain
import Foundation
import Postgres
import Privacy
import Providers

// The ways a turn ends. Each is one transaction with the completion of its job; all but silence go through the fence.
extension Assistant {
    /// Says the answer. False when somebody was faster: then nothing is said, and that is recorded.
    static func answer(
        _ tx: TenantTransaction, _ turn: Turn, _ draft: DraftAnswer, at step: String, took: Duration,
        completion: () -> SQL
    ) async throws -> Bool {
        let snapshot = turn.snapshot
        guard
            try await passFence(
                tx, snapshot, setting: "\(fragment: spoke(draft.text)), unread_count = 0, waiting_since = NULL")
        else {
            return try await superseded(tx, turn, at: step, took: took, completion: completion)
        }
        let beside = draft.alternatives.flatMap { offer in
            offer.content("\(draft.text)\n\n\(offer.wordsBeside(turn.language))", turn.language)
        }
        let content = beside ?? .text(draft.text)
        let message = OutgoingMessage(
            conversation: snapshot.conversation, account: snapshot.account, senderType: "bot",
            senderName: turn.settings.personalityName, content: content.text, contentType: content.type,
            payload: content.payload?.text(), clientKey: key("reply", turn), isAIGenerated: true,
            citations: citations(draft))
        let facts =
            judged(turn, at: step) + work(turn, by: draft.author, took)
            + offered(beside == nil ? nil : draft.alternatives)
        try await tx.commit(
            Outbox.enqueue(message, tenant: snapshot.tenant) + [event(snapshot, "ai_response", .object(facts))]
                + consume(snapshot) + turn.settled(turn.tally(messages: 1)) + [completion()]
        )
        return true
    }

    /// Asks which of several subjects is meant.
    static func offer(
        _ tx: TenantTransaction, _ turn: Turn, _ offer: TopicOffer, at step: String, took: Duration,
        completion: () -> SQL
    ) async throws -> Bool {
        let snapshot = turn.snapshot
        let words = offer.words(turn.language)
        guard let content = offer.content(words, turn.language) else {
            return try await handOff(tx, turn, .noEvidence, at: step, took: took, completion: completion)
        }
        guard
            try await passFence(
                tx, snapshot, setting: "\(fragment: spoke(words)), unread_count = 0, waiting_since = NULL")
        else {
            return try await superseded(tx, turn, at: step, took: took, completion: completion)
        }
        let message = OutgoingMessage(
            conversation: snapshot.conversation, account: snapshot.account, senderType: "bot",
            senderName: turn.settings.personalityName, content: content.text, contentType: content.type,
            payload: content.payload?.text(), clientKey: key(offerKey, turn))
        let facts = judged(turn, at: step) + work(turn, by: "offline", took) + offered(offer)
        try await tx.commit(
            Outbox.enqueue(message, tenant: snapshot.tenant) + [event(snapshot, "ai_response", .object(facts))]
                + consume(snapshot) + turn.settled(turn.tally(messages: 1)) + [completion()])
        return true
    }

    /// How the keys of offers that stand instead of an answer begin.
    static let offerKey = "offer"

    private static func offered(_ offer: TopicOffer?) -> [(String, JSON?)] {
        offer.map { [("offered", JSON($0.topics.map { JSON($0.title) }))] } ?? []
    }

    /// Leaves the answer to a person. The customer's messages stay unanswered until one accepts it.
    static func propose(
        _ tx: TenantTransaction, _ turn: Turn, _ draft: DraftAnswer, at step: String, took: Duration,
        completion: () -> SQL
    ) async throws -> Bool {
        let waits: SQL = "unread_count = greatest(unread_count, 1), waiting_since = coalesce(waiting_since, now())"
        guard try await passFence(tx, turn.snapshot, setting: waits) else {
            return try await superseded(tx, turn, at: step, took: took, completion: completion)
        }
        let work = work(turn, by: draft.author, took)
        let facts = judged(turn, at: step) + work + [("name", JSON(turn.settings.personalityName))]
        try await tx.commit(
            keep(turn, draft, facts: facts, citations: citations(draft)) + consume(turn.snapshot)
                + [event(turn.snapshot, "ai_draft", .object([("step", JSON(step))] + work))]
                + turn.settled(turn.tally(messages: 1)) + [completion()])
        return false
    }

    /// Gives the conversation to a person and tells the customer so, once.
    static func handOff(
        _ tx: TenantTransaction, _ turn: Turn, _ reason: HandoffReason, at step: String, took: Duration,
        completion: () -> SQL
    ) async throws -> Bool {
        let snapshot = turn.snapshot
        let own = reason == .outOfHours ? turn.settings.outOfHoursMessage : ""
        let notice = own.isEmpty ? AssistantSentences.handoff(reason, turn.language) : own
        let change: SQL = "\(fragment: spoke(notice)), \(fragment: handedOver(turn, reason))"
        guard try await passFence(tx, snapshot, setting: change) else {
            return try await superseded(tx, turn, at: step, took: took, completion: completion)
        }
        let message = OutgoingMessage(
            conversation: snapshot.conversation, account: snapshot.account, senderType: "bot",
            senderName: turn.settings.personalityName,
            content: notice, clientKey: key("handoff", turn))
        let tally = turn.tally(messages: 1, handoffs: 1, withoutEvidence: reason == .noEvidence ? 1 : 0)
        try await tx.commit(
            Outbox.enqueue(message, tenant: snapshot.tenant) + [handoffEvent(turn, reason.rawValue, at: step, took)]
                + (reason == .noEvidence || turn.choice == .person ? missed(turn) : []) + consume(snapshot)
                + turn.settled(tally) + [completion()]
        )
        return true
    }

    /// The same without a word to the customer.
    static func release(
        _ tx: TenantTransaction, _ turn: Turn, _ why: String, at step: String, took: Duration, completion: () -> SQL
    ) async throws -> Bool {
        guard
            try await passFence(
                tx, turn.snapshot, setting: handedOver(turn, HandoffReason(rawValue: why) ?? .assistantUnavailable))
        else {
            return try await superseded(tx, turn, at: step, took: took, completion: completion)
        }
        try await tx.commit(
            [handoffEvent(turn, why, at: step, took)] + consume(turn.snapshot) + turn.settled(turn.tally(handoffs: 1))
                + [completion()])
        return false
    }

    /// Says nothing, and keeps why.
    static func stayed(
        _ tx: TenantTransaction, _ turn: Turn, _ reason: String, at step: String, completion: () -> SQL
    ) async throws -> Bool {
        try await tx.commit(
            [event(turn.snapshot, "ai_skipped", .object([("step", JSON(step)), ("reason", JSON(reason))]))]
                + turn.settled(turn.tally()) + [completion()])
        return false
    }

    /// A person or a newer message was faster. What the model cost is still paid; the messages stay unanswered for the newer turn.
    private static func superseded(
        _ tx: TenantTransaction, _ turn: Turn, at step: String, took: Duration, completion: () -> SQL
    ) async throws -> Bool {
        try await tx.commit(
            [event(turn.snapshot, "ai_superseded", .object([("step", JSON(step))] + work(turn, by: nil, took)))]
                + turn.settled(turn.tally()) + [completion()])
        return false
    }

    /// Each question that nothing answered is a gap in what the shop told us.
    private static func missed(_ turn: Turn) -> [SQL] {
        let open = turn.findings.filter { $0.passages.isEmpty }.map(\.question)
        // What was asked before subjects were offered, or an answer given, in vain.
        let isVain = turn.choice == nil && turn.snapshot.hasOfferedInstead
        let before = isVain ? [turn.snapshot.questionBeforeOffer].compactMap(\.self) : []
        return (before + (open.isEmpty ? [turn.text] : open)).flatMap {
            Knowledge.missed(
                $0, in: turn.snapshot.conversation, topRelevance: turn.topRelevance, tenant: turn.snapshot.tenant)
        }
    }

    // MARK: Parts

    private static func handedOver(_ turn: Turn, _ reason: HandoffReason) -> SQL {
        let summary = HandoffSummary.text(
            classification: turn.classification,
            messages: turn.choice == nil ? turn.snapshot.unanswered.map(\.words).filter { !$0.isEmpty } : [turn.text],
            refused: reason == .answerRefused ? turn.refused : [], masked: turn.settings.masksLogs)
        return """
            status = 'waiting_agent', handoff_reason = \(reason.rawValue), handoff_summary = \(summary),
            priority = \(ConversationPriority(turn.classification.urgency).rawValue), waiting_since = coalesce(waiting_since, now()),
            unread_count = greatest(unread_count, 1)
            """
    }

    private static func handoffEvent(_ turn: Turn, _ reason: String, at step: String, _ took: Duration) -> SQL {
        let priority = ConversationPriority(turn.classification.urgency).rawValue
        let facts = judged(turn, at: step) + work(turn, by: nil, took)
        return event(
            turn.snapshot, "handoff", .object(facts + [("reason", JSON(reason)), ("priority", JSON(priority))]))
    }

    /// The same burst has the same key: a turn that runs twice says nothing twice.
    private static func key(_ kind: String, _ turn: Turn) -> String {
        "\(kind):\(turn.snapshot.unanswered.last?.id.uuidString.lowercased() ?? "none")"
    }

    /// How the turn was judged. `answers` names the messages that this outcome settles.
    private static func judged(_ turn: Turn, at step: String) -> [(String, JSON?)] {
        let found = turn.classification
        return [
            ("step", JSON(step)),
            ("answers", JSON(turn.snapshot.unanswered.map { JSON($0.id.uuidString.lowercased()) })),
            ("intent", JSON(found.intent.rawValue)), ("sentiment", JSON(found.sentiment.rawValue)),
            ("urgency", JSON(found.urgency.rawValue)), ("topic", found.topic.map { JSON($0) }),
            ("top_relevance", JSON(rounded(turn.topRelevance))),
            (
                "findings",
                turn.refused.isEmpty ? nil : .some(JSON(turn.refused.map { told($0, masked: turn.settings.masksLogs) }))
            ),
        ]
    }

    /// A finding as it is kept: its words without personal data, where the shop wants that.
    private static func told(_ finding: GuardrailFinding, masked: Bool) -> JSON {
        let words = String(finding.text.prefix(200))
        return .object([
            ("kind", JSON(finding.kind.rawValue)), ("why", JSON(finding.why.rawValue)),
            ("text", JSON(masked ? Mask.text(words) : words)),
        ])
    }

    /// What it took: the source document's fields of `ai_response`, zeros where no model was asked. Nothing for an outcome without
    /// an author that asked none.
    private static func work(_ turn: Turn, by author: String?, _ took: Duration) -> [(String, JSON?)] {
        guard let author = author ?? turn.attempts.last?.model else { return [] }
        let usage = turn.attempts.reduce(TokenUsage.none) { $0 + $1.usage }
        let vain = turn.attempts.filter { $0.outcome != .answered }.map { JSON("\($0.model):\($0.outcome.rawValue)") }
        let fallbacks: JSON? = vain.isEmpty ? .none : .some(JSON(vain))
        return [
            ("model", JSON(author)), ("input_tokens", JSON(usage.input)), ("cached_tokens", JSON(usage.cachedInput)),
            ("output_tokens", JSON(usage.output)), ("latency_ms", JSON(Int(took / .milliseconds(1)))),
            ("cost_cents", JSON(Double(turn.attempts.microUSD) / 10_000)), ("fallbacks", fallbacks),
        ]
    }

    private static func citations(_ draft: DraftAnswer) -> String? {
        guard !draft.citations.isEmpty else { return nil }
        return JSON(
            draft.citations.map { citation in
                JSON.object([
                    ("doc_id", JSON(citation.passage.document.uuidString.lowercased())),
                    ("chunk_id", JSON(citation.passage.chunk.uuidString.lowercased())),
                    (
                        "title",
                        JSON(
                            citation.passage.headingPath.isEmpty ? citation.passage.title : citation.passage.headingPath
                        )
                    ),
                    ("quote", JSON(citation.quote)),
                ])
            }
        ).text()
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}

extension Turn {
    /// What the turn adds to the month, with every request it made: also those that led nowhere are paid for.
    func tally(messages: Int = 0, handoffs: Int = 0, withoutEvidence: Int = 0, purpose: String = "answer") -> UsageTally
    {
        UsageTally(
            messages: messages, handoffs: handoffs, withoutEvidence: withoutEvidence,
            calls: attempts.calls(channel: snapshot.channel, purpose: purpose))
    }

    /// Counts it and gives back what had been set aside.
    func settled(_ tally: UsageTally) -> [SQL] {
        tally.statements(snapshot.tenant) + (purse?.settled ?? [])
    }
}
