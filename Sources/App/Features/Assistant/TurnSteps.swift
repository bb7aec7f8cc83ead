import Domain
import Foundation
import Postgres

/// One gate of the assistant. Its name is the metric label and stands in the event of a turn that it stops.
struct TurnStep: Sendable {
    enum Verdict: Sendable {
        case next
        case stop(TurnOutcome)
    }

    let name: String
    let run: @Sendable (inout Turn) async throws -> Verdict
}

/// The gates in their order. Another one is another line here.
struct TurnSteps: Sendable {
    let search: @Sendable (TenantScope, _ question: String, _ limit: Int) async throws -> [FoundPassage]
    let generator: AnswerGenerator
    let budget: AIBudget
    let now: @Sendable () -> Date

    var all: [TurnStep] {
        [
            TurnStep(name: "enabled") { turn in
                if turn.settings.isOn { return .next }
                // Switched off while a customer waited for it: somebody must take over.
                return .stop(
                    turn.snapshot.status.belongsToAssistant ? .release("assistant_off") : .silence("assistant_off"))
            },
            TurnStep(name: "owner") { turn in
                if turn.snapshot.isBlocked { return .stop(.silence("contact_blocked")) }
                if !turn.snapshot.status.belongsToAssistant { return .stop(.silence("with_a_person")) }
                return turn.snapshot.accountIsOn ? .next : .stop(.release("channel_off"))
            },
            TurnStep(name: "window") { [now] turn in
                turn.snapshot.takesAnswer(at: now()) ? .next : .stop(.release("window_closed"))
            },
            TurnStep(name: "unanswered") { turn in
                if turn.snapshot.hasDraft { return .stop(.silence("draft_waits")) }
                return turn.snapshot.unanswered.isEmpty ? .stop(.silence("nothing_to_answer")) : .next
            },
            TurnStep(name: "mail_loop") { turn in
                // Two machines that answer each other never stop, and not every machine says that it is one.
                guard turn.snapshot.channel == "email", turn.snapshot.saidLately >= Self.mailsAnHour else {
                    return .next
                }
                return .stop(.release("mail_loop"))
            },
            TurnStep(name: "budget", run: budget),
            TurnStep(name: "media") { turn in mediaGate(&turn) },
            TurnStep(name: "readable") { turn in
                guard turn.text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else { return .next }
                // A sticker asks nothing; a voice note may ask anything.
                let isMute = turn.snapshot.unanswered.allSatisfy { $0.contentType == "sticker" }
                return .stop(isMute ? .silence("no_words") : .handoff(.unreadableContent))
            },
            TurnStep(name: "debounce") { turn in
                // The turn of the newer message reads this one too: thinking now would only be paid for and thrown away.
                turn.snapshot.isStillWriting ? .stop(.silence("still_writing")) : .next
            },
            TurnStep(name: "operating_hours") { turn in
                guard let hours = turn.settings.hours, !hours.isOpen(at: turn.snapshot.moment) else { return .next }
                turn.classification = Classifier.classify(turn.utterance)
                // Told once in a closed period; who writes again finds the same people.
                let closed = hours.minutesClosed(at: turn.snapshot.moment)
                let isTold = turn.snapshot.minutesSinceOutOfHours.map { $0 <= closed } ?? false
                return .stop(isTold ? .release(HandoffReason.outOfHours.rawValue) : .handoff(.outOfHours))
            },
            TurnStep(name: "human_request", run: humanRequest),
            TurnStep(name: "max_messages") { turn in
                guard turn.snapshot.answersInARow >= turn.settings.mostMessages else { return .next }
                turn.classification = Classifier.classify(turn.utterance)
                return .stop(.handoff(.tooManyMessages))
            },
            TurnStep(name: "forbidden_topics") { turn in
                guard ForbiddenTopics.find(turn.settings.forbiddenTopics, in: turn.text) != nil else { return .next }
                turn.classification = Classifier.classify(turn.utterance)
                return .stop(.handoff(.forbiddenTopic))
            },
            TurnStep(name: "classify_intent") { turn in
                turn.classification = Classifier.classify(turn.utterance)
                return .next
            },
            TurnStep(name: "handoff_triggers") { turn in
                HandoffTriggers.reason(for: turn.classification).map { .stop(.handoff($0)) } ?? .next
            },
            TurnStep(name: "courtesy", run: courtesy),
            TurnStep(name: "retrieve", run: retrieve),
            TurnStep(name: "no_evidence") { turn in
                // Several questions in one go: half an answer would pass for a whole one.
                if turn.findings.allSatisfy(turn.isEnough) { return .next }
                // A model may know better than the score whether a passage answers: it quotes it, or it says that nothing does.
                turn.showsNear = generator.hasModel && turn.asksModel
                let isNear = turn.findings.allSatisfy {
                    $0.passages.count + $0.near.count >= turn.settings.minimumEvidence
                }
                if turn.showsNear && isNear || !turn.settings.handsOffWithoutEvidence { return .next }
                // What somebody complains of is the reason, not the gap in what we know.
                if turn.classification.intent == .complaint { return .stop(.handoff(.complaint)) }
                return .stop(turn.offer.map(TurnOutcome.offer) ?? .handoff(.noEvidence))
            },
            TurnStep(name: "generate") { turn in await generator.generate(&turn) },
            TurnStep(name: "verify") { turn in await generator.verify(&turn) },
            TurnStep(name: "approval_mode") { turn in
                guard turn.settings.asksApproval, let answer = turn.answer else { return .next }
                return .stop(.draft(answer))
            },
            TurnStep(name: "commit") { turn in
                // Nothing passed the checks, and nothing said why: that is a fault, and it falls towards a person.
                turn.answer.map { .stop(.answer($0)) } ?? .stop(.handoff(.assistantUnavailable))
            },
        ]
    }

