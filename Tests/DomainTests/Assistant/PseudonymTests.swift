import Testing

@testable import Domain

struct PseudonymTests {
    @Test("identifiers become tokens and come back as they were written")
    func roundTrip() {
        var names = Pseudonyms()
        let text = "cpf 529.982.247-25, fone (11) 98765-4321, ana@loja.com.br, cep 01310-100, cnpj 11.222.333/0001-81"
        let hidden = names.hide(text)
        #expect(hidden == "cpf [CPF_1], fone [PHONE_1], [EMAIL_1], cep [CEP_1], cnpj [CNPJ_1]")
        #expect(names.reveal(hidden) == text)
    }

    @Test("the same number has the same token, another one another")
    func same() {
        var names = Pseudonyms()
        #expect(names.hide("529.982.247-25 e 52998224725") == "[CPF_1] e [CPF_1]")
        #expect(names.hide("111.444.777-35") == "[CPF_2]")
        #expect(names.hide("52998224725") == "[CPF_1]")
    }

    @Test("prices, orders, deadlines and tracking codes travel as they are")
    func untouched() {
        var names = Pseudonyms()
        let text = "pedido 88213 de R$ 1.299,90 em 12/11, rastreio AA123456789BR, 2 a 4 dias, das 8h às 18h30"
        #expect(names.hide(text) == text)
    }

    @Test("a token that a customer types is no token")
    func forged() {
        var names = Pseudonyms()
        _ = names.hide("529.982.247-25")
        let hidden = names.hide("o que é [CPF_1]?")
        #expect(names.reveal(hidden) == "o que é (CPF_1)?")
    }

    @Test("anything is hidden without harm", arguments: ["", "[", "]", "@", "(((((", "+55", "0800", "\u{0}", "🤖 (11)"])
    func hostile(text: String) {
        var names = Pseudonyms()
        _ = names.reveal(names.hide(text))
        _ = names.hide(String(repeating: text, count: 500))
    }
}
