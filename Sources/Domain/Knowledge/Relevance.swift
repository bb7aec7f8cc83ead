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
        /// How alike the themes of question and passage are.
        package var theme = 0.0
        /// Of the question alone: the share that no passage knows, and how much it says.
        package var foreign = 0.0
        package var asked = 0.0
    }

    /// Passages taken apart once, for many questions about the same.
    package struct Prepared: Sendable {
        fileprivate let bags: [PassageBags]
        let vocabulary: Bag

        package init(_ passages: [Passage]) {
            bags = passages.map(PassageBags.init)
            vocabulary = bags.reduce(Bag()) { $0.union($1.whole) }
        }
    }

    /// Scores of the passages, in their order. They are judged together: a passage that beats all others is likelier the right one.
    package static func scores(
        _ question: Question, _ passages: [Passage], _ calibration: Calibration = .hashed, prepared: Prepared? = nil
    ) -> [Double] {
        let prepared = prepared ?? Prepared(passages)
        let question = question.respelled(Respelling(prepared.vocabulary))
        let measured = features(question, passages, prepared.bags, calibration)
        let sums = measured.map(calibration.order.sum)
        // Never less than a passage that has nothing to do with the question: among few, none may come near it.
        let nothing = Features(missing: 3, cosine: min(0.1, calibration.usualCosine))
        let least = calibration.order.sum(nothing)
        return sums.indices.map { index in
            let others = sums.indices.filter { $0 != index }.map { sums[$0] }.max() ?? least
            return calibration.probability(measured[index], sum: sums[index], other: max(others, least))
        }
    }

    package static func features(_ question: Question, _ passages: [Passage], _ calibration: Calibration = .hashed)
        -> [Features]
    {
        features(question, passages, passages.map(PassageBags.init), calibration)
    }

    private static func features(
        _ question: Question, _ passages: [Passage], _ bags: [PassageBags], _ calibration: Calibration
    ) -> [Features] {
        let wholes = bags.map(\.whole)
        let weighing = Weighing(question, among: wholes)
        let foreign = weighing.foreign(to: wholes), asked = min(weighing.asked, Self.mostAsked)
        let themes = Themes(question.meant)
        return zip(passages, bags).map { passage, bags in
            Features(
                unit: bags.units.map { weighing.coverage(in: $0, under: bags.outer) }.max()
                    ?? weighing.coverage(in: bags.title, under: bags.outer),
                headingAsked: bags.title.coverage(by: question), missing: min(weighing.missing(in: bags.whole), 3),
                cosine: passage.cosine ?? calibration.usualCosine, theme: themes.likeness(to: bags.themes),
                foreign: foreign, asked: asked)
        }
    }

    /// A long story says no more than a clear question does.
    private static let mostAsked = 4.0
}

private struct PassageBags {
    /// The innermost heading: those above it also stand over passages about other things.
    let title: Bag
    let outer: Bag
    /// Each unit together with the title.
    let units: [Bag]
    let whole: Bag
    /// Of the title and of each unit the most.
    let themes: Themes

    init(_ passage: Relevance.Passage) {
        let titles = passage.headingPath.split(separator: ">").map { Bag(String($0)) }
        let title = titles.last ?? Bag()
        self.title = title
        outer = titles.dropLast().reduce(Bag()) { $0.union($1) }
        let texts = TextUnits.split(ScalarText(passage.text)).map(\.plain)
        units = texts.map { Bag($0).union(title) }
        let heading = passage.headingPath.split(separator: ">").last.map(String.init) ?? ""
        themes = Themes(most: (texts + [heading]).map { Themes(Words.spoken($0)) })
        whole = (units + titles).reduce(Bag()) { $0.union($1) }
    }
}
