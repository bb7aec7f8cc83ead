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
        let request = OpenAI.ChatRequest(
            messages: messages(for: turn), models: ModelCatalogue.chain(from: turn.settings.model), form: .attendant,
            day: String(now().formatted(.iso8601.year().month().day())), deadline: deadline)
        do {
            let outcome = try await model.chat(request) { ModelAnswer($0) }
            turn.attempts += outcome.attempts
            return judge(outcome.answer, by: outcome.snapshot, &turn)
        } catch {
            turn.attempts += error.attempts
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
    private func judge(_ answer: ModelAnswer, by author: String, _ turn: inout Turn) -> TurnOutcome {
        turn.classification = answer.classification
        if let reason = HandoffTriggers.reason(for: answer.classification) { return .handoff(reason) }
        switch answer.kind {
        case .handoff:
            if answer.classification.intent == .complaint { return .handoff(.complaint) }
            return .handoff(turn.evidence.isEmpty ? .noEvidence : .assistantUnsure)
        case .smallTalk:
            let talk = SmallTalk.of(turn.utterance, answer.classification) ?? .nod
            return .answer(DraftAnswer(text: TurnSteps.courtesy(talk, turn), citations: [], author: author))
        case .answer:
            let evidence = turn.evidence
            var citations: [DraftAnswer.Citation] = []
            for quote in answer.quotes {
                let number = quote.source.hasPrefix("S") ? Int(quote.source.dropFirst()) : nil
                guard let number, evidence.indices.contains(number - 1) else { return .handoff(.assistantUnsure) }
                let passage = ScalarText(evidence[number - 1].text)
                // Kept in the document's own spelling, not in the model's.
                guard let range = Quote.find(quote.text, in: passage) else { return .handoff(.assistantUnsure) }
                citations.append(.init(passage: evidence[number - 1], quote: passage.slice(range)))
            }
            guard !citations.isEmpty else { return .handoff(.assistantUnsure) }
            let text = ReplyText.fit(answer.text, limit: turn.settings.maxLength)
            return .answer(DraftAnswer(text: text, citations: citations, author: author))
        }
    }

    /// Every question answered by a quotation, or none of them.
    private func offline(_ turn: Turn) -> TurnOutcome {
        var texts: [String] = []
        var citations: [DraftAnswer.Citation] = []
        let room = turn.settings.maxLength / max(turn.findings.count, 1)
        for (question, found) in turn.findings {
            let passages = found.map {
                OfflineAttendant.Passage(title: $0.title, headingPath: $0.headingPath, text: $0.text, relevance: $0.relevance)
            }
            let reply = OfflineAttendant.reply(
                to: question, turn.classification, passages: passages, threshold: turn.settings.threshold, limit: room, turn.language)
            switch reply {
            case .answer(let text, let quote, let index):
                guard found.indices.contains(index) else { return .handoff(.noEvidence) }
                texts.append(text)
                citations.append(.init(passage: found[index], quote: quote))
            case .handoff(.noEvidence) where !turn.settings.handsOffWithoutEvidence:
                let unknown = AssistantSentences.unknown(turn.language)
                if !texts.contains(unknown) { texts.append(unknown) }
            case .handoff(let reason): return .handoff(reason)
            }
        }
        return .answer(DraftAnswer(text: texts.joined(separator: "\n\n"), citations: citations, author: "offline"))
    }
}
