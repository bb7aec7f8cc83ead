import Domain
import Foundation
import Logging
import Privacy
import Providers

/// Writes the answer: with a model where there is one, otherwise by quoting. Whatever it cannot prove goes to a person.
package struct AnswerGenerator: Sendable {
    private let model: OpenAI?
    private let deadline: Duration
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// - Parameter model: nil for an installation without a key; the offline attendant answers then.
    package init(model: OpenAI?, deadline: Duration = .seconds(25), now: @escaping @Sendable () -> Date = { Date() }, logger: Logger) {
        self.model = model
        self.deadline = deadline
        self.now = now
        self.logger = logger
    }

    func answer(_ turn: inout Turn) async -> TurnOutcome {
        guard let model else { return offline(turn) }
        let start = ContinuousClock.now
        let request = OpenAI.ChatRequest(
            messages: messages(for: turn), models: ModelCatalogue.chain(from: turn.settings.model), form: .attendant,
            day: String(now().formatted(.iso8601.year().month().day())), deadline: deadline)
        do {
            let outcome = try await model.chat(request) { ModelAnswer($0) }
            let work = ModelWork(
                model: outcome.snapshot, usage: outcome.usage, microUSD: outcome.microUSD, latency: .now - start,
                fallbacks: outcome.attempts.dropLast().map { "\($0.model):\($0.outcome.rawValue)" })
            return judge(outcome.answer, work, &turn)
        } catch {
            logger.warning("No model answered", metadata: [
                "tenant.id": "\(turn.snapshot.tenant)", "conversation.id": "\(turn.snapshot.conversation)", "outcome": "\(error.outcome.rawValue)",
                "code": "\(error.code)", "attempts": "\(error.attempts.count)",
            ])
            return turn.settings.answersOfflineWhenUnavailable ? offline(turn) : .handoff(.assistantUnavailable)
        }
    }

    private func messages(for turn: Turn) -> [ChatMessage] {
        // Personal data does not travel: the model reads masks.
        let clean = turn.settings.masksForProvider ? { Mask.text($0) } : { $0 }
        let settings = turn.settings
        let builder = PromptBuilder(
            shop: turn.snapshot.shop, systemPrompt: settings.systemPrompt, customInstructions: settings.customInstructions,
            personalityName: settings.personalityName, personalityTone: settings.personalityTone, usesEmojis: settings.usesEmojis,
            maxLength: settings.maxLength)
        let evidence = turn.evidence.enumerated().map { index, passage in
            Evidence(alias: "S\(index + 1)", title: passage.headingPath.isEmpty ? passage.title : passage.headingPath, text: passage.text)
        }
        let history = turn.snapshot.history.filter { !$0.text.isEmpty }.map {
            ChatMessage(role: $0.isCustomer ? .user : .assistant, content: clean($0.text))
        }
        return builder.messages(evidence: evidence, history: history, question: clean(turn.text))
    }

    /// The model's own classification may only make it more careful, and what it says must be quoted from what it was shown.
    private func judge(_ answer: ModelAnswer, _ work: ModelWork, _ turn: inout Turn) -> TurnOutcome {
        turn.classification = answer.classification
        if let reason = HandoffTriggers.reason(for: answer.classification) { return .handoff(reason) }
        switch answer.kind {
        case .handoff:
            return .handoff(turn.evidence.isEmpty ? .noEvidence : .assistantUnsure)
        case .smallTalk:
            let talk = SmallTalk.of(turn.utterance, answer.classification) ?? .nod
            return .answer(DraftAnswer(text: TurnSteps.courtesy(talk, turn), citations: [], work: work))
        case .answer:
            var citations: [DraftAnswer.Citation] = []
            for quote in answer.quotes {
                let number = quote.source.hasPrefix("S") ? Int(quote.source.dropFirst()) : nil
                guard let number, turn.evidence.indices.contains(number - 1) else { return .handoff(.assistantUnsure) }
                let passage = turn.evidence[number - 1]
                guard Quote.isVerbatim(quote.text, in: passage.text) else { return .handoff(.assistantUnsure) }
                citations.append(.init(passage: passage, quote: quote.text))
            }
            guard !citations.isEmpty else { return .handoff(.assistantUnsure) }
            return .answer(DraftAnswer(text: answer.text, citations: citations, work: work))
        }
    }

    private func offline(_ turn: Turn) -> TurnOutcome {
        let passages = turn.evidence.map {
            OfflineAttendant.Passage(title: $0.title, headingPath: $0.headingPath, text: $0.text, relevance: $0.relevance)
        }
        // What a follow-up leans on helps to choose the sentence to quote.
        let question = FollowUp.rewritten(turn.text, after: turn.previousQuestion) ?? turn.text
        let reply = OfflineAttendant.reply(
            to: question, turn.classification, passages: passages, threshold: turn.settings.threshold, limit: turn.settings.maxLength, turn.language)
        switch reply {
        case .handoff(let reason): return .handoff(reason)
        case .answer(let text, let quote, let index):
            guard turn.evidence.indices.contains(index) else { return .handoff(.noEvidence) }
            return .answer(DraftAnswer(
                text: text, citations: [.init(passage: turn.evidence[index], quote: quote)], work: .rules("offline")))
        }
    }
}
