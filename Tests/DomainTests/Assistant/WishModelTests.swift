import Testing

@testable import Domain

struct WishModelTests {
    @Test("every set's wishes are heard by their words alone, nine in ten, and questions hardly ever")
    func alone() {
        let messages =
            AttendantFixtures.messages + AttendantFixtures.heldOutMessages + AttendantFixtures.freshMessages
            + AttendantFixtures.secondMessages + AttendantFixtures.thirdMessages + AttendantFixtures.fourthMessages
        let wishes = messages.filter(\.requiresAction), others = messages.filter { !$0.requiresAction }
        let heard = wishes.count { WishModel.isLikely(Utterance($0.text)) }
        let mistaken = others.count { WishModel.isLikely(Utterance($0.text)) }
        #expect(heard * 10 >= wishes.count * 9, "\(heard) of \(wishes.count)")
        #expect(mistaken * 20 <= others.count, "\(mistaken) of \(others.count)")
    }

    @Test("rules and words together hear the fourth set's wishes")
    func fourth() {
        let found = AttendantFixtures.fourthMessages.map { ($0, ActionRequest.isMade(in: Utterance($0.text))) }
        let missed = found.count { $0.0.requiresAction && !$0.1 },
            mistaken = found.count { !$0.0.requiresAction && $0.1 }
        #expect(missed == 0 && mistaken <= 3)
    }

    @Test(
        "a request for a person is none for a deed, whatever its words",
        arguments: ["chama o gerente", "quero falar com um atendente", "me passa pra uma pessoa, por favor"])
    func people(text: String) {
        let utterance = Utterance(text)
        #expect(HumanRequest.isMade(in: utterance) && !ActionRequest.isMade(in: utterance))
    }

    @Test("nothing, marks and other scripts wish for nothing", arguments: ["", "?", "....", "😀", "你好", "#_?"])
    func nothing(text: String) { #expect(!ActionRequest.isMade(in: Utterance(text))) }
}
