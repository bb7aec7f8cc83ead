import Testing

@testable import Domain

/// The offline attendant on shops and messages that were written before its rules were last changed and measured before anybody read
/// what went wrong. The first looks are in docs/attendant.md; these tests keep what was reached since.
struct FreshQuestionTests {
    enum Round: String, CaseIterable, Sendable {
        case fresh, second, third, fifth, sixth, seventh, eighth, ninth

        /// Written by people who did not know the rules.
        var isByOthers: Bool { ![.fresh, .second].contains(self) }
    }

    private static let figures = Dictionary(
        uniqueKeysWithValues: Round.allCases.map { round in
            let (shops, messages) =
                switch round {
                case .fresh: (AttendantFixtures.freshShops, AttendantFixtures.freshMessages)
                case .second: (AttendantFixtures.secondShops, AttendantFixtures.secondMessages)
                case .third: (AttendantFixtures.thirdShops, AttendantFixtures.thirdMessages)
                case .fifth: (AttendantFixtures.fifthShops, AttendantFixtures.fifthMessages)
                case .sixth: (AttendantFixtures.sixthShops, AttendantFixtures.sixthMessages)
                case .seventh: (AttendantFixtures.seventhShops, AttendantFixtures.seventhMessages)
                case .eighth: (AttendantFixtures.eighthShops, AttendantFixtures.eighthMessages)
                case .ninth: (AttendantFixtures.ninthShops, AttendantFixtures.ninthMessages)
                }
            // It takes a while without optimisation: the other ways of typing are in `AttendantFigureTests`.
            let typings: [RetrievalTests.Typing] = round.isByOthers ? [.asWritten] : [.asWritten, .withLetterMissing]
            return (round, AttendantFigures(shops: shops, messages: messages, typings))
        })

    @Test("the right passage is found, and what is not known is refused", arguments: Round.allCases)
    func retrieval(round: Round) throws {
        let figures = try #require(Self.figures[round])
        for (typing, outcome) in figures.retrieval {
            #expect(outcome.answerable >= 120 && outcome.unanswerable >= 55)
            #expect(outcome.share(outcome.first, of: outcome.answerable) >= 0.80, "\(typing): \(figures)")
            #expect(outcome.share(outcome.amongFive, of: outcome.answerable) >= 0.94, "\(typing): \(figures)")
            // Words alone do not tell a missing detail from another wording (docs/attendant.md): texts by others are harder, the more so
            // where people tell a story and then ask (`ninth`).
            let least = round.isByOthers ? 0.75 : 0.90
            #expect(outcome.share(outcome.refused, of: outcome.unanswerable) >= least, "\(typing): \(figures)")
            let more = round == .ninth ? 0.26 : round.isByOthers ? 0.11 : 0
            let most = (typing == .withLetterMissing ? 0.12 : 0.10) + more
            #expect(outcome.share(outcome.refusedThoughKnown, of: outcome.answerable) <= most, "\(typing): \(figures)")
        }
    }

    @Test("a wish for a deed is heard, and a question is none; so is who asks for a person", arguments: Round.allCases)
    func messages(round: Round) throws {
        let figures = try #require(Self.figures[round])
        #expect(figures.deedsHeard.of >= 45 && figures.deedsHeard.value >= 0.95, "\(figures.missed)")
        #expect(figures.deedsRight.value >= 0.85, "\(figures.missed)")
        #expect(figures.macroF1 >= 0.80, "\(figures.missed)")
        #expect(figures.peopleHeard.of >= 8 && figures.peopleHeard.value >= 0.98, "\(figures.missed)")
        #expect(figures.peopleWrong.hits <= 1, "\(figures.missed)")
    }
}
