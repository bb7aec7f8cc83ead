import Testing

@testable import Domain

struct FoldingTests {
    @Test(
        "texts that differ in case, accents or typography fold to one",
        arguments: [
            ("São Paulo", "sao paulo"), ("DEVOLUÇÃO", "devolucao"), ("a\u{303}o", "ao"),
            ("ÀÂÄ ÉÊ Í ÓÔÕ ÚÜ Ç Ñ", "aaa ee i ooo uu c n"),
            ("“aspas” ‘x’ — …", "\"aspas\" 'x' - ..."), ("1º 2ª m²", "1o 2a m2"), ("Ｆｒｅｔｅ", "frete"),
            ("zero\u{200B}largura", "zerolargura"),
            ("espaço\u{A0}duro", "espaco duro"), ("ﬁm", "fim"), ("Łódź Œuvre", "lodz ouvre"), ("ΑΒΓ", "αβγ"),
        ])
    func folds(text: String, folded: String) {
        #expect(Folding.fold(text) == folded)
    }

    @Test("composed and decomposed accents fold to the same bytes")
    func composition() {
        #expect(
            Folding.fold("pedido não chegou é ó ç")
                == Folding.fold("pedido na\u{303}o chegou e\u{301} o\u{301} c\u{327}"))
    }

    @Test("words keep what carries meaning: money, per cent, e-mail")
    func words() {
        #expect(
            Words.split("Frete: R$ 12,90 (5% off) por e-mail!") == [
                "frete", "reais", "12", "90", "5", "porcento", "off", "por", "email",
            ])
    }

    @Test("chat spelling is written out")
    func spoken() {
        #expect(
            Words.spoken("oiiii vc entrega hj? qto custa p/ sp") == [
                "oi", "voce", "entrega", "hoje", "quanto", "custa", "para", "sp",
            ])
        #expect(ChatSpelling.withoutStretch("10000") == "10000")
        #expect(ChatSpelling.withoutStretch("carro") == "carro")
    }

    @Test(
        "inflections of one word meet in one stem",
        arguments: [
            ["entrega", "entregas", "entregar", "entregam", "entregou"],
            ["cancelar", "cancelamento", "cancelado", "cancelei"],
            ["pagamento", "pagar", "pagamentos"], ["troca", "trocas", "trocar", "trocado"],
            ["parcelar", "parcelamento", "parcelas"],
        ])
    func stems(words: [String]) {
        #expect(Set(words.map(Stemming.stem)).count == 1, "\(words.map(Stemming.stem))")
    }

    @Test("numbers and codes are not stemmed")
    func codes() {
        #expect(Stemming.stem("220v") == "220v")
        #expect(Stemming.stem("2024") == "2024")
    }

    @Test("slips are forgiven, other words are not")
    func slips() {
        #expect(Spelling.isSlip("entrgea", of: "entrega"))
        #expect(Spelling.isSlip("reenbolso", of: "reembolso"))
        #expect(!Spelling.isSlip("trocar", of: "frete"))
        #expect(!Spelling.isSlip("12345", of: "12346"))
        #expect(Spelling.isSwap("przao", of: "prazo"))
        #expect(!Spelling.isSwap("prazos", of: "prazo"))
    }
}
