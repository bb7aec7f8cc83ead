/// How likely a passage answers a question, from 0 to 1.
///
/// Calibrated: of the passages that score about 0.7, about 70 % are relevant. The raw measures (word overlap, cosine) are not on
/// that scale and differ between embedding models, so thresholds are never set on them.
package enum Relevance {
    package struct Passage: Sendable {
        package let headingPath: String
        package let text: String
        /// Similarity of the embeddings as the model gives it; nil where the passage has none.
        package let cosine: Double?

        package init(headingPath: String, text: String, cosine: Double?) {
            self.headingPath = headingPath
            self.text = text
            self.cosine = cosine
        }
    }

    /// What is measured of a question and a passage.
    package struct Features: Sendable, Equatable {
        /// Share of the question, by weight, in the best sentence, list item or row together with the heading above it.
        package var unit = 0.0
        /// Share of that heading that the question has.
        package var headingAsked = 0.0
        /// Weight of the telling words that the passage lacks altogether.
        package var missing = 0.0
        /// Cosine of the embeddings.
        package var cosine = 0.0
    }

    /// Scores of the passages, in their order. They are judged together: a passage that beats all others is likelier the right one.
    package static func scores(_ question: Question, _ passages: [Passage], _ calibration: Calibration = .hashed)
        -> [Double]
    {
        let bags = passages.map(PassageBags.init)
        let weighing = Weighing(question, among: bags.map(\.whole))
        let sums = features(question, passages, bags, weighing, calibration).map(calibration.sum)
        let most = weighing.foreign(to: bags.map(\.whole)) > foreign ? calibration.mostWhenForeign : 1
        return sums.indices.map { index in
            let others = sums.indices.filter { $0 != index }.map { sums[$0] }.max()
            return min(calibration.probability(sum: sums[index], bestOther: others), most)
        }
    }

    /// From here on a question is about something else.
    private static let foreign = 0.34

    package static func features(_ question: Question, _ passages: [Passage], _ calibration: Calibration = .hashed)
        -> [Features]
    {
        let bags = passages.map(PassageBags.init)
        let weighing = Weighing(question, among: bags.map(\.whole))
        return features(question, passages, bags, weighing, calibration)
    }

    private static func features(
        _ question: Question, _ passages: [Passage], _ bags: [PassageBags], _ weighing: Weighing,
        _ calibration: Calibration
    ) -> [Features] {
        zip(passages, bags).map { passage, bags in
            Features(
                unit: bags.units.map { weighing.coverage(in: $0, under: bags.outer) }.max()
                    ?? weighing.coverage(in: bags.title, under: bags.outer),
                headingAsked: bags.title.coverage(by: question), missing: min(weighing.missing(in: bags.whole), 3),
                cosine: passage.cosine ?? calibration.usualCosine)
        }
    }
}

private struct PassageBags {
    /// The innermost heading: those above it also stand over passages about other things.
    let title: Bag
    let outer: Bag
    /// Each unit together with the title.
    let units: [Bag]
    let whole: Bag

    init(_ passage: Relevance.Passage) {
        let titles = passage.headingPath.split(separator: ">").map { Bag(String($0)) }
        let title = titles.last ?? Bag()
        self.title = title
        outer = titles.dropLast().reduce(Bag()) { $0.union($1) }
        units = TextUnits.split(ScalarText(passage.text)).map { Bag($0.plain).union(title) }
        whole = (units + titles).reduce(Bag()) { $0.union($1) }
    }
}
