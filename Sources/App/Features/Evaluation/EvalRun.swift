import Domain
import Foundation
import Providers

/// What came of a suite.
package struct EvalRun: Sendable, Codable {
    package struct Result: Sendable, Codable {
        package let name: String
        package let passed: Bool
        /// What was otherwise than expected.
        package let why: [String]
        package let step: String
        package let outcome: String
        package let latencyMs: Int
        package let microUSD: Int64

        private enum CodingKeys: String, CodingKey {
            case name, passed, why, step, outcome
            case latencyMs = "latency_ms"
            case microUSD = "micro_usd"
        }
    }

    /// Hits of those that were looked at.
    package struct Share: Sendable, Codable, Equatable {
        package var hits = 0
        package var of = 0

        package mutating func count(_ isHit: Bool) {
            of += 1
            if isHit { hits += 1 }
        }
        /// nil where nothing was looked at.
        package var value: Double? { of == 0 ? nil : Double(hits) / Double(of) }
    }

    package struct Figures: Sendable, Codable {
        package var cases = Share()
        /// The wanted source is among what was found.
        package var retrieval = Share()
        /// And first.
        package var retrievalFirst = Share()
        package var intent = Share()
        package var requiresAction = Share()
        /// Of those that should go to a person.
        package var handoffRecall = Share()
        /// Of those that went to a person.
        package var handoffPrecision = Share()
        package var answers = Share()
        /// Claims that were stopped or let pass as they should.
        package var guardrails = Share()
        package var microUSD: Int64 = 0
        package var tokens = 0
        package var medianMs = 0

        private enum CodingKeys: String, CodingKey {
            case cases, retrieval, intent, answers, guardrails, tokens
            case retrievalFirst = "retrieval_first"
            case requiresAction = "requires_action"
            case handoffRecall = "handoff_recall"
            case handoffPrecision = "handoff_precision"
            case microUSD = "micro_usd"
            case medianMs = "median_ms"
        }

        /// In the order in which they are shown.
        package var shares: [(name: String, share: Share)] {
            [
                ("cases", cases), ("answers", answers), ("retrieval", retrieval), ("retrieval_first", retrievalFirst),
                ("intent", intent), ("requires_action", requiresAction), ("handoff_recall", handoffRecall),
                ("handoff_precision", handoffPrecision), ("guardrails", guardrails),
            ]
        }
    }

    package let suite: String
    package let shop: String
    /// `offline`, or the model that the shop has chosen.
    package let model: String
    package let at: Date
    package var results: [Result]
    package var figures: Figures

    /// What is worse than in another run: cases that passed then, figures that fell.
    package func regressions(since last: EvalRun) -> [String] {
        let before = Dictionary(last.results.map { ($0.name, $0.passed) }, uniquingKeysWith: { $1 })
        var worse = results.filter { !$0.passed && before[$0.name] == true }.map { "case: \($0.name)" }
        let old = Dictionary(last.figures.shares.map { ($0.name, $0.share) }, uniquingKeysWith: { $1 })
        for (name, share) in figures.shares {
            guard let now = share.value, let then = old[name]?.value, now + 1e-9 < then else { continue }
            worse.append("figure: \(name) \(Self.percent(then)) -> \(Self.percent(now))")
        }
        return worse
    }

    package static func percent(_ value: Double) -> String {
        let tenths = Int((value * 1_000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

/// Runs a suite, case by case.
package struct EvalRunner: Sendable {
    private let trial: AssistantTrial
    private let search: @Sendable (TenantScope, String, Int) async throws -> [FoundPassage]

    package init(
        trial: AssistantTrial,
        search: @escaping @Sendable (TenantScope, String, Int) async throws -> [FoundPassage]
    ) {
        self.trial = trial
        self.search = search
    }

    /// - Parameter progress: told after each case.
    package func run(
        _ suite: EvalSuite, in scope: TenantScope, shop: String, model: String, at now: Date,
        progress: (Int) -> Void = { _ in }
    ) async throws -> EvalRun {
        var run = EvalRun(suite: suite.name, shop: shop, model: model, at: now, results: [], figures: .init())
        for entry in suite.cases {
            run.results.append(
                entry.claim == nil
                    ? try await ask(entry, suite.channel, scope, &run.figures)
                    : try await guardrail(entry, scope, &run.figures))
            progress(run.results.count)
        }
        for result in run.results { run.figures.cases.count(result.passed) }
        run.figures.medianMs = run.results.map(\.latencyMs).sorted()[run.results.count / 2]
        return run
    }

    /// The conversation up to its last message, each answer part of what the next one follows.
    private func ask(
        _ entry: EvalSuite.Case, _ channel: String, _ scope: TenantScope, _ figures: inout EvalRun.Figures
    ) async throws -> EvalRun.Result {
        var history: [Turn.Said] = []
        var found: AssistantTrial.Result?
        var micro: Int64 = 0
        for message in entry.messages {
            let outcome = try await trial.ask(
                message, after: history, on: channel, looksAnyway: true, in: scope.tenant)
            history.append(Turn.Said(id: .v7(), text: message, contentType: "text", isCustomer: true))
            if let answer = outcome.answer {
                history.append(Turn.Said(id: .v7(), text: answer.text, contentType: "text", isCustomer: false))
            }
            micro += outcome.turn.attempts.microUSD
            figures.tokens += outcome.turn.attempts.reduce(0) { $0 + $1.usage.input + $1.usage.output }
            found = outcome
        }
        figures.microUSD += micro
        guard let found else { throw EvalSuite.Fault(description: "A case has no message.") }
        let (why, outcome) = judge(found, entry.expects, &figures)
        return EvalRun.Result(
            name: entry.name, passed: why.isEmpty, why: why, step: found.step, outcome: outcome,
            latencyMs: Int(found.took / .milliseconds(1)), microUSD: micro)
    }

    private func judge(
        _ found: AssistantTrial.Result, _ wanted: EvalSuite.Expectation, _ figures: inout EvalRun.Figures
    ) -> (why: [String], outcome: String) {
        var why: [String] = []
        let isHandoff = found.answer == nil
        var kind: EvalSuite.Expectation.Outcome =
            isHandoff ? .handoff : found.answer?.citations.isEmpty == true ? .courtesy : .answer
        if case .offer = found.outcome { kind = .offer }
        let outcome = kind == .offer ? kind.rawValue : found.handoff?.rawValue ?? kind.rawValue
        if let expected = wanted.outcome {
            if expected == .handoff { figures.handoffRecall.count(isHandoff) }
            if isHandoff, kind != .offer { figures.handoffPrecision.count(expected == .handoff) }
            if expected == .answer { figures.answers.count(kind == .answer) }
            let isMet = expected == kind || expected == .handoff && kind == .offer
            if !isMet { why.append("outcome \(outcome), wanted \(expected.rawValue)") }
        }
        if let reason = wanted.reason, found.handoff?.rawValue != reason {
            why.append("reason \(found.handoff?.rawValue ?? "none"), wanted \(reason)")
        }
        if let source = wanted.source {
            let places = found.passages.map { Self.has($0.headingPath.isEmpty ? $0.title : $0.headingPath, source) }
            figures.retrieval.count(places.contains(true))
            figures.retrievalFirst.count(places.first == true)
            let cited = found.answer?.citations.map(\.passage) ?? []
            if kind == .answer, !cited.contains(where: { Self.has("\($0.title) \($0.headingPath)", source) }) {
                why.append("does not quote \(source)")
            } else if !places.contains(true) {
                why.append("does not find \(source)")
            }
        }
        let text = found.answer?.text ?? ""
        for words in wanted.contains where !Self.has(text, words) { why.append("lacks \"\(words)\"") }
        for words in wanted.lacks where Self.has(text, words) { why.append("says \"\(words)\"") }
        if let intent = wanted.intent {
            figures.intent.count(found.turn.classification.intent.rawValue == intent)
            if found.turn.classification.intent.rawValue != intent {
                why.append("intent \(found.turn.classification.intent.rawValue), wanted \(intent)")
            }
        }
        if let needs = wanted.requiresAction {
            figures.requiresAction.count(found.turn.classification.requiresAction == needs)
            if found.turn.classification.requiresAction != needs {
                why.append("requires_action \(!needs), wanted \(needs)")
            }
        }
        return (why, outcome)
    }

    /// Words that a model might write, over the lines that the question finds.
    private func guardrail(
        _ entry: EvalSuite.Case, _ scope: TenantScope, _ figures: inout EvalRun.Figures
    ) async throws -> EvalRun.Result {
        let start = ContinuousClock.now
        let question = entry.messages.last ?? ""
        let passages = try await search(scope, question, 3)
        let evidence = passages.enumerated().map { index, passage in
            Evidence(alias: "S\(index + 1)", title: passage.headingPath, text: passage.text)
        }
        let text = entry.claim?.text ?? ""
        // Every line of the best passage may be quoted: what still cannot be proved is a lie.
        let source = evidence.first.map { ScalarText($0.text) }
        let quotes = source.map { source in
            TextUnits.split(source).prefix(12).map { ModelAnswer.Quote(source: "S1", text: source.slice($0.range)) }
        }
        let context = GuardrailContext(evidence: evidence, customerSaid: entry.messages, names: [])
        let passes = Guardrails(context).verify(text, quoting: Array(quotes ?? [])).isClean
        let wanted = entry.claim?.passes ?? false
        figures.guardrails.count(passes == wanted)
        return EvalRun.Result(
            name: entry.name, passed: passes == wanted,
            why: passes == wanted ? [] : [passes ? "passed" : "was stopped"],
            step: "verify", outcome: passes ? "passed" : "stopped",
            latencyMs: Int((ContinuousClock.now - start) / .milliseconds(1)), microUSD: 0)
    }

    /// Whatever the spelling.
    private static func has(_ text: String, _ words: String) -> Bool {
        Folding.fold(text).contains(Folding.fold(words))
    }
}
