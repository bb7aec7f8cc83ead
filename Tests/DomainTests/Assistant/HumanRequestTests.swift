import Testing

@testable import Domain

struct HumanRequestTests {
    private let asking = AttendantFixtures.messages.filter(\.asksForHuman).map(\.text)
    private var others: [String] {
        AttendantFixtures.messages.filter { !$0.asksForHuman }.map(\.text) + AttendantFixtures.chatter
            + AttendantFixtures.shops.flatMap { $0.questions.map(\.text) }
    }

    @Test("somebody who asks for a person is heard, with or without accents")
    func recall() {
        for text in asking {
            #expect(HumanRequest.isMade(in: Utterance(text)), "\(text)")
            #expect(HumanRequest.isMade(in: Utterance(Folding.fold(text))), "\(text)")
        }
        #expect(asking.count >= 40)
    }

    @Test("talking about people is not asking for one (at most 1 % of ordinary messages)")
    func precision() {
        let wrong = others.filter { HumanRequest.isMade(in: Utterance($0)) }
        #expect(others.count >= 450)
        #expect(wrong.count * 100 <= others.count, "\(wrong)")
    }

    @Test("a request inside a longer message is heard")
    func embedded() {
        #expect(HumanRequest.isMade(in: Utterance("oi\nmeu pedido 123 não chegou\nquero falar com um atendente")))
        #expect(HumanRequest.isMade(in: Utterance("Já expliquei isso. Quero falar com uma pessoa, por favor!")))
    }
}
