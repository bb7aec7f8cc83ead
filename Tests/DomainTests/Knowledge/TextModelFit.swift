import Foundation

@testable import Domain

/// Multinomial logistic regression by gradient descent (AdaGrad, L2), the same every time.
struct TextModelFit {
    struct Line: Sendable {
        /// The class it belongs to.
        let name: String
        let features: Set<String>
    }

    private let classes: [String]
    private let features: [String]
    /// A row of weights for each feature, one for each class.
    private var weights: [Float]
    private var biases: [Float]

    private static let step: Float = 0.3
    /// A weight below it changes little.
    private let least: Float
    /// A pair of words that came but twice is chance.
    private static let leastPairs = 3

    /// - Parameter strength: of the pull towards 0.
    init(_ lines: [Line], strength: Float = 1, least: Float = 0.3, rounds: Int = 150) {
        self.least = least
        var count: [String: Int] = [:]
        for line in lines { for name in line.features { count[name, default: 0] += 1 } }
        features = count.filter { $0.value >= ($0.key.contains("_") ? Self.leastPairs : 2) }.keys.sorted()
        classes = Set(lines.map(\.name)).sorted()
        let place = Dictionary(uniqueKeysWithValues: features.enumerated().map { ($1, $0) })
        let number = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        // In a fixed order, for sums depend on it.
        let examples = lines.map { line in
            (features: line.features.compactMap { place[$0] }.sorted(), own: number[line.name] ?? 0)
        }
        let width = classes.count
        var weights = [Float](repeating: 0, count: features.count * width), squares = weights.map { _ in Float(1e-8) }
        var biases = [Float](repeating: 0, count: width), ownSquares = biases.map { _ in Float(1e-8) }
        for _ in 0..<rounds {
            var gradient = weights.map { $0 * strength }
            var own = [Float](repeating: 0, count: width)
            for example in examples {
                var sums = biases
                for feature in example.features {
                    let row = feature * width
                    for place in 0..<width { sums[place] += weights[row + place] }
                }
                let most = sums.max() ?? 0
                var all: Float = 0
                for place in 0..<width {
                    sums[place] = exp(sums[place] - most)
                    all += sums[place]
                }
                for place in 0..<width { sums[place] /= all }
                sums[example.own] -= 1
                for place in 0..<width { own[place] += sums[place] }
                for feature in example.features {
                    let row = feature * width
                    for place in 0..<width { gradient[row + place] += sums[place] }
                }
            }
            for index in weights.indices {
                squares[index] += gradient[index] * gradient[index]
                weights[index] -= Self.step * gradient[index] / squares[index].squareRoot()
            }
            for place in 0..<width {
                ownSquares[place] += own[place] * own[place]
                biases[place] -= Self.step * own[place] / ownSquares[place].squareRoot()
            }
        }
        (self.weights, self.biases) = (weights, biases)
    }

    /// As `TextModel` reads it, in tenths.
    var table: String {
        classes.indices.map { place in
            var found: [Int: [String]] = [:]
            for feature in features.indices {
                let weight = weights[feature * classes.count + place]
                guard abs(weight) >= least else { continue }
                found[Int((weight * 10).rounded()), default: []].append(features[feature])
            }
            let parts = found.sorted { $0.key > $1.key }.map { weight, names in
                "\(weight > 0 ? "+" : "")\(weight) \(names.joined(separator: " "))"
            }
            return ([classes[place], "\(Int((biases[place] * 10).rounded()))"] + parts).joined(separator: " ")
        }.joined(separator: "\n")
    }

    /// The source file that holds it.
    func source(of type: String, by suite: String) -> String {
        let quotes = "\"\"\""
        return """
            // swift-format-ignore-file
            /// Written by `\(suite)`.
            extension \(type) {
                static let table = \(quotes)
            \(table)
            \(quotes)
            }

            """
    }
}
