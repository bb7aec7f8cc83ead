import Domain
import Foundation

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

    var all: [TurnStep] {
        [
            TurnStep(name: "enabled") { turn in turn.settings.isOn ? .next : .stop(.silence("assistant_off")) },
            TurnStep(name: "owner") { turn in
                if turn.snapshot.isBlocked { return .stop(.silence("contact_blocked")) }
                return turn.snapshot.status.belongsToAssistant ? .next : .stop(.silence("with_a_person"))
            },
            TurnStep(name: "unanswered") { turn in turn.snapshot.unanswered.isEmpty ? .stop(.silence("nothing_to_answer")) : .next },
            TurnStep(name: "readable") { turn in
                turn.text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? .stop(.handoff(.unreadableContent)) : .next
            },
            TurnStep(name: "human_request", run: humanRequest),
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
                let isEnough = turn.evidence.count >= turn.settings.minimumEvidence
                return isEnough || !turn.settings.handsOffWithoutEvidence ? .next : .stop(.handoff(.noEvidence))
            },
            TurnStep(name: "generate") { turn in .stop(await generator.answer(&turn)) },
        ]
    }

    @Sendable private func humanRequest(_ turn: inout Turn) async throws -> TurnStep.Verdict {
        if HumanRequest.isMade(in: turn.utterance) { return .stop(.handoff(.humanRequested)) }
        let said = Words.split(turn.text)
        let isKeyword = turn.settings.handoffKeywords.contains { keyword in
            let words = Words.split(keyword)
            return !words.isEmpty && said.indices.contains { said[$0...].starts(with: words) }
        }
        return isKeyword ? .stop(.handoff(.keyword)) : .next
    }

    /// A greeting or thanks needs no knowledge and no model; the sentence is the code's.
    @Sendable private func courtesy(_ turn: inout Turn) async throws -> TurnStep.Verdict {
        guard let talk = SmallTalk.of(turn.utterance, turn.classification) else { return .next }
        return .stop(.answer(DraftAnswer(text: Self.courtesy(talk, turn), citations: [], work: .rules("courtesy"))))
    }

    static func courtesy(_ talk: SmallTalk, _ turn: Turn) -> String {
        let voice = CourtesyReplies.Voice(
            shop: turn.snapshot.shop, name: turn.settings.personalityName, usesEmojis: turn.settings.usesEmojis)
        return CourtesyReplies.reply(to: talk, voice, turn.language)
    }

    /// Searches with the customer's words and, where they lean on the question before, with both together: a bad guess cannot lose
    /// what the plain words find.
    @Sendable private func retrieve(_ turn: inout Turn) async throws -> TurnStep.Verdict {
        let scope = TenantScope.service(turn.snapshot.tenant)
        var found = try await search(scope, turn.text, turn.settings.topK)
        if let rewritten = FollowUp.rewritten(turn.text, after: turn.previousQuestion) {
            let more = try await search(scope, rewritten, turn.settings.topK)
            var best: [UUID: FoundPassage] = [:]
            for passage in found + more where passage.relevance > (best[passage.chunk]?.relevance ?? -1) { best[passage.chunk] = passage }
            found = best.values.sorted { ($0.relevance, $0.chunk.uuidString) > ($1.relevance, $1.chunk.uuidString) }
        }
        turn.topRelevance = found.first?.relevance ?? 0
        turn.evidence = Array(found.filter { $0.relevance >= turn.settings.threshold }.prefix(turn.settings.topK))
        return .next
    }
}
