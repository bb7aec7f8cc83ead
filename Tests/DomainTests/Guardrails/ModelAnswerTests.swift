import Testing

@testable import Domain

/// What models write that are asked with the product's own prompt: honest answers of that kind pass, and what hides among them does not.
struct ModelAnswerTests {
    private static func verdict(_ text: String, _ lines: [String], asked: String = "oi", title: String = "Ajuda")
        -> Guardrails.Verdict
    {
        let evidence = [Evidence(alias: "S1", title: title, text: lines.joined(separator: "\n"))]
        let context = GuardrailContext(evidence: evidence, customerSaid: [asked], names: ["Loja"], usesEmojis: false)
        return Guardrails(context).verify(text, quoting: lines.map { .init(source: "S1", text: $0) })
    }

    @Test(
        "what the shop does every day is no deed, and a name no future",
        arguments: [
            ("Infelizmente não emitimos laudo.", "Não fazemos laudo.", true),
            (
                "Para Ribeirão Preto o frete é grátis acima de R$ 399.", "Frete grátis para São Paulo acima de R$ 399.",
                true
            ),
            ("Só lembrando que a montagem não está incluída.", "A montagem não está incluída na entrega.", true),
            ("Cancelamos o pedido.", "O pedido pode ser cancelado até o envio.", false),
            ("Enviamos um novo produto.", "O produto novo é enviado depois da análise.", false),
            ("Fique tranquilo, a loja arca com o prejuízo.", "A loja troca peças com defeito.", false),
        ])
    func habits(text: String, line: String, passes: Bool) {
        #expect(Self.verdict(text, [line], asked: "vcs fazem? sou de Ribeirão Preto").isClean == passes)
    }

    @Test("a line's own sentence is proved whatever its words look like, and half of it is not")
    func verbatim() {
        let line = "Se o prazo passar, já separamos outro para você."
        #expect(Self.verdict("Se o prazo passar, já separamos outro para você.", [line]).isClean)
        #expect(!Self.verdict("Já separamos outro para você.", [line]).isClean)
    }

    @Test("closing is not opening, and what is excepted may be denied")
    func closing() {
        let line = "Domingos e feriados nacionais: fechado"
        #expect(Self.verdict("Não abrimos aos domingos e feriados nacionais.", [line]).isClean)
        let express = "Há o serviço expresso de 6 dias úteis, exceto para o Diamantina."
        #expect(Self.verdict("Infelizmente o Diamantina não entra no serviço expresso.", [express]).isClean)
    }

    @Test("the signs that stand for < and > in what a model reads are theirs again in quotation and answer")
    func signs() {
        let line = "O pedido aparece em Minha Conta > Pedidos."
        #expect(Quote.isVerbatim("O pedido aparece em Minha Conta › Pedidos.", in: line))
        #expect(ReplyText.plain("Veja em Minha Conta › Pedidos.") == "Veja em Minha Conta > Pedidos.")
    }

    @Test("a quotation under the wrong name is looked for in the other sources that were shown")
    func names() {
        let evidence = [
            Evidence(alias: "S1", title: "Frete", text: "O frete é grátis acima de R$ 300."),
            Evidence(alias: "S2", title: "Troca", text: "A troca pode ser pedida em 30 dias."),
        ]
        let quoted = QuotedLines([.init(source: "S1", text: "A troca pode ser pedida em 30 dias.")], of: evidence)
        #expect(quoted.findings.isEmpty && quoted.citations.map(\.evidence) == [1])
        let unknown = QuotedLines([.init(source: "S7", text: "A troca pode ser pedida em 30 dias.")], of: evidence)
        #expect(unknown.findings.map(\.why) == [.unknownSource])
    }

    @Test("an answer may do without a remark, and not without a figure, a denial or a deed")
    func remarks() {
        let line = "Aos sábados a loja abre das 9h às 15h."
        func shortened(_ text: String) -> String? {
            let evidence = [Evidence(alias: "S1", title: "Horário", text: line)]
            let guardrails = Guardrails(
                GuardrailContext(evidence: evidence, customerSaid: ["abrem sábado?"], names: []))
            let quotes = [ModelAnswer.Quote(source: "S1", text: line)]
            let verdict = guardrails.verify(text, quoting: quotes)
            #expect(!verdict.isClean)
            return guardrails.withoutRemarks(text, verdict, quoting: quotes)?.text
        }
        #expect(shortened("Aos sábados a loja abre das 9h às 15h. Te esperamos por aqui!") == line)
        #expect(shortened("Aos sábados a loja abre das 9h às 15h. Já cancelei o seu pedido.") == nil)
        #expect(shortened("Aos sábados a loja abre das 9h às 15h. Chega amanhã, prometo!") == nil)
        #expect(shortened("Aos sábados a loja abre das 9h às 15h. Vou verificar com a equipe e te retorno.") == nil)
        #expect(shortened("Te esperamos por aqui!") == nil)
    }

    @Test(
        "what a page asks of its reader is no order to the assistant",
        arguments: [
            "Mande o link: cobrimos ofertas de lojas brasileiras.", "Indique um amigo: ele ganha R$ 20 e você também.",
            "Não precisa justificar: marque a opção desisti.", "Não cobre: queda, água, raio.",
            "Informe o modelo e a letra que aparece na vista explodida.", "Filtro interno de esponja: até 60 litros.",
            "Aceitamos AI, CDR, EPS e SVG.", "O provador virtual precisa de permissão para usar a câmera.",
            "Clique em \"Avise-me\" na página do produto.", "Ofereça duas vezes ao dia.",
        ])
    func pages(line: String) {
        #expect(InjectionSigns.find(in: line) == nil)
    }
}
