import Foundation

/// Turns what was measured of a passage into a probability. One for each kind of embedding, for their cosines differ.
///
/// First a sum that puts the passages in their order, then the probability, in which the same measures count again beside the lead over the
/// next passage and what is known of the question alone: how much it says, and how much of it is foreign to all passages.
package struct Calibration: Sendable {
    struct Weights: Sendable {
        var intercept = 0.0
        var unit = 0.0
        var headingAsked = 0.0
        var missing = 0.0
        var cosine = 0.0
        var theme = 0.0
        var foreign = 0.0
        var asked = 0.0

        func sum(_ features: Relevance.Features) -> Double {
            let alone = foreign * features.foreign + asked * features.asked
            return intercept + unit * features.unit + headingAsked * features.headingAsked + missing * features.missing
                + cosine * features.cosine + theme * features.theme + alone
        }
    }

    let order: Weights
    let likely: Weights
    /// What the sum counts for in the probability, and how far it lies ahead of the next best passage or behind the best one.
    let sum: Double
    let ahead: Double
    let behind: Double
    let mostLead: Double
    /// Stands in for a passage without an embedding.
    let usualCosine: Double

    /// For text-embedding-3 and its like, whose relevant passages lie near 0.5 and irrelevant ones near 0.3. Set from published
    /// values, with more trust in the cosine and less in equal words.
    package static let neural = Calibration(
        order: Weights(intercept: -7.2, unit: 2.5, headingAsked: 1.5, missing: -0.3, cosine: 11),
        likely: Weights(intercept: 0.06), sum: 0.58, ahead: 1.33, behind: 1.33, mostLead: 2, usualCosine: 0.35)

    package static func of(model: String) -> Calibration {
        model == HashedEmbedding.model ? .hashed : .neural
    }

    /// - Parameter other: the sum of the best other passage, or of one that has nothing to do with the question.
    func probability(_ features: Relevance.Features, sum own: Double, other: Double) -> Double {
        let lead = min(max(own - other, -mostLead), mostLead)
        let counted = lead * (lead < 0 ? behind : ahead)
        return 1 / (1 + exp(-(likely.sum(features) + sum * own + counted)))
    }
}
