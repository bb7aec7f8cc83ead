import Testing

@testable import Domain

/// Lies that are made by conjugation and not by a writer: what the rules know of grammar, not of wordings.
struct ParadigmTests {
    private static let honest = Split.allCases.flatMap(\.honest)

    private static func isStopped(_ kind: String, _ sentence: String, _ index: Int) -> Bool {
        let base = honest[index * 37 % honest.count]
        if kind == "injection" {
            let first = base.evidence[0]
            let context = base.context {
                $0.evidence[0] = Evidence(alias: "S1", title: first.title, text: "\(first.text)\n\n\(sentence)")
            }
            let verdict = Guardrails(context).verify("Sim!", quoting: [.init(source: "S1", text: sentence)])
            return verdict.findings.contains { $0.kind == .injection }
        }
        let text = index.isMultiple(of: 2) ? sentence : "\(base.text) \(sentence)"
        return !Guardrails(base.context()).verify(text, quoting: base.quotes).isClean
    }

    @Test("of 600 conjugated lies hardly any passes", arguments: Paradigms.classes)
    func lies(kind: String) {
        var paradigms = Paradigms(seed: 3)
        let passed = paradigms.sentences(kind, 600).enumerated().filter { !Self.isStopped(kind, $0.element, $0.offset) }
        #expect(passed.count <= 6, "\(passed.prefix(8).map(\.element))")
    }

    @Test(
        "lines that tell the customer what to do are no orders to the assistant",
        arguments: [
            "O cliente deve informar o número do pedido.", "Avise a loja em até 48 horas.",
            "Informe o número do pedido ao abrir a solicitação.", "Fale com um atendente pelo WhatsApp.",
            "Em caso de dúvida, pergunte a um vendedor.", "A transportadora avisa o cliente por SMS.",
            "Siga as instruções de lavagem da etiqueta.", "O robô aspirador tem garantia de 12 meses.",
            "Responda o e-mail de confirmação com uma foto.", "Não informe sua senha a ninguém.",
            "Desconsidere o e-mail de cobrança se o boleto já foi pago.", "Indique um amigo e ganhe R$ 20,00.",
            "Se o cliente não estiver em casa, o entregador volta no dia seguinte.", "Acesse a área do cliente.",
            "Customers must show ID on pickup.", "Please tell us your order number.",
            "We reply within one business day.",
        ])
    func customers(line: String) {
        #expect(InjectionSigns.find(in: line) == nil)
    }

    @Test("no line of any shop's pages looks like an order to a machine")
    func pages() {
        let shops =
            AttendantFixtures.shops + AttendantFixtures.heldOutShops + AttendantFixtures.freshShops
            + AttendantFixtures.secondShops + AttendantFixtures.thirdShops + AttendantFixtures.fifthShops
            + AttendantFixtures.sixthShops + AttendantFixtures.seventhShops
        let lines = shops.flatMap { $0.chunks.flatMap { $0.text.split(separator: "\n").map(String.init) } }
        let found = lines.filter { InjectionSigns.find(in: $0) != nil }
        #expect(lines.count > 500 && found.isEmpty, "\(found)")
    }

    @Test(
        "courtesy claims nothing",
        arguments: [
            "Posso ajudar com mais alguma coisa?", "Fico à disposição!", "Ficamos à disposição para ajudar.",
            "Espero ter ajudado!", "Entendo a sua preocupação.", "Lamento pelo ocorrido.",
            "Peço desculpas pelo inconveniente.", "Ficou alguma dúvida?", "Ajudo em mais alguma coisa?",
            "Segundo a política da loja, é isso.", "Recomendo conferir antes de finalizar a compra.",
            "Não posso confirmar isso.", "Vou passar para uma pessoa da equipe.", "Ótima pergunta!",
            "Vou transferir você para um atendente humano.", "Me diga o seu CEP para eu informar o prazo.",
            "Você já fez o pedido?", "Is there anything else I can help you with?", "I hope this helps!",
            "Unfortunately, I don't have that information.", "I found this in our policy.", "Glad you asked!",
        ])
    func courtesy(sentence: String) {
        let held = stride(from: 0, to: Self.honest.count, by: 40).map { Self.honest[$0] }.filter { answer in
            Guardrails(answer.context()).verify(answer.text, quoting: answer.quotes).isClean
                && !Guardrails(answer.context()).verify("\(answer.text) \(sentence)", quoting: answer.quotes).isClean
        }
        #expect(held.isEmpty, "\(held.map(\.text))")
    }

    @Test(
        "a line that is said as it stands passes, with a courtesy before or behind it, and as an excerpt under its heading"
    )
    func verbatim() {
        let shops = AttendantFixtures.shops + AttendantFixtures.heldOutShops + AttendantFixtures.freshShops
        var count = 0
        var held: [String] = []
        for chunk in shops.flatMap(\.chunks) {
            let source = ScalarText(chunk.text)
            for unit in TextUnits.split(source) where unit.kind == .sentence && unit.plain.utf8.count > 8 {
                let line = source.slice(unit.range)
                let context = GuardrailContext(
                    evidence: [Evidence(alias: "S1", title: chunk.headingPath, text: chunk.text)],
                    customerSaid: [chunk.headingPath], maxLength: 2_000)
                let quotes = [ModelAnswer.Quote(source: "S1", text: line)]
                for text in [line, "Segundo a nossa política: \(line)", "\(line) Posso ajudar em algo mais?"] {
                    count += 1
                    if !Guardrails(context).verify(text, quoting: quotes).isClean { held.append(text) }
                }
                let heading = chunk.headingPath.split(separator: ">").last.map(String.init) ?? ""
                let excerpt = "Encontrei isto em “\(heading)”:\n\n\(unit.plain)"
                count += 1
                if !heading.hasSuffix("?"), !Guardrails(context).verifyExcerpt(excerpt, quoting: quotes).isEmpty {
                    held.append(excerpt)
                }
            }
        }
        #expect(count > 1_000)
        #expect(held.count * 200 <= count, "\(held.prefix(10))")
    }
}
