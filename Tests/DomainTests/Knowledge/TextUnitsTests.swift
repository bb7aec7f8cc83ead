import Testing

@testable import Domain

struct TextUnitsTests {
    @Test("sentences end at their marks, not at abbreviations, prices or list numbers")
    func sentences() {
        let text = ScalarText("Fica na Av. Paulista, n. 10. Custa R$ 1.299,00! Leve o RG? Sim… 2. Espere.")
        let found = Sentences.split(text, in: 0..<text.count).map(text.slice)
        #expect(found == ["Fica na Av. Paulista, n. 10.", "Custa R$ 1.299,00!", "Leve o RG?", "Sim…", "2. Espere."])
    }

    @Test("items and rows are units; a row is spoken with its column titles")
    func units() {
        let text = ScalarText(
            "Veja:\n\n- um **dois**\n- três\n\n| Região | Prazo | Via |\n|---|---|---|\n| Sul | 5 dias | Jadlog |")
        let units = TextUnits.split(text)
        #expect(units.map(\.plain) == ["Veja:", "um dois", "três", "Sul: Prazo: 5 dias; Via: Jadlog"])
        #expect(units.map { text.slice($0.range) } == ["Veja:", "um **dois**", "três", "| Sul | 5 dias | Jadlog |"])
        #expect(units[1].block == units[2].block)
        #expect(units[2].block != units[3].block)
    }

    @Test(
        "Markdown is written as plain text",
        arguments: [
            ("**forte** e _fraco_", "forte e fraco"), ("`cupom10`", "cupom10"),
            ("[Trocas](https://x.com/t)", "Trocas (https://x.com/t)"),
            ("[https://x.com](https://x.com)", "https://x.com"), ("nome_da_loja", "nome_da_loja"), ("5 \\* 3", "5 * 3"),
            ("~~velho~~", "velho"),
            ("[solto", "[solto"), ("a [b] c", "a [b] c"),
        ])
    func plain(source: String, text: String) {
        #expect(MarkdownText.plain(source) == text)
    }
}