    /// Takes a turn through the gates until one of them stops it, and tells what each of them said. No transaction is open here.
    ///
    /// A gate that fails fails towards a person; only what another try may mend is thrown.
    func walk(
        _ turn: inout Turn, failed: (_ step: String, any Error) -> Void,
        observe: (_ step: String, TurnOutcome?) -> Void
    ) async throws -> (step: String, outcome: TurnOutcome) {
        for step in all {
            if let stage = TurnProgress.Stage(gate: step.name) { turn.tell(.stage(stage)) }
            do {
                switch try await step.run(&turn) {
                case .next: observe(step.name, nil)
                case .stop(let outcome):
                    observe(step.name, outcome)
                    return (step.name, outcome)
                }
            } catch let error as PostgresError where error.isUnavailable || error.isRetryable {
                throw error  // the turn is taken again
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                failed(step.name, error)
                observe(step.name, .handoff(.assistantUnavailable))
                return (step.name, .handoff(.assistantUnavailable))
            }
        }
        return ("end", .handoff(.assistantUnavailable))
    }

    /// Answers by mail to one person. Nobody reads and writes mail faster.
    static let mailsAnHour = 6

    /// Money for the answer is set aside before anything is asked, so that turns that run together cannot spend it twice.
    @Sendable private func budget(_ turn: inout Turn) async throws -> TurnStep.Verdict {
        guard generator.hasModel else { return .next }
        turn.purse = try await budget.open(turn.snapshot.tenant, for: "answer", generator.usualCost(of: turn))
        if turn.purse != nil { return .next }
        return Self.overBudget(&turn)
    }

    /// What the shop wants when nothing may be spent any more.
    static func overBudget(_ turn: inout Turn) -> TurnStep.Verdict {
        switch turn.snapshot.terms.whenSpent {
        case .offline:
            turn.asksModel = false
            return .next
        case .handoff:
            turn.classification = Classifier.classify(turn.utterance)
            return .stop(.handoff(.budgetExhausted))
        }
    }

