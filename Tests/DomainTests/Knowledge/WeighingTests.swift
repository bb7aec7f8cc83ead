import Testing

@testable import Domain

struct WeighingTests {
    private func weights(_ question: String) -> [String: Double] {
        let bags = ["Prazo de entrega: 5 dias", "Frete para o Sul", "Entrega no Norte"].map { Bag($0) }
        let terms = Weighing(Question(question), among: bags).terms
        return Dictionary(uniqueKeysWithValues: terms.map { ($0.term.word, $0.weight) })
    }

    @Test("what few passages have tells more than what many have")
    func rarity() throws {
        let found = weights("entrega no norte")
        let (rare, common) = (try #require(found["norte"]), try #require(found["entrega"]))
        #expect(rare > common)
    }

    @Test("an everyday word that no passage has hardly speaks against them; the name of a thing does")
    func idle() throws {
        let found = weights("posso escolher guindaste?")
        let (verb, thing) = (try #require(found["escolher"]), try #require(found["guindaste"]))
        #expect(verb < 0.5)
        #expect(thing > 1)
    }

    @Test("a number that stands nowhere asks for nothing")
    func numbers() {
        #expect(weights("prazo do pedido 88412")["88412"] == nil)
        #expect(weights("prazo de 5 dias")["5"] != nil)
    }
}
