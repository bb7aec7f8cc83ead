import Foundation
import Testing

@testable import Domain

/// Fits ``Calibration/hashed`` to questions whose right passages are known, by gradient descent (AdaGrad, L2), the same every time.
struct CalibrationFit {
    /// A question among the passages of its shop.
    struct Asked: Sendable {
        let features: [Relevance.Features]
        let isRight: [Bool]
        var isAnswerable: Bool { isRight.contains(true) }
    }

    let order: [Double]
    let likely: [Double]

    /// Twice as many questions of the sets are answerable as not, which no shop has told us: so much a wrong passage counts.
    private static let weightOfWrong = 0.8
    private static let mostLead = 3.0

    init(_ asked: [Asked]) {
        // Which of the passages: a conditional logistic regression.
        let groups = asked.filter(\.isAnswerable).map { (rows: $0.features.map(Self.ordering), isRight: $0.isRight) }
        let order = Self.descend(from: [Double](repeating: 0, count: 5), strength: 3) { weights, gradient in
            for group in groups {
                let sums = group.rows.map { Self.product($0, weights) }
                let most = sums.max() ?? 0
                let powers = sums.map { exp($0 - most) }
                let all = powers.reduce(0, +)
                let right = zip(powers, group.isRight).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
                for (index, row) in group.rows.enumerated() {
                    let step = powers[index] / all - (group.isRight[index] ? powers[index] / right : 0)
                    for place in row.indices { gradient[place] += step * row[place] }
                }
            }
        }
        // How likely it is the right one: of the best and of those that follow, for these are shown, too.
        let rows = asked.flatMap { asked in
            Self.judged(asked, order, most: 3).map { (row: $0.row, isRight: asked.isRight[$0.passage]) }
        }
        likely = Self.descend(from: [Double](repeating: 0, count: 11), strength: 0.1) { weights, gradient in
            for (row, isRight) in rows {
                let error = 1 / (1 + exp(-Self.product(row, weights))) - (isRight ? 1 : 0)
                let step = error * (isRight ? 1 : Self.weightOfWrong)
                for place in row.indices { gradient[place] += step * row[place] }
            }
        }
        self.order = order
    }

    /// The best passages, with what the probability is made of.
    private static func judged(_ asked: Asked, _ order: [Double], most: Int) -> [(passage: Int, row: [Double])] {
        let sums = asked.features.map { product(ordering($0), order) }
        let least = product([0, 0, 3, 0.1, 0], order)
        return sums.indices.sorted { (sums[$0], $1) > (sums[$1], $0) }.prefix(most).map { index in
            let others = sums.indices.filter { $0 != index }.map { sums[$0] }.max() ?? least
            let lead = min(max(sums[index] - max(others, least), -mostLead), mostLead)
            let own = asked.features[index]
            return (
                index,
                [
                    1, own.unit, own.headingAsked, own.cosine, own.theme, own.foreign, own.asked, sums[index],
                    max(lead, 0), min(lead, 0), own.missing,
                ]
            )
        }
    }

    /// The best passage and its probability.
    func best(_ asked: Asked) -> (isRight: Bool, probability: Double)? {
        Self.judged(asked, order, most: 1).first.map { best in
            (asked.isRight[best.passage], 1 / (1 + exp(-Self.product(best.row, likely))))
        }
    }

    private static func ordering(_ features: Relevance.Features) -> [Double] {
        [features.unit, features.headingAsked, features.missing, features.cosine, features.theme]
    }

