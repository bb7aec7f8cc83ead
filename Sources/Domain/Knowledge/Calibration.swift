/// Turns what was measured of a passage into a probability. One for each kind of embedding, for their cosines differ.
package struct Calibration: Sendable {
    let intercept: Double
    let unit: Double
    let headingAsked: Double
    let missing: Double
    let cosine: Double
    /// Stands in for a passage without an embedding.
    let usualCosine: Double
    /// Most that a passage may score when much of the question is about things that no passage knows, see ``Weighing/foreign(to:)``.
    let mostWhenForeign: Double

    /// Fitted by logistic regression on the questions of `Tests/Fixtures/attendant` (three shops; answerable and unanswerable; with and
    /// without accents and typing errors). `docs/attendant.md` has the figures on questions that were held out.
    package static let hashed = Calibration(
        intercept: -5.5, unit: 4.46, headingAsked: 3.52, missing: -1.02, cosine: 4.28, usualCosine: 0.3,
        mostWhenForeign: 0.65)

    /// For text-embedding-3 and its like, whose relevant passages lie near 0.5 and irrelevant ones near 0.3. Set from published
    /// values, with more trust in the cosine and less in equal words.
    package static let neural = Calibration(
        intercept: -7.2, unit: 2.5, headingAsked: 1.5, missing: -0.3, cosine: 11, usualCosine: 0.35, mostWhenForeign: 1)

    package static func of(model: String) -> Calibration {
        model == HashedEmbedding.model ? .hashed : .neural
    }

    func sum(_ features: Relevance.Features) -> Double {
        intercept + unit * features.unit + headingAsked * features.headingAsked + missing * features.missing
            + cosine * features.cosine
    }

    /// `lead` compares with the best other passage, but never with less than a passage that has nothing to do with the question.
    func probability(sum: Double, bestOther: Double?) -> Double {
        let lead = min(max(sum - max(bestOther ?? -4, -4), -2), 2)
        return 1 / (1 + exponential(-(0.06 + 0.58 * sum + 1.33 * lead)))
    }
}

/// e to the power of `value`, without Foundation: the series on a small part of it, squared back up.
func exponential(_ value: Double) -> Double {
    let reduced = min(max(value, -700), 700) / 1024
    var term = 1.0, sum = 1.0
    for step in 1...12 {
        term *= reduced / Double(step)
        sum += term
    }
    for _ in 0..<10 { sum *= sum }
    return sum
}
