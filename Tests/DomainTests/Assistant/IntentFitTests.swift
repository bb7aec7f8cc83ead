import Foundation
import Testing

@testable import Domain

/// `SECRETARIA_FIT=1 swift test -c release -Xswiftc -enable-testing --filter IntentFitTests` writes the weights anew.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SECRETARIA_FIT"] != nil))
struct IntentFitTests {
    /// The sets, what was taught, and questions by theme, of which only every twentieth is learnt: there are many.
    private static func lines(of part: Int? = nil, isHeld: Bool = false) -> [Line] {
        var texts = AttendantFixtures.allMessages.flatMap { $0 }.map {
            ($0.text, $0.asksForHuman ? IntentModel.person : $0.intent)
        }
        texts += AttendantFixtures.taught.map { ($0.text, $0.asksForHuman ? IntentModel.person : $0.intent) }
        let asked = ThemeFixtures.questions.enumerated().filter { $0.offset % 20 == 0 }.map(\.element)
        let answered = AttendantFixtures.allShops.flatMap { $0 }.flatMap { $0.questions.map(\.text) }
        texts += (asked + answered + AttendantFixtures.chatter).map { ($0, Intent.question.rawValue) }
        return texts.enumerated().filter { part == nil || ($0.offset % 5 == part) == isHeld }.map {
            let utterance = Utterance($0.element.0)
            return Line(
                learnt: .init(name: $0.element.1, features: WishModel.features(of: utterance)),
                isByRule: HumanRequest.isByRule(utterance), isTold: HumanRequest.isTold(utterance))
        }
    }

    private struct Line {
        let learnt: TextModelFit.Line
        let isByRule: Bool
        let isTold: Bool
    }

    private static func fit(_ lines: [Line]) -> TextModelFit {
        TextModelFit(lines.map(\.learnt), strength: 0.3, least: 0.15)
    }

    @Test("each fifth is judged by the weights of the others, then all are fitted and written")
    func fit() throws {
        var right: [String: Int] = [:], count: [String: Int] = [:], people = [Double](), others = [Double](),
            together = (people: [Double](), others: [Double]())
        for part in 0..<5 {
            let model = TextModel(Self.fit(Self.lines(of: part)).table)
            guard let person = model.names.firstIndex(of: IntentModel.person) else { continue }
            for line in Self.lines(of: part, isHeld: true) {
                let name = line.learnt.name
                let shares = model.shares(of: line.learnt.features)
                count[name, default: 0] += 1
                right[name, default: 0] +=
                    shares.indices.max { shares[$0] < shares[$1] }.map { model.names[$0] } == name ? 1 : 0
                let share = line.isByRule ? 1 : line.isTold ? 0 : shares[person]
                if name == IntentModel.person {
                    people.append(shares[person])
                    together.people.append(share)
                } else {
                    others.append(shares[person])
                    together.others.append(share)
                }
            }
        }
        for (name, all) in count.sorted(by: { $0.key < $1.key }) { print(name, right[name] ?? 0, "of", all) }
        for least in [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5] {
            print(
                "a person at", least, people.count { $0 >= least }, "of", people.count, "others",
                others.count { $0 >= least }, "of", others.count, "with the rules",
                together.people.count { $0 >= least }, together.others.count { $0 >= least })
        }
        let fit = Self.fit(Self.lines())
        let model = TextModel(fit.table)
        if let person = model.names.firstIndex(of: IntentModel.person) {
            let asked = ThemeFixtures.questions.enumerated().filter { $0.offset % 20 != 0 }.map(\.element)
            let taken = asked.filter {
                model.shares(of: WishModel.features(of: Utterance($0)))[person] >= IntentModel.leastOfPerson
            }
            print(
                "questions taken for a wish to speak with a person:", taken.count, "of", asked.count, taken.prefix(12))
            let byRule = asked.filter { HumanRequest.isMade(in: Utterance($0)) }
            print("by the rules:", byRule.count, byRule.prefix(6))
        }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/Domain/Assistant/IntentModel+Weights.swift")
        try fit.source(of: "IntentModel", by: "IntentFitTests").write(to: file, atomically: true, encoding: .utf8)
    }
}
