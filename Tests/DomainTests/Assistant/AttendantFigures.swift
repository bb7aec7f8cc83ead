import Foundation
import Testing

@testable import Domain

/// What the offline attendant makes of a set of shops and messages: the figures of docs/attendant.md.
struct AttendantFigures: CustomStringConvertible {
    struct Share: CustomStringConvertible {
        var hits = 0, of = 0
        var value: Double { Double(hits) / Double(max(of, 1)) }
        var description: String { "\(hits)/\(of) \(String(format: "%.3f", value))" }

        mutating func count(_ isHit: Bool) {
            hits += isHit ? 1 : 0
            of += 1
        }
    }

    private(set) var retrieval: [(typing: RetrievalTests.Typing, outcome: RetrievalTests.Outcome)] = []
    private(set) var macroF1 = 0.0
    private(set) var deedsHeard = Share(), deedsRight = Share(), peopleHeard = Share(), peopleWrong = Share()
    private(set) var missed: [String] = []

    init(
        shops: [AttendantFixtures.Shop], messages: [AttendantFixtures.Message],
        _ typings: [RetrievalTests.Typing] = RetrievalTests.Typing.allCases
    ) {
        retrieval = typings.map { ($0, RetrievalTests.measure(shops, $0)) }
        let found = messages.map { Classifier.classify(Utterance($0.text)) }
        let scores = Intent.allCases.map { intent -> Double in
            var right = 0, other = 0
            for (message, found) in zip(messages, found) {
                let isFound = found.intent == intent, isMeant = message.intent == intent.rawValue
                right += isFound && isMeant ? 1 : 0
                other += isFound != isMeant ? 1 : 0
            }
            return 2 * Double(right) / Double(max(2 * right + other, 1))
        }
        macroF1 = scores.reduce(0, +) / Double(scores.count)
        for (message, found) in zip(messages, found) {
            if message.intent != found.intent.rawValue { missed.append("\(found.intent.rawValue): \(message.text)") }
            if message.requiresAction { deedsHeard.count(found.requiresAction) }
            if found.requiresAction { deedsRight.count(message.requiresAction) }
            if message.requiresAction != found.requiresAction {
                missed.append("deed \(found.requiresAction): \(message.text)")
            }
            let isPerson = HumanRequest.isMade(in: Utterance(message.text))
            if message.asksForHuman { peopleHeard.count(isPerson) } else { peopleWrong.count(isPerson) }
            if message.asksForHuman != isPerson { missed.append("person \(isPerson): \(message.text)") }
        }
        for question in shops.flatMap(\.questions) where Classifier.classify(Utterance(question.text)).requiresAction {
            deedsRight.count(false)
            missed.append("deed true: \(question.text)")
        }
    }

    var description: String {
        let lines = retrieval.map { typing, outcome in
            let all = outcome.answerable
            return
                "\(typing): first \(Share(hits: outcome.first, of: all)), five \(Share(hits: outcome.amongFive, of: all)), "
                + "answered \(Share(hits: outcome.answered, of: all)), wrongly refused \(Share(hits: outcome.refusedThoughKnown, of: all)), "
                + "unanswerable refused \(Share(hits: outcome.refused, of: outcome.unanswerable)), "
                + "reached with at most a tap \(Share(hits: outcome.reached, of: all)), "
                + "not even offered \(Share(hits: outcome.lost, of: all)), "
                + "unanswerable quoted as certain \(Share(hits: outcome.quotedAsCertain, of: outcome.unanswerable))"
        }
        return
            (lines + [
                "macro-F1 \(String(format: "%.3f", macroF1)); deeds heard \(deedsHeard), right \(deedsRight); people heard \(peopleHeard), wrongly \(peopleWrong)"
            ]).joined(separator: "\n")
    }

    /// What went wrong in the search, worst first.
    static func misses(_ shops: [AttendantFixtures.Shop]) -> [String] {
        shops.flatMap { shop in
            let vectors = shop.chunks.map { HashedEmbedding.embed("\($0.headingPath)\n\($0.text)") }
            return shop.questions.compactMap { question -> String? in
                let asked = Question(question.text).respelled(
                    among: shop.chunks.map { .init(headingPath: $0.headingPath, text: $0.text, cosine: nil) })
                let vector = HashedEmbedding.embed(asked.spelled)
                let passages = zip(shop.chunks, vectors).map { chunk, other in
                    Relevance.Passage(
                        headingPath: chunk.headingPath, text: chunk.text, cosine: HashedEmbedding.cosine(vector, other))
                }
                let scores = Relevance.scores(asked, passages)
                guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return nil }
                let heading = shop.chunks[best].headingPath
                let isRight = question.headings.contains { heading.hasSuffix("> \($0)") }
                let isAnswered = scores[best] >= 0.7
                if question.headings.isEmpty ? !isAnswered : isRight && isAnswered { return nil }
                let what =
                    question.headings.isEmpty
                    ? "answered" : isRight ? "refused" : isAnswered ? "wrong" : "refused, wrong"
                return
                    "\(what): \(question.text) [\(heading) \(String(format: "%.2f", scores[best]))] \(question.headings)"
            }
        }
    }
}

/// The tables of docs/attendant.md, printed on demand: `SECRETARIA_FIGURES=1 swift test --filter FigureTests`, or the name of one set
/// for `1`. `SECRETARIA_MISSES=1` prints what went wrong, too: whoever reads that must write another set to measure with.
enum Figures {
    private static let environment = ProcessInfo.processInfo.environment
    private static let wanted = environment["SECRETARIA_FIGURES"]
    static let isWanted = wanted != nil
    static let showsMisses = environment["SECRETARIA_MISSES"] != nil

    static func wants(_ name: String) -> Bool { wanted == "1" || wanted == name }
}

@Suite(.enabled(if: Figures.isWanted))
struct AttendantFigureTests {
    @Test("the offline attendant on every set")
    func figures() {
        for (name, shops, messages) in [
            ("tuned", AttendantFixtures.shops, AttendantFixtures.messages),
            ("heldOut", AttendantFixtures.heldOutShops, AttendantFixtures.heldOutMessages),
            ("fresh", AttendantFixtures.freshShops, AttendantFixtures.freshMessages),
            ("second", AttendantFixtures.secondShops, AttendantFixtures.secondMessages),
            ("third", AttendantFixtures.thirdShops, AttendantFixtures.thirdMessages),
            ("fifth", AttendantFixtures.fifthShops, AttendantFixtures.fifthMessages),
            ("sixth", AttendantFixtures.sixthShops, AttendantFixtures.sixthMessages),
            ("seventh", AttendantFixtures.seventhShops, AttendantFixtures.seventhMessages),
            ("eighth", AttendantFixtures.eighthShops, AttendantFixtures.eighthMessages),
            ("ninth", AttendantFixtures.ninthShops, AttendantFixtures.ninthMessages),
            ("tenth", AttendantFixtures.tenthShops, AttendantFixtures.tenthMessages),
            ("eleventh", AttendantFixtures.eleventhShops, []),
            ("twelfth", AttendantFixtures.twelfthShops, AttendantFixtures.twelfthMessages),
        ] where Figures.wants(name) {
            let figures = AttendantFigures(shops: shops, messages: messages)
            #expect(figures.retrieval.allSatisfy { $0.outcome.answerable > 0 })
            print("== \(name)\n\(figures)")
            if Figures.showsMisses {
                print((figures.missed + AttendantFigures.misses(shops)).joined(separator: "\n"))
            }
        }
    }
}
