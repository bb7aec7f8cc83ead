import Testing

@testable import Domain

/// What models wrote for the shops of the eleventh and twelfth set and was held back though it was true, each beside a lie of its form.
struct LaterAnswerTests {
    struct Case: Sendable, CustomStringConvertible {
        let text: String
        let lines: [String]
        var asked = "oi"
        let passes: Bool
        var description: String { text }
    }

    private static let cases: [Case] = [
        // Names of models look like the names of sources.
        .init(
            text: "O S21 FE não tem entrada para cartão.", lines: ["O S21 FE e o S22 não têm entrada para cartão."],
            passes: true),
        .init(text: "Segundo o S1, o A34 aceita cartão.", lines: ["O A34 aceita cartão de memória."], passes: false),
        // Figures within one pair of brackets belong together.
        .init(
            text: "Temos uma Lager em lata de 350 ml por R$ 15,90.",
            lines: [
                "Temos uma Lager sem glúten (lata 350 ml, R$ 15,90) e uma Pale Ale sem álcool, com 0,4% (lata 350 ml, R$ 12,90)."
            ],
            passes: true),
        .init(
            text: "Temos uma Lager em lata de 350 ml por R$ 12,90.",
            lines: [
                "Temos uma Lager sem glúten (lata 350 ml, R$ 15,90) e uma Pale Ale sem álcool, com 0,4% (lata 350 ml, R$ 12,90)."
            ],
            passes: false),
        .init(
            text: "A lycra de manga longa custa R$ 159.",
            lines: [
                "Manga curta custa R$ 129 e manga longa, R$ 159, nos tamanhos do PP ao XG.",
                "As lycras têm proteção UV 50+.",
            ],
            passes: true),
        .init(
            text: "A lycra de manga longa custa R$ 129.",
            lines: [
                "Manga curta custa R$ 129 e manga longa, R$ 159, nos tamanhos do PP ao XG.",
                "As lycras têm proteção UV 50+.",
            ],
            passes: false),
        .init(
            text: "O frete é grátis a partir de R$ 220 em compras no restante de Minas.",
            lines: ["Frete grátis em Belo Horizonte a partir de R$ 120 e no restante de Minas a partir de R$ 220."],
            passes: true),
        .init(
            text: "O frete é grátis em Belo Horizonte a partir de R$ 220.",
            lines: ["Frete grátis em Belo Horizonte a partir de R$ 120 e no restante de Minas a partir de R$ 220."],
            passes: false),
        .init(
            text: "A canela em pau custa R$ 14,80 os 100 g, e moemos a partir de 50 g.",
            lines: [
                "| Especiaria | 100 g |", "|---|---|", "| Canela em pau | R$ 14,80 |",
                "Moemos na hora, a partir de 50 g.",
            ],
            passes: true),
        .init(
            text: "A cúrcuma custa R$ 14,80.",
            lines: ["| Especiaria | 100 g |", "|---|---|", "| Canela em pau | R$ 14,80 |", "| Cúrcuma | R$ 6,90 |"],
            passes: false),
        // A service costs, and its people promise nothing by that.
        .init(
            text: "O motoboy para Aparecida de Goiânia custa R$ 25.",
            lines: ["Motoboy por R$ 15 em Goiânia e R$ 25 em Aparecida de Goiânia, Trindade e Senador Canedo."],
            asked: "vcs entregam em Aparecida de Goiânia?", passes: true),
        .init(
            text: "O motoboy liga antes por R$ 25.",
            lines: ["Motoboy por R$ 15 em Goiânia e R$ 25 em Aparecida de Goiânia, Trindade e Senador Canedo."],
            passes: false),
        // The unit of a figure may stand with another one.
        .init(
            text: "Em dezembro, a reserva é feita com 15 dias de antecedência.",
            lines: ["A reserva é feita com 5 dias de antecedência; em dezembro, com 15."], passes: true),
        .init(
            text: "A reserva é feita com 15 horas de antecedência.",
            lines: ["A reserva é feita com 5 dias de antecedência; em dezembro, com 15."], passes: false),
        .init(
            text: "Temos barris de 10, 30 e 50 litros.",
            lines: ["| 10 litros | R$ 210,00 |", "| 30 litros | R$ 540,00 |", "| 50 litros | R$ 850,00 |"], passes: true
        ),
        .init(
            text: "Temos barris de 20, 30 e 50 litros.",
            lines: ["| 10 litros | R$ 210,00 |", "| 30 litros | R$ 540,00 |", "| 50 litros | R$ 850,00 |"],
            passes: false),
        // Every day is Sunday, too.
        .init(
            text: "A loja abre todos os dias, das 8h30 às 21h, domingo também.",
            lines: ["De dezembro a fevereiro abrimos todos os dias, das 8h30 às 21h."],
            asked: "vcs abrem domingo em janeiro?", passes: true),
        .init(
            text: "A loja abre todos os dias, das 8h30 às 21h, mas não no domingo.",
            lines: ["De dezembro a fevereiro abrimos todos os dias, das 8h30 às 21h."],
            asked: "vcs abrem domingo em janeiro?",
            passes: false),
        // What one column says is not denied by the next.
        .init(
            text: "No sábado a loja abre das 9h às 13h.",
            lines: ["| Dia | Loja | Oficina |", "| Sábado | 9h às 13h | fechada |"],
            passes: true),
        .init(
            text: "Abrimos aos domingos e feriados nacionais.", lines: ["Domingos e feriados nacionais: fechado"],
            passes: false),
        .init(
            text: "Às 15h a loja ainda está aberta.",
            lines: ["Em janeiro o sábado vai até as 17h.", "Abrimos das 9h às 15h."],
            passes: true),
        .init(text: "O chamado está aberto.", lines: ["Abrimos das 9h às 15h."], passes: false),
        // To be without is not to have.
        .init(
            text: "O Grade A não tem marcas visíveis a um palmo de distância.",
            lines: ["- Grade A: sem marcas visíveis a um palmo de distância."], passes: true),
        .init(
            text: "O Grade A tem marcas visíveis a um palmo de distância.",
            lines: ["- Grade A: sem marcas visíveis a um palmo de distância."], passes: false),
        // What failed is the customer's own, and so is how old it is.
        .init(
            text: "Que chato que a fonte parou! As fontes têm garantia de 6 meses.",
            lines: ["Garantia de 6 meses nas fontes e de 3 meses nos cabos."],
            asked: "comprei uma fonte faz 4 meses e parou, ainda tem garantia?", passes: true),
        .init(
            text: "Que bom que o estorno entrou! As fontes têm garantia de 6 meses.",
            lines: ["Garantia de 6 meses nas fontes e de 3 meses nos cabos."], asked: "o estorno entrou?", passes: false
        ),
        .init(
            text: "Com uns 6 anos ela passa do nosso limite: compramos pranchas usadas de até 4 anos.",
            lines: ["Compramos pranchas usadas de até 4 anos, sem quebra no meio."],
            asked: "tenho uma prancha de uns 6 anos, vcs compram?",
            passes: true),
        .init(
            text: "Compramos pranchas usadas de até 6 anos.",
            lines: ["Compramos pranchas usadas de até 4 anos, sem quebra no meio."],
            asked: "tenho uma prancha de uns 6 anos, vcs compram?", passes: false),
        .init(
            text: "Enquanto isso, deixe desligado, não ponha para carregar, não use arroz e traga o quanto antes.",
            lines: ["Desligue, não ponha para carregar, não use arroz e traga o quanto antes."], passes: true),
        .init(
            text: "Também enchemos o que você trouxer de casa, desde que limpo e com tampa que vede.",
            lines: ["Também enchemos growler trazido de casa, desde que limpo e com tampa que vede."], passes: true),
        .init(
            text: "Enchemos o growler que você trouxe e já está na geladeira.",
            lines: ["Também enchemos growler trazido de casa, desde que limpo."], passes: false),
    ]

    @Test("what is true passes, and a lie of its form does not", arguments: cases)
    func judged(one: Case) {
        let evidence = [Evidence(alias: "S1", title: "Ajuda", text: one.lines.joined(separator: "\n"))]
        let context = GuardrailContext(
            evidence: evidence, customerSaid: [one.asked], names: ["Loja"], usesEmojis: false)
        let verdict = Guardrails(context).verify(
            one.text, quoting: one.lines.filter { !$0.hasPrefix("|-") }.map { .init(source: "S1", text: $0) })
        #expect(verdict.isClean == one.passes, "\(verdict.findings)")
    }
}
