import Foundation
import Testing

@testable import Domain

/// Logistic regression by gradient descent (AdaGrad, L2), the same every time.
struct WishFit {
    typealias Example = (features: Set<String>, isWish: Bool)

    private let names: [String]
    private var weights: [Double]
    private var intercept = 0.0

    /// A wish that is missed counts like three questions taken for one.
    private static let weightOfWish = 3.0
    private static let strength = 2.0
    /// A weight below it changes nothing.
    private static let least = 0.15

    init(_ texts: [Example], rounds: Int = 400) {
        var count: [String: Int] = [:]
        for text in texts { for name in text.features { count[name, default: 0] += 1 } }
        let names = count.filter { $0.value > 1 }.keys.sorted()
        let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        // In a fixed order, for sums depend on it.
        let examples = texts.map { text in
            (features: text.features.compactMap { index[$0] }.sorted(), isWish: text.isWish)
        }
        var weights = [Double](repeating: 0, count: names.count)
        var squares = [Double](repeating: 1e-8, count: names.count)
        var ownSquare = 1e-8
        for _ in 0..<rounds {
            var gradient = weights
            var own = 0.0
            for example in examples {
                let sum = example.features.reduce(intercept) { $0 + weights[$1] }
                let error = 1 / (1 + exp(-sum)) - (example.isWish ? 1 : 0)
                let step = error * (example.isWish ? Self.weightOfWish : 1) * Self.strength
                for feature in example.features { gradient[feature] += step }
                own += step
            }
            for feature in weights.indices {
                squares[feature] += gradient[feature] * gradient[feature]
                weights[feature] -= 0.3 * gradient[feature] / squares[feature].squareRoot()
            }
            ownSquare += own * own
            intercept -= 0.3 * own / ownSquare.squareRoot()
        }
        (self.names, self.weights) = (names, weights)
    }

    /// In hundredths, as `WishModel` reads them.
    var table: [(name: String, weight: Int)] {
        zip(names, weights).filter { abs($0.1) >= Self.least }.map { ($0.0, Int(($0.1 * 100).rounded())) }
    }

    var bias: Int { Int((intercept * 100).rounded()) }

    func isLikely(_ features: Set<String>) -> Bool {
        WishModel.isLikely(
            features, Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0.weight) }), bias: bias)
    }

    /// The source file that holds it.
    var source: String {
        var lines: [String] = []
        var line = ""
        for (name, weight) in table {
            let part = "\(name) \(weight)"
            if line.utf8.count + part.utf8.count > 600 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? part : " " + part
        }
        lines.append(line)
        return """
            // swift-format-ignore-file
            /// Written by `WishFitTests`.
            extension WishModel {
                static let bias = \(bias)
                static let table = \"\"\"
            \(lines.map { "        " + $0 }.joined(separator: "\n"))
                    \"\"\"
            }

            """
    }
}

/// `SECRETARIA_FIT=1 swift test -c release -Xswiftc -enable-testing --filter WishFitTests` writes the weights anew.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SECRETARIA_FIT"] != nil))
struct WishFitTests {
    private static let sets = AttendantFixtures.allMessages
    private static let shops = AttendantFixtures.allShops.flatMap { $0 }

    private static func example(_ text: String, _ isWish: Bool) -> WishFit.Example {
        (WishModel.features(of: Utterance(text)), isWish)
    }

    private static func examples(butSet left: Int? = nil, butShops few: Range<Int> = 0..<0) -> [WishFit.Example] {
        var examples = sets.enumerated().filter { $0.offset != left }.flatMap {
            $0.element.map { example($0.text, $0.requiresAction) }
        }
        examples += shops.enumerated().filter { !few.contains($0.offset) }
            .flatMap { $0.element.questions.map { example($0.text, false) } }
        examples += AttendantFixtures.taught.filter { !$0.asksForHuman }.map { example($0.text, $0.requiresAction) }
        // Written for the border between the two: each counts three times.
        let border = (ActionRequestTests.told + ActionRequestTests.asked).map { example($0, false) }
        return examples + border + border + border
    }

    @Test("each set is judged by the weights of the others, then all are fitted and written")
    func fit() throws {
        for (place, set) in Self.sets.enumerated() {
            let few = min(place * 2, 16)..<min(place * 2 + 3, Self.shops.count)
            let fit = WishFit(Self.examples(butSet: place, butShops: few))
            let wishes = set.filter(\.requiresAction), others = set.filter { !$0.requiresAction }
            func count(_ texts: [String]) -> Int {
                texts.count { fit.isLikely(WishModel.features(of: Utterance($0))) }
            }
            let questions = Self.shops[few].flatMap(\.questions).map(\.text)
            print(
                "set \(place): heard \(count(wishes.map(\.text))) of \(wishes.count), falsely \(count(others.map(\.text))) of \(others.count)",
                "and \(count(questions)) of \(questions.count) questions")
        }
        let source = WishFit(Self.examples()).source
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/Domain/Assistant/WishModel+Weights.swift")
        try source.write(to: file, atomically: true, encoding: .utf8)
    }
}
