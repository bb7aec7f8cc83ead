import Testing

@testable import Domain

/// Denials and swapped figures: what figures and names alone do not show. The measured table is in docs/attendant.md.
struct ContradictionTests {
    private func findings(_ text: String, over line: String, asked: String = "") -> [GuardrailFinding] {
        let source = ScalarText(line)
        let quotes = TextUnits.split(source).prefix(2).map {
            ModelAnswer.Quote(source: "S1", text: source.slice($0.range))
        }
        let context = GuardrailContext(
            evidence: [Evidence(alias: "S1", title: "Regras", text: line)], customerSaid: [asked], names: [])
        return Guardrails(context).verify(text, quoting: Array(quotes)).findings.filter { $0.kind == .contradiction }
    }

    @Test(
        "what a quoted line denies may not be said, and what it says may not be denied",
        arguments: [
            ("Trocamos peças íntimas.", "Por higiene, não trocamos peças íntimas, meias e brincos.", ""),
            ("Peças íntimas são trocadas.", "Peças íntimas não são trocadas.", ""),
            ("Não aceitamos boleto bancário.", "Aceitamos Pix, boleto bancário e cartão.", ""),
            ("O cartão vence.", "O cartão é digital e não vence.", ""),
            ("Sim!", "Não trocamos peças íntimas.", "vocês trocam peças íntimas?"),
            ("Sim, sem problemas.", "Cachorros não são aceitos na loja.", "cachorros são aceitos?"),
            ("O whey isolado contém lactose.", "O whey isolado não contém lactose. Já o concentrado tem.", ""),
            ("A garantia cobre queda de celulares.", "A garantia não cobre queda de celulares nem tela trincada.", ""),
        ])
    func denied(text: String, line: String, asked: String) {
        #expect(findings(text, over: line, asked: asked).map(\.why) == [.denied])
    }

    @Test(
        "what says the same, speaks of another case, or is said elsewhere passes",
        arguments: [
            ("Peças íntimas não são trocadas, por higiene.", "Por higiene, não trocamos peças íntimas."),
            ("Trocamos peças com a etiqueta.", "Não trocamos peças sem a etiqueta."),
            ("O cartão é digital.", "O cartão é digital e não vence."),
            ("Acima de R$ 299,00 o frete é grátis.", "Abaixo de R$ 299,00 o frete não é grátis."),
            ("Não só trocamos como pagamos o frete da troca.", "Trocamos e pagamos o frete da troca."),
            ("Se a peça não serviu, trocamos a peça.", "Trocamos a peça em até 30 dias."),
            ("Trocamos peças.", "Trocamos peças em até 30 dias. Não trocamos peças íntimas."),
            ("Não aceitamos cheque. Aceitamos Pix e boleto.", "Aceitamos Pix e boleto."),
        ])
    func honest(text: String, line: String) {
        #expect(findings(text, over: line).isEmpty)
    }

    @Test(
        "a figure stands with its own thing",
        arguments: [
            ("No boleto são 5% e no Pix 3%.", "Pix: 5% de desconto. Boleto: 3% de desconto.", "", true),
            ("No Pix são 5% e no boleto 3%.", "Pix: 5% de desconto. Boleto: 3% de desconto.", "", false),
            ("Você ganha 5%.", "Pix: 5% de desconto. Boleto: 3% de desconto.", "quanto de desconto no boleto?", true),
            ("Você ganha 5%.", "Pix: 5% de desconto. Boleto: 3% de desconto.", "quanto de desconto no pix?", false),
            ("Celulares têm 3 meses de garantia.", "Celulares têm 12 meses; acessórios, 3 meses.", "", true),
            ("Acessórios têm 3 meses de garantia.", "Celulares têm 12 meses; acessórios, 3 meses.", "", false),
            ("De 5 a 8 dias úteis para o Sul.", "| Sul | 5 a 8 dias úteis |\n| Norte | 8 a 15 dias úteis |", "", false),
            ("De 8 a 15 dias úteis para o Sul.", "| Sul | 5 a 8 dias úteis |\n| Norte | 8 a 15 dias úteis |", "", true),
        ])
    func figures(text: String, line: String, asked: String, isSwapped: Bool) {
        #expect(findings(text, over: line, asked: asked).contains { $0.why == .swapped } == isSwapped)
    }

    @Test("of 150 flipped clauses that restate a quoted line three in five are noticed", arguments: Split.allCases)
    func flips(split: Split) {
        var generator = Contradictions(split, seed: 11)
        let flips = generator.flips(500)
        let restating = flips.filter { $0.restates >= 0.75 }.prefix(150)
        let caught = restating.count { !Guardrails($0.lie.context).verify($0.lie.text, quoting: $0.lie.quotes).isClean }
        let all = flips.prefix(150).count {
            !Guardrails($0.lie.context).verify($0.lie.text, quoting: $0.lie.quotes).isClean
        }
        #expect(
            restating.count >= 150 && caught * 100 >= restating.count * 60,
            "\(caught) of \(restating.count), all \(all) of 150")
    }

    @Test("150 swapped figures are noticed, and 150 true ones pass", arguments: Split.allCases)
    func swaps(split: Split) {
        var generator = Contradictions(split, seed: 12)
        func isStopped(_ lie: Lie) -> Bool {
            Guardrails(lie.context).verify(lie.text, quoting: lie.quotes).findings.contains { $0.why == .swapped }
        }
        let lies = (0..<150).map { _ in generator.figures(split, swapped: true) }
        let truths = (0..<150).map { _ in generator.figures(split, swapped: false) }
        let passed = lies.filter { !isStopped($0) }
        let blocked = truths.filter(isStopped)
        #expect(
            passed.count * 100 <= 150 * 5, "\(passed.prefix(5).map { "\($0.text) <- \($0.context.evidence[0].text)" })")
        #expect(
            blocked.count * 100 <= 150,
            "\(blocked.prefix(5).map { "\($0.text) <- \($0.context.evidence[0].text)" })")
    }

    @Test("honest answers are not called contradictions")
    func falseAlarms() {
        let answers = Split.allCases.filter { !$0.isFree }.flatMap(\.honest)
        let alarms = answers.filter {
            Guardrails($0.context()).verify($0.text, quoting: $0.quotes).findings.contains { $0.kind == .contradiction }
        }
        #expect(alarms.count * 100 <= answers.count, "\(alarms.map { "\($0.text) <- \($0.lines)" })")
    }
}
