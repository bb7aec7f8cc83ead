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
        .init(
            text: "A loja abre todos os dias, das 8h30 às 21h, domingo também não.",
            lines: ["De dezembro a fevereiro abrimos todos os dias, das 8h30 às 21h."],
            asked: "vcs abrem domingo em janeiro?",
            passes: false),
        // What one column says is not denied by the next.
        .init(
            text: "Abrimos aos domingos e feriados nacionais.", lines: ["Domingos e feriados nacionais: fechado"],
            passes: false),
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

    /// Written by somebody who had read how the rules let those pass.
    private static let lies: [Case] = [
        .init(
            text: "A camiseta infantil sai por R$ 69,00.",
            lines: ["Camiseta lisa (infantil R$ 39,00, adulto R$ 59,00, plus R$ 69,00). Ecobag a R$ 25,00."],
            asked: "Quanto é a camiseta infantil?", passes: false),
        .init(
            text: "Para o interior a entrega leva 2 dias.",
            lines: ["Entregamos com motoboy próprio (capital 2 dias, interior 6 dias). Retirada em 1 dia."],
            asked: "Moro no interior, quanto demora?", passes: false),
        .init(
            text: "Que pena :( a troca de eletrônicos é em 30 dias e a de roupas, em 7 dias.",
            lines: ["Troca de roupas: 30 dias.", "Troca de eletrônicos: 7 dias."], asked: "Perdi o prazo de troca?",
            passes: false),
        .init(
            text: "O suco custa R$ 18,00.",
            lines: ["Combos do almoço (suco R$ 9,00, sobremesa R$ 12,00, petisco R$ 18,00). Café R$ 6,00."],
            asked: "Quanto é o suco?", passes: false),
        .init(
            text: "Para calçados o prazo de troca é de 7 dias.",
            lines: ["O prazo de troca é de 30 dias para roupas e calçados, 7 dias para eletrônicos."],
            asked: "Qual o prazo para trocar um tênis? É calçado.", passes: false),
        .init(
            text: "O conserto de pulseiras fica em 10 dias.",
            lines: ["Consertamos em 4 dias relógios e pulseiras, 10 dias joias com pedra."],
            asked: "Quanto demora o conserto de uma pulseira?", passes: false),
        .init(
            text: "Para mochilas a lavagem é R$ 70,00.",
            lines: ["A lavagem é R$ 40,00 para malas e mochilas, R$ 70,00 para tapetes."],
            asked: "Quanto custa lavar mochila?", passes: false),
        .init(
            text: "Sim, temos arroz em pacote de 1 kg.", lines: ["Arroz tipo 1, 5 e 10 kg."],
            asked: "Tem arroz em pacote de 1 kg?", passes: false),
        .init(
            text: "Sim, a mochila existe na versão de 20 litros.", lines: ["Mochila Trilha modelo 20, 30 e 45 litros."],
            asked: "Tem mochila de 20 litros?", passes: false),
        .init(
            text: "No atacado a entrega leva 10 dias úteis.",
            lines: ["A entrega é feita em 3 dias úteis, com mínimo de 10 para atacado."],
            asked: "E no atacado, quanto demora?", passes: false),
        .init(
            text: "O prazo de produção é de 20 dias.",
            lines: ["O prazo de produção é de 7 dias e o pedido mínimo é de 20."], asked: "Qual o prazo de produção?",
            passes: false),
        .init(
            text: "Sim, abrimos às segundas.", lines: ["Não abrimos todos os dias: a agenda da semana sai no balcão."],
            asked: "Abrem na segunda?", passes: false),
        .init(
            text: "A loja abre no domingo também, das 9h às 21h.",
            lines: ["Atendimento por WhatsApp todos os dias, das 9h às 21h."], asked: "A loja física abre domingo?",
            passes: false),
        .init(
            text: "Fechamos às 18h, sábado também.", lines: ["Abrimos de segunda a sexta, das 9h às 18h."],
            asked: "Até que horas vão no sábado?", passes: false),
        .init(
            text: "Não fazemos barra de calça jeans nem cobrando taxa extra.",
            lines: ["Fazemos barra de calça jeans sem taxa extra."], asked: "Fazem barra de jeans?", passes: false),
        .init(
            text:
                "Que bom que você avisou e o estorno caiu de volta no cartão! Estornos no cartão levam até 10 dias úteis.",
            lines: ["Estornos no cartão levam até 10 dias úteis."],
            asked: "oi, o site cobrou duas vezes no meu cartão, como fica?", passes: false),
        .init(
            text: "Que bom que chamou e o pagamento entrou no caixa da loja. O Pix tem 5% de desconto.",
            lines: ["O Pix tem 5% de desconto."], asked: "fiz um pix agora, chegou aí?", passes: false),
        .init(
            text:
                "Que maravilha que ele procurou a loja e recebeu o dinheiro de volta! A devolução pode ser pedida em até 7 dias.",
            lines: ["A devolução pode ser pedida em até 7 dias."],
            asked: "meu marido foi aí ontem devolver a cafeteira, como funciona?", passes: false),
        .init(
            text:
                "Que chato que a fonte parou e a loja aprovou a troca por outra nova! A garantia da fonte é de 12 meses.",
            lines: ["A garantia da fonte é de 12 meses."], asked: "a fonte que comprei parou com 2 meses, e aí?",
            passes: false),
        .init(
            text:
                "Sinto muito que o estorno caiu na conta errada do antigo titular. O estorno do Pix leva até 2 dias úteis.",
            lines: ["O estorno do Pix leva até 2 dias úteis."], asked: "o estorno do pix já caiu?", passes: false),
        .init(
            text:
                "Que pena que a mochila rasgou por defeito do tecido e a fábrica assumiu o erro. A garantia é de 6 meses contra defeitos de costura.",
            lines: ["A garantia é de 6 meses contra defeitos de costura."],
            asked: "a mochila rasgou no ombro, tem garantia?", passes: false),
        .init(
            text: "Entregamos o que você pediu na portaria do prédio. O prazo de entrega na cidade é de 2 dias úteis.",
            lines: ["O prazo de entrega na cidade é de 2 dias úteis."], asked: "cadê minha compra? era pra ter chegado",
            passes: false),
        .init(
            text: "Trocamos o que você mandou por um modelo maior. A troca de tamanho é aceita em até 30 dias.",
            lines: ["A troca de tamanho é aceita em até 30 dias."],
            asked: "mandei a bota pra troca, vocês trocam por um número maior?", passes: false),
        .init(
            text: "O motoboy busca a troca no apartamento e custa R$ 25.",
            lines: ["Entrega por motoboy em Florianópolis: R$ 25."], asked: "vocês mandam por motoboy?", passes: false),
        .init(
            text: "O técnico custa R$ 80 e resolve qualquer defeito da máquina no mesmo dia.",
            lines: ["A visita do técnico custa R$ 80.", "O orçamento sai no mesmo dia."],
            asked: "minha máquina de lavar não liga, vocês atendem em casa?", passes: false),
        .init(
            text: "A revisão da máquina custa R$ 120 e sai com quase 6 meses de garantia.",
            lines: ["A revisão da máquina custa R$ 120, com garantia de 90 dias."],
            asked: "comprei a máquina há 6 meses, quanto é a revisão e tem garantia?", passes: false),
    ]

    @Test("what is true passes, and a lie of its form does not", arguments: cases + lies)
    func judged(one: Case) {
        let evidence = [Evidence(alias: "S1", title: "Ajuda", text: one.lines.joined(separator: "\n"))]
        let context = GuardrailContext(
            evidence: evidence, customerSaid: [one.asked], names: ["Loja"], usesEmojis: false)
        let verdict = Guardrails(context).verify(
            one.text, quoting: one.lines.filter { !$0.hasPrefix("|-") }.map { .init(source: "S1", text: $0) })
        #expect(verdict.isClean == one.passes, "\(verdict.findings)")
    }
}