    /// Whoever gets the conversation wants to know its urgency too, so a turn that stops here is classified all the same.
    @Sendable private func humanRequest(_ turn: inout Turn) async throws -> TurnStep.Verdict {
        // Of a choice also the title that was tapped.
        let written = turn.snapshot.unanswered.map(\.words).joined(separator: "\n")
        let isKeyword = [turn.utterance, Utterance(written)].contains {
            $0.mentions(anyOf: turn.settings.handoffKeywords) != nil
        }
        if turn.choice == .nothing {
            turn.classification = Classifier.classify(turn.utterance)
            return .stop(.handoff(.noEvidence))
        }
        guard isKeyword || turn.choice == .person || HumanRequest.isMade(in: turn.utterance) else { return .next }
        turn.classification = Classifier.classify(turn.utterance)
        return .stop(.handoff(isKeyword ? .keyword : .humanRequested))
    }

    /// A greeting or thanks needs no knowledge and no model; the sentence is the code's.
    @Sendable private func courtesy(_ turn: inout Turn) async throws -> TurnStep.Verdict {
        guard let talk = SmallTalk.of(turn.utterance, turn.classification) else { return .next }
        return .stop(.answer(DraftAnswer(text: Self.courtesy(talk, turn), citations: [], author: "courtesy")))
    }

    static func courtesy(_ talk: SmallTalk, _ turn: Turn) -> String {
        let voice = CourtesyReplies.Voice(
            shop: turn.snapshot.shop, name: turn.settings.personalityName, usesEmojis: turn.settings.usesEmojis)
        return CourtesyReplies.reply(to: talk, voice, turn.language)
    }

    /// Searches with the customer's words and, where they lean on the question before, with both together: a bad guess cannot lose
    /// what the plain words find. Two or three questions in one go are looked up each on its own.
    @Sendable private func retrieve(_ turn: inout Turn) async throws -> TurnStep.Verdict {
        let questions = turn.utterance.questions
        for question in questions {
            var found = try await find(question, turn)
            var asked = question
            if questions.count == 1, let rewritten = FollowUp.rewritten(question, after: turn.previousQuestion) {
                let more = try await find(rewritten, turn)
                if (more.first?.relevance ?? 0) > (found.first?.relevance ?? 0) { asked = rewritten }
                found = Self.merged(found, more)
            }
            turn.found += found.filter { passage in !turn.found.contains { $0.chunk == passage.chunk } }
            turn.topRelevance = max(turn.topRelevance, found.first?.relevance ?? 0)
            turn.findings.append(Self.finding(asked, found, turn))
        }
        return .next
    }

    private static func finding(_ asked: String, _ found: [FoundPassage], _ turn: Turn) -> Turn.Finding {
        // Who chose the passage has said that it is relevant; it may be gone since it was offered.
        if case .topic(let chunk) = turn.choice, let chosen = found.first(where: { $0.chunk == chunk }) {
            return .init(question: asked, passages: [chosen.certain], near: [])
        }
        let best = found.prefix(turn.settings.topK)
        return .init(
            question: asked, passages: best.filter { $0.relevance >= turn.settings.threshold },
            near: best.filter { $0.relevance >= TopicOffer.least && $0.relevance < turn.settings.threshold })
    }

    private func find(_ question: String, _ turn: Turn) async throws -> [FoundPassage] {
        let found = try await search(.service(turn.snapshot.tenant), question, turn.settings.topK)
        let own =
            CustomKnowledge.find(question, in: turn.settings.customKnowledge, beside: found)
            + CustomerContext.passages(turn.snapshot.orders, asked: question, turn.language)
        return own.isEmpty ? found : Array(Self.merged(found, own).prefix(turn.settings.topK))
    }

    private static func merged(_ first: [FoundPassage], _ second: [FoundPassage]) -> [FoundPassage] {
        var best: [UUID: FoundPassage] = [:]
        for passage in first + second where passage.relevance > (best[passage.chunk]?.relevance ?? -1) {
            best[passage.chunk] = passage
        }
        return best.values.sorted { ($0.relevance, $0.chunk.uuidString) > ($1.relevance, $1.chunk.uuidString) }
    }
}
