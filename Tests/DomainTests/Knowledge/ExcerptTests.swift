import Testing

@testable import Domain

struct ExcerptTests {
    private func excerpt(_ shop: String, _ heading: String, _ question: String, limit: Int = 400) -> Excerpt? {
        let chunks = AttendantFixtures.shops.first { $0.name == shop }?.chunks ?? []
        return chunks.first { $0.headingPath.hasSuffix(heading) }.flatMap {
            Excerpt.best(for: Question(question), text: $0.text, limit: limit)
        }
    }

    @Test("who asks about one place gets its row, not the table")
    func row() throws {
        let found = try #require(excerpt("moda", "Prazo de entrega", "quanto tempo pra chegar em BH?"))
        #expect(
            found.text
                == "Rio de Janeiro, Minas Gerais e Espírito Santo: Prazo: 4 a 7 dias úteis; Transportadora: Correios")
        #expect(found.quote == "| Rio de Janeiro, Minas Gerais e Espírito Santo | 4 a 7 dias úteis | Correios |")
    }

    @Test("São Paulo has two rows, and both are quoted")
    func rows() throws {
        let found = try #require(excerpt("moda", "Prazo de entrega", "Qual o prazo de entrega para São Paulo?"))
        #expect(found.text.contains("2 a 4 dias úteis") && found.text.contains("3 a 6 dias úteis"))
        #expect(!found.text.contains("Norte"))
    }

    @Test("running text is quoted with its neighbours while they fit")
    func sentences() throws {
        let whole = try #require(excerpt("moda", "Boleto bancário", "quando vence o boleto?"))
        #expect(whole.text.hasPrefix("O boleto vence em 2 dias úteis") && whole.text.hasSuffix("refazer o pedido."))
        let short = try #require(excerpt("moda", "Boleto bancário", "quando vence o boleto?", limit: 90))
        #expect(short.text == "O boleto vence em 2 dias úteis e a compensação leva até 3 dias úteis.")
    }

    @Test("whatever is quoted stands in the passage", arguments: AttendantFixtures.shops)
    func verbatim(shop: AttendantFixtures.Shop) {
        for question in shop.questions {
            for chunk in shop.chunks {
                guard let found = Excerpt.best(for: Question(question.text), text: chunk.text, limit: 300) else {
                    continue
                }
                #expect(chunk.text.contains(found.quote))
                #expect(Quote.isVerbatim(found.quote, in: chunk.text))
            }
        }
    }

    @Test("the question of a question-and-answer passage is not quoted as its answer")
    func question() {
        let found = Excerpt.best(for: Question("aceitam pix?"), text: "Vocês aceitam Pix?\nSim, aceitamos.", limit: 300)
        #expect(found?.text == "Sim, aceitamos.")
        #expect(Excerpt.best(for: Question("pix"), text: "Vocês aceitam Pix?", limit: 300) == nil)
    }
}
