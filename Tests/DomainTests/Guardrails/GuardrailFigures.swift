import Foundation
import Testing

@testable import Domain

/// The guardrails' table of docs/attendant.md, see ``Figures``.
@Suite(.enabled(if: Figures.isWanted))
struct GuardrailFigureTests {
    private static func findings(_ lie: Lie) -> [GuardrailFinding] {
        Guardrails(lie.context).verify(lie.text, quoting: lie.quotes).findings
    }

    private static func show(_ name: String, _ texts: [String], _ of: Int) {
        print("\(name): \(texts.count) of \(of)")
        if Figures.showsMisses { print(texts.prefix(40).map { "    \($0)" }.joined(separator: "\n")) }
    }

    @Test("honest answers held back, lies that pass", arguments: Split.allCases)
    func table(split: Split) {
        guard Figures.wants("\(split)") else { return }
        let clock = ContinuousClock.now
        let honest = split.honest.map { ($0, Guardrails($0.context()).verify($0.text, quoting: $0.quotes).findings) }
        let pace = (ContinuousClock.now - clock) / max(honest.count, 1)
        print("== \(split): \(pace) an answer")
        #expect(!honest.isEmpty)
        func name(_ pair: (HonestAnswer, [GuardrailFinding])) -> String {
            "\(pair.0.text) | \(pair.1.map { "\($0.kind.rawValue) \($0.why.rawValue) \($0.text)" }) | \(pair.0.lines)"
        }
        Self.show("honest held back", honest.filter { !$0.1.isEmpty }.map(name), honest.count)
        Self.show(
            "honest held back by contradictions alone",
            honest.filter { !$0.1.isEmpty && $0.1.allSatisfy { $0.kind == .contradiction } }.map(name), honest.count)
        for kind in Adversary.classes {
            var adversary = Adversary(split, seed: 4)
            let lies = adversary.lies(kind, 600)
            // Of an order hidden in a document its line tells more than what it led to.
            let passed = lies.filter { Self.findings($0).isEmpty }.map { lie in
                kind == "injection"
                    ? "\(lie.text) <- \(lie.context.evidence[0].text.split(separator: "\n").last ?? "")" : lie.text
            }
            Self.show(kind, passed, lies.count)
        }
        var adversary = Adversary(split, seed: 7)
        let numbers = (0..<900).compactMap { _ in adversary.wrongNumber() }
        func line(_ lie: Lie) -> String { "\(lie.text) <- \(lie.quotes.map(\.text)) <- \(lie.context.customerSaid)" }
        Self.show("changed number", numbers.filter { Self.findings($0).isEmpty }.map(line), numbers.count)
        Self.show(
            "changed number, without contradictions",
            numbers.filter { Self.findings($0).allSatisfy { $0.kind == .contradiction } }.map(line), numbers.count)
        var contradictions = Contradictions(split, seed: 11)
        let flips = contradictions.flips(2_000)
        let restating = Array(flips.filter { $0.restates >= 0.75 }.prefix(600)).map(\.lie)
        Self.show("denial, restating", restating.filter { Self.findings($0).isEmpty }.map(line), restating.count)
        let all = flips.prefix(600).map(\.lie)
        Self.show("denial, all", all.filter { Self.findings($0).isEmpty }.map(line), all.count)
        var swaps = Contradictions(split, seed: 12)
        let lies = (0..<600).map { _ in swaps.figures(split, swapped: true) }
        Self.show("swap", lies.filter { Self.findings($0).isEmpty }.map(line), lies.count)
        let truths = (0..<600).map { _ in swaps.figures(split, swapped: false) }
        Self.show(
            "true pairs called swapped",
            truths.filter { Self.findings($0).contains { $0.why == .swapped } }.map(line), truths.count)
    }
}
