import Testing

@testable import Domain

/// Three shops, 188 answerable and 41 unanswerable questions. Every passage of the shop is judged, so this measures the relevance
/// score alone; the same questions run against the database's two arms in AppTests.
struct RetrievalTests {
    enum Typing: String, CaseIterable, Sendable { case asWritten, withoutAccents, withSlip, withLetterMissing }

    struct Outcome {
        var answerable = 0, first = 0, amongFive = 0, answered = 0, unanswerable = 0, refused = 0
        var refusedThoughKnown = 0
        /// Answerable: the right passage is quoted, or stands among the subjects that are offered instead or beside.
        var reached = 0
        /// Answerable: nothing is even offered, a person gets the question.
        var lost = 0
        /// Unanswerable: something is quoted, and no way out stands beside it.
        var quotedAsCertain = 0
        var scored: [(score: Double, isRelevant: Bool)] = []
        func share(_ part: Int, of whole: Int) -> Double { Double(part) / Double(max(whole, 1)) }
    }

    /// Measured once: it takes a while without optimisation.
    private static let outcomes = Dictionary(
        uniqueKeysWithValues: Typing.allCases.map { ($0, measure(AttendantFixtures.shops, $0)) })

    static func measure(_ shops: [AttendantFixtures.Shop], _ typing: Typing) -> Outcome {
        var outcome = Outcome()
        for shop in shops {
            let vectors = shop.chunks.map { HashedEmbedding.embed("\($0.headingPath)\n\($0.text)") }
            let plain = shop.chunks.map { Relevance.Passage(headingPath: $0.headingPath, text: $0.text, cosine: nil) }
            let prepared = Relevance.Prepared(plain)
            for question in shop.questions {
                let text = typed(question.text, typing)
                let asked = Question(text).respelled(Respelling(prepared.vocabulary))
                let vector = HashedEmbedding.embed(asked.spelled)
                let passages = zip(shop.chunks, vectors).map { chunk, other in
                    Relevance.Passage(
                        headingPath: chunk.headingPath, text: chunk.text, cosine: HashedEmbedding.cosine(vector, other))
                }
                let scores = Relevance.scores(asked, passages, prepared: prepared)
                let ranked = scores.indices.sorted { scores[$0] > scores[$1] }
                let right = ranked.map { index in
                    question.headings.contains { shop.chunks[index].headingPath.hasSuffix("> \($0)") }
                }
                outcome.scored += zip(ranked, right).prefix(5).map { (scores[$0], $1) }
                let top = ranked.first.map { scores[$0] } ?? 0
                let isCertain = top >= TopicOffer.certain
                let shown = ranked.prefix(isCertain ? 1 : TopicOffer.most).filter { scores[$0] >= TopicOffer.least }
                let isReached = zip(shown, right).contains { $1 }
                if question.headings.isEmpty {
                    outcome.unanswerable += 1
                    outcome.refused += top < 0.7 ? 1 : 0
                    outcome.quotedAsCertain += isCertain ? 1 : 0
                } else {
                    outcome.answerable += 1
                    outcome.refusedThoughKnown += top < 0.7 ? 1 : 0
                    outcome.first += right.first == true ? 1 : 0
                    outcome.reached += isReached ? 1 : 0
                    outcome.lost += top < TopicOffer.least ? 1 : 0
                    outcome.amongFive += right.prefix(5).contains(true) ? 1 : 0
                    outcome.answered += right.first == true && top >= 0.7 ? 1 : 0
                }
            }
        }
        return outcome
    }

    /// A slip: in the longest word the third and fourth letter change places, or its fourth letter is missing.
    static func typed(_ text: String, _ typing: Typing) -> String {
        switch typing {
        case .asWritten: return text
        case .withoutAccents: return Folding.fold(text)
        case .withSlip, .withLetterMissing:
            var words = text.split(separator: " ").map(String.init)
            guard let longest = words.indices.max(by: { words[$0].count < words[$1].count }), words[longest].count >= 6
            else { return text }
            var letters = Array(words[longest])
            if typing == .withSlip { letters.swapAt(2, 3) } else { letters.remove(at: 3) }
            words[longest] = String(letters)
            return words.joined(separator: " ")
        }
    }

    @Test("the right passage is found", arguments: Typing.allCases)
    func hits(typing: Typing) throws {
        let outcome = try #require(Self.outcomes[typing])
        #expect(outcome.answerable >= 180)
        #expect(outcome.share(outcome.first, of: outcome.answerable) >= 0.90)
        #expect(outcome.share(outcome.amongFive, of: outcome.answerable) >= 0.98)
    }

    @Test("at the default threshold what is known is answered and what is unknown is not", arguments: Typing.allCases)
    func threshold(typing: Typing) throws {
        let outcome = try #require(Self.outcomes[typing])
        #expect(outcome.share(outcome.answered, of: outcome.answerable) >= 0.85)
        #expect(outcome.share(outcome.refusedThoughKnown, of: outcome.answerable) <= 0.10)
        #expect(outcome.share(outcome.refused, of: outcome.unanswerable) >= 0.90)
    }

    @Test("a score means what it says: of passages that score about 0.7, about 70 % are relevant")
    func calibrated() {
        let scored = Typing.allCases.flatMap { Self.outcomes[$0]?.scored ?? [] }
        let near = scored.filter { (0.55...0.85).contains($0.score) }
        #expect(near.count >= 30)
        let relevant = Double(near.count { $0.isRelevant }) / Double(near.count)
        #expect((0.5...0.85).contains(relevant), "\(relevant) of \(near.count)")
        let sure = scored.filter { $0.score >= 0.9 }
        #expect(Double(sure.count { $0.isRelevant }) / Double(sure.count) >= 0.9)
        let unlikely = scored.filter { $0.score < 0.1 }
        #expect(Double(unlikely.count { $0.isRelevant }) / Double(unlikely.count) <= 0.05)
    }

    @Test("missing accents cost nothing")
    func accents() {
        #expect(Self.outcomes[.asWritten]?.first == Self.outcomes[.withoutAccents]?.first)
    }
}
