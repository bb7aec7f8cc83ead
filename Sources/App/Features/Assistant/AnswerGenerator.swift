import Domain
import Foundation
import Logging
import Providers

/// Writes the answer: with a model where there is one, otherwise by quoting. Whatever it cannot prove goes to a person.
package struct AnswerGenerator: Sendable {
    private let model: OpenAI?
    private let deadline: Duration
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// - Parameter model: nil for an installation without a key; the offline attendant answers then.
    package init(
        model: OpenAI?, deadline: Duration = .seconds(25), now: @escaping @Sendable () -> Date = { Date() },
        logger: Logger
    ) {
        self.model = model
        self.deadline = deadline
        self.now = now
        self.logger = logger
    }

    /// A model is there that looks at pictures and listens to recordings, so waiting for it has an end.
    var readsMedia: Bool { model != nil }
    var hasModel: Bool { model != nil }
    /// What it asks, for work that is not an answer.
    var client: OpenAI? { model }

    /// What an answer costs at most with sources of the usual length; they are not known yet. What is lacking is set aside when they are.
    func usualCost(of turn: Turn) -> Int64 {
        let settings = turn.settings
        let said = turn.snapshot.history.reduce(turn.text.utf8.count) { $0 + $1.text.utf8.count }
        let usage = TokenUsage(
            input: Self.fixedPrompt + settings.topK * Self.usualSource + said + settings.systemPrompt.utf8.count
                + settings.customInstructions.utf8.count,
            output: OpenAI.ChatRequest.standardMaxTokens)
        let first = ModelCatalogue.current(settings.model)
        return turn.snapshot.terms.prices.cost(of: first, usage, on: day).microUSD
    }

    /// Bytes of rules and form that every request has.
    private static let fixedPrompt = 6_000
    /// Bytes of a source with its title.
    private static let usualSource = 1_200

    private var day: String { String(now().formatted(.iso8601.year().month().day())) }

    /// Puts an answer into the turn that has still to be checked, or ends it.
    func generate(_ turn: inout Turn) async -> TurnStep.Verdict {
        guard model != nil, turn.asksModel else { return offline(&turn) }
        var names = Pseudonyms()
        let messages = messages(for: turn, hiding: &names)
        return await ask(messages, names, &turn)
    }

    private func ask(_ messages: [ChatMessage], _ names: Pseudonyms, _ turn: inout Turn) async -> TurnStep.Verdict {
        guard let model else { return offline(&turn) }
        var request = OpenAI.ChatRequest(
            messages: messages, models: ModelCatalogue.chain(from: turn.settings.model), form: .attendant, day: day,
            deadline: deadline - (ContinuousClock.now - turn.began))
        request.prices = turn.snapshot.terms.prices
        let (purse, before) = (turn.purse, turn.attempts.microUSD)
        request.mayCost = { call in
            let total = before.addingReportingOverflow(call)
            return await purse?.covers(total.overflow ? .max : total.partialValue) ?? false
        }
        do {
            let outcome = try await model.chat(request) { ModelAnswer($0) }
            turn.attempts += outcome.attempts
            return read(outcome, messages, names, &turn)
        } catch {
            turn.attempts += error.attempts
            logger.warning(
                "No model answered",
                metadata: [
                    "tenant.id": "\(turn.snapshot.tenant)", "conversation.id": "\(turn.snapshot.conversation)",
                    "outcome": "\(error.outcome.rawValue)",
                    "code": "\(error.code)", "attempts": "\(error.attempts.count)",
                ])
            if error.attempts.last?.outcome == .overBudget {
                if case .stop(let outcome) = TurnSteps.overBudget(&turn) { return .stop(outcome) }
                return offline(&turn)
            }
            return turn.settings.answersOfflineWhenUnavailable ? offline(&turn) : .stop(.handoff(.assistantUnavailable))
        }
    }

    /// Personal data does not travel: the model reads tokens.
    private func messages(for turn: Turn, hiding names: inout Pseudonyms) -> [ChatMessage] {
        let settings = turn.settings
        let builder = PromptBuilder(
            shop: turn.snapshot.shop, systemPrompt: settings.systemPrompt,
            customInstructions: settings.customInstructions,
            personalityName: settings.personalityName, personalityTone: settings.personalityTone,
            usesEmojis: settings.usesEmojis,
            maxLength: settings.maxLength)
        var history: [ChatMessage] = []
        for said in turn.snapshot.history where !said.words.isEmpty {
            let text = settings.masksForProvider ? names.hide(said.words) : said.words
            history.append(ChatMessage(role: said.isCustomer ? .user : .assistant, content: text))
        }
        // A choice is a number or a title; what was asked stands before it.
        let written =
            turn.choice == nil
            ? turn.snapshot.unanswered.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n") : turn.text
        let question = settings.masksForProvider ? names.hide(written) : written
        let media = turn.snapshot.media.compactMap(\.forPrompt).map { item in
            settings.masksForProvider ? PromptMedia(kind: item.kind, text: names.hide(item.text)) : item
        }
        return builder.messages(
            evidence: turn.sources, tone: turn.tone, history: HistoryWindow.fit(history), question: question,
            media: media)
    }

    /// The model's own classification may only make it more careful.
    private func read(
        _ outcome: OpenAI.ChatOutcome<ModelAnswer>, _ messages: [ChatMessage], _ names: Pseudonyms, _ turn: inout Turn
    ) -> TurnStep.Verdict {
        let answer = outcome.answer
        turn.classification = answer.classification
        if let reason = HandoffTriggers.reason(for: answer.classification) { return .stop(.handoff(reason)) }
        switch answer.kind {
        case .handoff:
            if answer.classification.intent == .complaint { return .stop(.handoff(.complaint)) }
            let isEnough = turn.findings.allSatisfy(turn.isEnough)
            // Passages below the threshold that do not answer are a gap in what the shop has told.
            return .stop(.handoff(turn.evidence.isEmpty || !isEnough ? .noEvidence : .assistantUnsure))
        case .smallTalk:
            let talk = SmallTalk.of(turn.utterance, answer.classification) ?? .nod
            let text = TurnSteps.courtesy(talk, turn)
            return .stop(.answer(DraftAnswer(text: text, citations: [], author: outcome.snapshot)))
        case .answer:
            turn.candidate = Candidate(
                text: ReplyText.plain(names.reveal(answer.text)), quotes: answer.quotes, author: outcome.snapshot,
                asked: .init(messages: messages, content: outcome.content, names: names))
            return .next
        }
    }

    // MARK: Checking

    /// Lets the answer pass, has it written once more with what was wrong, or gives the conversation to a person.
    func verify(_ turn: inout Turn) async -> TurnStep.Verdict {
        guard let candidate = turn.candidate else { return .next }
        let verdict = check(candidate, turn)
        if let draft = verdict.draft {
            turn.answer = draft
            turn.refused += verdict.findings
            return .next
        }
        let isSecond = !turn.refused.isEmpty
        turn.refused += verdict.findings
        turn.candidate = nil
        guard !isSecond, let asked = candidate.asked, deadline - (ContinuousClock.now - turn.began) > Self.least else {
            return .stop(.handoff(.answerRefused))
        }
        // What was wrong is told in the answer's words, in which the customer's data stand again.
        var names = asked.names
        let complaints = verdict.findings.map {
            turn.settings.masksForProvider ? names.hide($0.complaint) : $0.complaint
        }
        let messages = asked.messages + PromptBuilder.objections(to: asked.content, complaints)
        turn.tell(.stage(.writing))
        let again = await ask(messages, names, &turn)
        turn.tell(.stage(.checking))
        if case .next = again { return await verify(&turn) }
        return again
    }

    /// Asking again with less time than this leads nowhere.
    private static let least = Duration.milliseconds(200)

    /// A draft where the answer holds, perhaps without its remarks or after its form was put right, with what was wrong with it.
    private func check(_ candidate: Candidate, _ turn: Turn) -> (draft: DraftAnswer?, findings: [GuardrailFinding]) {
        let guardrails = Guardrails(turn.guarded)
        guard candidate.asked != nil else {
            let findings = guardrails.verifyExcerpt(candidate.text, quoting: candidate.quotes)
            return (findings.isEmpty ? turn.draft(candidate, candidate.text) : nil, findings)
        }
        let verdict = guardrails.verify(candidate.text, quoting: candidate.quotes)
        if verdict.isClean { return (turn.draft(candidate, candidate.text, verdict), []) }
        if let shorter = guardrails.withoutRemarks(candidate.text, verdict, quoting: candidate.quotes) {
            return (turn.draft(candidate, shorter.text, shorter.verdict), verdict.findings)
        }
        guard verdict.isFormOnly else { return (nil, verdict.findings) }
        let plain = turn.settings.usesEmojis ? candidate.text : FormRules.withoutEmoji(candidate.text)
        let text = ReplyText.fit(plain, limit: turn.settings.maxLength)
        let second = guardrails.verify(text, quoting: candidate.quotes)
        return (second.isClean ? turn.draft(candidate, text, second) : nil, verdict.findings)
    }

    // MARK: Without a model

    /// Every question answered by a quotation, or none of them.
    private func offline(_ turn: inout Turn) -> TurnStep.Verdict {
        var texts: [String] = []
        var citations: [DraftAnswer.Citation] = []
        let room = turn.settings.maxLength / max(turn.findings.count, 1)
        for finding in turn.findings {
            let found = finding.passages
            let passages = found.map {
                OfflineAttendant.Passage(
                    title: $0.title, headingPath: $0.headingPath, text: $0.text, relevance: $0.relevance)
            }
            let reply = OfflineAttendant.reply(
                to: finding.question, turn.classification, passages: passages, threshold: turn.settings.threshold,
                limit: room,
                turn.language)
            switch reply {
            case .answer(let text, let quote, let index):
                guard found.indices.contains(index) else { return .stop(.handoff(.noEvidence)) }
                texts.append(text)
                citations.append(.init(passage: found[index], quote: quote))
            case .handoff(.noEvidence) where turn.offer != nil:
                return .stop(turn.offer.map(TurnOutcome.offer) ?? .handoff(.noEvidence))
            case .handoff(.noEvidence) where !turn.settings.handsOffWithoutEvidence:
                let unknown = AssistantSentences.unknown(turn.language)
                if !texts.contains(unknown) { texts.append(unknown) }
            case .handoff(let reason): return .stop(.handoff(reason))
            }
        }
        let text = texts.joined(separator: "\n\n")
        guard !citations.isEmpty else {
            turn.answer = DraftAnswer(text: text, citations: [], author: "offline")
            return .next
        }
        turn.candidate = Candidate(
            text: text, quotes: citations.map { .init(source: turn.alias(of: $0.passage), text: $0.quote) },
            author: "offline", asked: nil, citations: citations,
            alternatives: citations.count == 1 ? turn.alternatives(to: citations[0].passage) : nil)
        return .next
    }
}