    private static func product(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func descend(
        from start: [Double], strength: Double, _ add: (_ weights: [Double], _ gradient: inout [Double]) -> Void
    ) -> [Double] {
        var weights = start, squares = start.map { _ in 1e-8 }
        for _ in 0..<600 {
            var gradient = weights.map { $0 * strength }
            add(weights, &gradient)
            for place in weights.indices {
                squares[place] += gradient[place] * gradient[place]
                weights[place] -= 0.5 * gradient[place] / squares[place].squareRoot()
            }
        }
        return weights
    }

    /// The source file that holds it.
    var source: String {
        func text(_ value: Double) -> String { String(format: "%.2f", value) }
        let (o, l) = (order.map(text), likely.map(text))
        return """
            extension Calibration {
                /// Written by `CalibrationFitTests`.
                package static let hashed = Calibration(
                    order: Weights(unit: \(o[0]), headingAsked: \(o[1]), missing: \(o[2]), cosine: \(o[3]), theme: \(o[4])),
                    likely: Weights(
                        intercept: \(l[0]), unit: \(l[1]), headingAsked: \(l[2]), missing: \(l[10]), cosine: \(l[3]), theme: \(l[4]), foreign: \(l[5]),
                        asked: \(l[6])),
                    sum: \(l[7]), ahead: \(l[8]), behind: \(l[9]), mostLead: \(text(Self.mostLead)), usualCosine: 0.3)
            }

            """
    }
}

/// `SECRETARIA_FIT=1 swift test -c release -Xswiftc -enable-testing --filter CalibrationFitTests` writes the weights anew.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SECRETARIA_FIT"] != nil))
struct CalibrationFitTests {
    private static let sets = AttendantFixtures.allShops

    /// Every question of a shop, as it was typed or with a slip, among all passages.
    static func asked(_ shops: [AttendantFixtures.Shop], _ typing: RetrievalTests.Typing) -> [CalibrationFit.Asked] {
        shops.flatMap { shop -> [CalibrationFit.Asked] in
            let vectors = shop.chunks.map { HashedEmbedding.embed("\($0.headingPath)\n\($0.text)") }
            let plain = shop.chunks.map { Relevance.Passage(headingPath: $0.headingPath, text: $0.text, cosine: nil) }
            return shop.questions.map { question in
                let asked = Question(RetrievalTests.typed(question.text, typing)).respelled(among: plain)
                let vector = HashedEmbedding.embed(asked.spelled)
                let passages = zip(plain, vectors).map { passage, other in
                    Relevance.Passage(
                        headingPath: passage.headingPath, text: passage.text,
                        cosine: HashedEmbedding.cosine(vector, other))
                }
                let isRight = passages.map { passage in
                    question.headings.contains { passage.headingPath.hasSuffix("> \($0)") }
                }
                return CalibrationFit.Asked(features: Relevance.features(asked, passages), isRight: isRight)
            }
        }
    }

    @Test("each set is judged by the fit to the others, then all are fitted and written")
    func fit() throws {
        let asWritten = Self.sets.map { Self.asked($0, .asWritten) },
            slips = Self.sets.map { Self.asked($0, .withSlip) }
        var best: [(isAnswerable: Bool, isRight: Bool, probability: Double)] = []
        for place in Self.sets.indices {
            let others = Self.sets.indices.filter { $0 != place }
            let fit = CalibrationFit(others.flatMap { asWritten[$0] + slips[$0] })
            best += asWritten[place].compactMap { asked in
                fit.best(asked).map { (asked.isAnswerable, $0.isRight, $0.probability) }
            }
        }
        let known = best.filter(\.isAnswerable), unknown = best.filter { !$0.isAnswerable }
        func share(_ part: Int, _ whole: Int) -> String { String(format: "%.3f", Double(part) / Double(max(whole, 1))) }
        print("right passage first", share(known.count { $0.isRight }, known.count))
        for threshold in stride(from: 0.5, through: 0.85, by: 0.05) {
            print(
                String(format: "%.2f", threshold), "refused",
                share(unknown.count { $0.probability < threshold }, unknown.count),
                "wrongly", share(known.count { $0.probability < threshold }, known.count),
                "of those at or above it right",
                share(
                    best.count { $0.isRight && $0.probability >= threshold }, best.count { $0.probability >= threshold }
                ))
        }
        let byCosine = asWritten.joined().filter(\.isAnswerable).map { asked in
            let right = zip(asked.features, asked.isRight).filter(\.1).map(\.0.cosine).max() ?? 0
            return asked.features.count { $0.cosine > right }
        }
        print(
            "by the cosine alone among one, five, ten:",
            [1, 5, 10].map { most in share(byCosine.count { $0 < most }, byCosine.count) })
        let source = CalibrationFit((asWritten + slips).flatMap { $0 }).source
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/Domain/Knowledge/Calibration+Hashed.swift")
        try source.write(to: file, atomically: true, encoding: .utf8)
    }
}
