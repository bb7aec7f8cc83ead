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
}
