import Domain
import Foundation
import Providers
import Web

/// What a tried question came to.
struct TrialModel: PageModel {
    struct Gate: Encodable {
        let label: String
        let icon: String
        let style: String
        let verdict: String
    }
    struct Evidence: Encodable {
        let title: String
        let text: String
        let score: String
        let style: String
        let isEnough: Bool
    }
    struct Finding: Encodable {
        let kind: String
        let text: String
    }
    struct Fact: Encodable {
        let label: String
        let value: String
    }

    let title: String
    let style: String
    let reason: String?
    let answer: String?
    /// What the customer could tap.
    let choices: [String]
    let hasChoices: Bool
    let quotes: [Evidence]
    let facts: [Fact]
    let gates: [Gate]
    let evidence: [Evidence]
    let hasEvidence: Bool
    let findings: [Finding]
    let hasFindings: Bool

    static let template = "assistant/trial"
    private static let piece = Evidence(
        title: "Entrega", text: "De 2 a 3 dias", score: "0,82", style: "chip-good", isEnough: true)
    static let sample = TrialModel(
        title: "A IA responderia", style: "notice-good", reason: "Sem resposta", answer: "De 2 a 3 dias.",
        choices: ["Prazos de entrega"], hasChoices: true,
        quotes: [piece],
        facts: [.init(label: "Custo", value: "US$ 0,01")],
        gates: [.init(label: "Ligada", icon: "check", style: "good", verdict: "passou")], evidence: [piece],
        hasEvidence: true, findings: [.init(kind: "price", text: "R$ 9")], hasFindings: true)
}

extension TrialModel {
    init(_ result: AssistantTrial.Result, _ localizer: Localizer) {
        let turn = result.turn
        var choices: [String] = []
        switch result.outcome {
        case .answer(let draft), .draft(let draft):
            title = localizer("trial.\(result.outcome.name)")
            style = "notice-good"
            reason = nil
            // A person who accepts a draft sends its words alone.
            var alternatives = draft.alternatives
            if case .draft = result.outcome { alternatives = nil }
            answer = ([draft.text] + [alternatives?.wordsBeside(turn.language)].compactMap(\.self))
                .joined(separator: "\n\n")
            choices = alternatives?.options(turn.language).map(\.title) ?? []
            quotes = draft.citations.map { citation in
                Evidence(
                    title: citation.passage.headingPath.isEmpty ? citation.passage.title : citation.passage.headingPath,
                    text: citation.quote, score: "", style: "", isEnough: true)
            }
        case .offer(let offer):
            title = localizer("trial.offer")
            style = "notice-good"
            reason = nil
            answer = offer.words(turn.language)
            choices = offer.options(turn.language).map(\.title)
            quotes = []
        case .handoff(let why):
            title = localizer("trial.handoff")
            style = "notice-warn"
            reason = localizer.strings["handoff.reason.\(why.rawValue)"] ?? localizer("handoff.reason.other")
            let own = why == .outOfHours ? turn.settings.outOfHoursMessage : ""
            answer = own.isEmpty ? AssistantSentences.handoff(why, turn.language) : own
            quotes = []
        case .release(let why):
            title = localizer("trial.release")
            style = "notice-warn"
            reason = localizer.strings["trial.why.\(why)"] ?? localizer.strings["handoff.reason.\(why)"] ?? why
            answer = nil
            quotes = []
        case .wait:
            title = localizer("trial.silence")
            style = "notice-warn"
            reason = nil
            answer = nil
            quotes = []
        case .silence(let why):
            title = localizer("trial.silence")
            style = "notice-warn"
            reason = localizer.strings["trial.why.\(why)"] ?? why
            answer = nil
            quotes = []
        }
        self.choices = choices
        hasChoices = !choices.isEmpty
        facts = Self.facts(result, localizer)
        gates = result.gates.map { Gate($0, localizer) }
        let threshold = turn.settings.threshold
        evidence = result.passages.map { passage in
            let isEnough = passage.relevance >= threshold
            return Evidence(
                title: passage.headingPath.isEmpty ? passage.title : passage.headingPath,
                text: String(passage.text.prefix(400)), score: Self.score(passage.relevance, localizer),
                style: isEnough ? "chip-good" : "chip", isEnough: isEnough)
        }
        hasEvidence = !evidence.isEmpty
        findings = turn.refused.map { Finding(kind: $0.report, text: String($0.text.prefix(200))) }
        hasFindings = !findings.isEmpty
    }

    private static func facts(_ result: AssistantTrial.Result, _ localizer: Localizer) -> [Fact] {
        let turn = result.turn
        let usage = turn.attempts.reduce(TokenUsage.none) { $0 + $1.usage }
        let asked = turn.attempts.map { $0.outcome == .answered ? $0.model : "\($0.model) (\($0.outcome.rawValue))" }
            .joined(separator: " → ")
        let found = turn.classification
        return [
            ("model", asked.isEmpty ? localizer("trial.model.none") : asked),
            ("cost", DollarWords(localizer: localizer).text(turn.attempts.microUSD)),
            ("tokens", "\(localizer.number(usage.input)) + \(localizer.number(usage.output))"),
            ("took", "\(localizer.number(Int(result.took / .milliseconds(1)))) ms"),
            (
                "intent",
                [
                    "intent.\(found.intent.rawValue)", "sentiment.\(found.sentiment.rawValue)",
                    "urgency.\(found.urgency.rawValue)",
                ]
                .map { localizer("trial.\($0)") }.joined(separator: " · ")
            ),
            ("threshold", score(turn.settings.threshold, localizer)),
        ].map { Fact(label: localizer("trial.fact.\($0.0)"), value: $0.1) }
    }

    /// `0,82`
    private static func score(_ value: Double, _ localizer: Localizer) -> String {
        let hundredths = Int((max(0, min(value, 1)) * 100).rounded())
        return Dollars.text(Int64(hundredths), places: 2, mark: localizer.language == .english ? "." : ",")
    }
}

extension TrialModel.Gate {
    init(_ gate: AssistantTrial.Gate, _ localizer: Localizer) {
        label = localizer.strings["gate.\(gate.name)"] ?? gate.name
        switch gate.verdict {
        case nil:
            (icon, style, verdict) = ("more", "", localizer("gate.verdict.none"))
        case "passed"?:
            (icon, style, verdict) = ("check", "good", localizer("gate.verdict.passed"))
        case let other?:
            (icon, style) = ["answer", "draft", "offer"].contains(other) ? ("send", "good") : ("take", "warn")
            verdict = localizer("gate.verdict.\(other)")
        }
    }
}
