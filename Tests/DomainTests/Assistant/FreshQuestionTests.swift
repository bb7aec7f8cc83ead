import Testing

@testable import Domain

/// The offline attendant on shops and messages that were written before its rules were last changed and measured before anybody read
/// what went wrong. The first looks are in docs/attendant.md; these tests keep what was reached since.
struct FreshQuestionTests {
    enum Round: String, CaseIterable, Sendable {
        case fresh, second, third, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth

        /// Written by people who did not know the rules.
        var isByOthers: Bool { ![.fresh, .second].contains(self) }

        /// Whose customers tell a story and then ask, or ask for what only the right passage tells from its neighbours.
        var isHard: Bool { [.ninth, .tenth, .eleventh, .twelfth].contains(self) }
    }

    /// As written only: it takes a while without optimisation, and the other ways of typing are in `AttendantFigureTests`.
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
                case .tenth: (AttendantFixtures.tenthShops, AttendantFixtures.tenthMessages)
                case .eleventh: (AttendantFixtures.eleventhShops, [])
                case .twelfth: (AttendantFixtures.twelfthShops, AttendantFixtures.twelfthMessages)
                }
            return (round, AttendantFigures(shops: shops, messages: messages, [.asWritten]))
        })

    @Test("the right passage is found, and what is not known is refused", arguments: Round.allCases)
    func retrieval(round: Round) throws {
        let figures = try #require(Self.figures[round])
        let outcome = try #require(figures.retrieval.first?.outcome)
        #expect(outcome.answerable >= 120 && outcome.unanswerable >= 55)
        #expect(outcome.share(outcome.first, of: outcome.answerable) >= 0.80, "\(figures)")
        #expect(outcome.share(outcome.amongFive, of: outcome.answerable) >= 0.94, "\(figures)")
        // Words alone do not tell a missing detail from another wording (docs/attendant.md): texts by others are harder.
        let least = round.isByOthers ? 0.75 : 0.90
        #expect(outcome.share(outcome.refused, of: outcome.unanswerable) >= least, "\(figures)")
        let most = round.isHard ? 0.42 : round.isByOthers ? 0.22 : 0.10
        #expect(outcome.share(outcome.refusedThoughKnown, of: outcome.answerable) <= most, "\(figures)")
    }

    @Test(
        "what is known is reached with at most a tap, and what is not is seldom quoted without a way out beside it",
        arguments: Round.allCases)
    func offers(round: Round) throws {
        let figures = try #require(Self.figures[round])
        let outcome = try #require(figures.retrieval.first?.outcome)
        #expect(outcome.share(outcome.reached, of: outcome.answerable) >= 0.85, "\(figures)")
        #expect(outcome.share(outcome.quotedAsCertain, of: outcome.unanswerable) <= 0.12, "\(figures)")
    }

    @Test(
        "a wish for a deed is heard, and a question is none; so is who asks for a person",
        arguments: Round.allCases.filter { $0 != .eleventh })
    func messages(round: Round) throws {
        let figures = try #require(Self.figures[round])
        #expect(figures.deedsHeard.of >= 45 && figures.deedsHeard.value >= 0.95, "\(figures.missed)")
        #expect(figures.deedsRight.value >= 0.85, "\(figures.missed)")
        #expect(figures.macroF1 >= 0.80, "\(figures.missed)")
        #expect(figures.peopleHeard.of >= 8 && figures.peopleHeard.value >= 0.98, "\(figures.missed)")
        #expect(figures.peopleWrong.hits <= 1, "\(figures.missed)")
    }
}
