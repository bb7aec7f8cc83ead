import Testing

@testable import Domain

struct ReplyTextTests {
    @Test("a long answer ends after a sentence, a short one is left alone")
    func fits() {
        #expect(ReplyText.fit("  **Sim.** Enviamos hoje. ", limit: 100) == "Sim. Enviamos hoje.")
        #expect(ReplyText.fit("Sim. Enviamos hoje. E amanhã também.", limit: 22) == "Sim. Enviamos hoje.")
        #expect(ReplyText.fit("uma frase sem fim que continua", limit: 12) == "uma frase…")
        #expect(ReplyText.fit("palavrasemfimnenhum", limit: 5) == "pala…")
        #expect(ReplyText.fit("", limit: 10) == "")
    }

    @Test("several questions in one go are told apart, courtesy is none")
    func questions() {
        #expect(
            Utterance("oi, tudo bem? qual o frete? e o prazo pra sp?").questions == ["qual o frete", "o prazo para sp"])
        #expect(Utterance("qual o frete?").questions == ["qual o frete?"])
        #expect(Utterance("frete").questions == ["frete"])
    }

    @Test(
        "a shop's own words are found in any spelling",
        arguments: [
            ("quero falar da REVENDA", "revenda"), ("processos judiciais", "processo judicial"),
            ("o procon vai saber", "Procon"),
            ("bom dia", nil), ("", nil),
        ] as [(String, String?)])
    func mentions(text: String, term: String?) {
        #expect(Utterance(text).mentions(anyOf: ["revenda", "processo judicial", "Procon", " "]) == term)
    }
}
