import Testing

@testable import Domain

/// What the customer told of his own case, repeated beside what the shop says; and the same figure made a term of the shop.
struct OwnCaseTests {
    private func isClean(_ text: String, _ page: String, asked: String, title: String = "Página") -> Bool {
        let quotes = page.split(separator: "\n").map { ModelAnswer.Quote(source: "S1", text: String($0)) }
        let context = GuardrailContext(
            evidence: [Evidence(alias: "S1", title: title, text: page)], customerSaid: [asked])
        return Guardrails(context).verify(text, quoting: quotes).isClean
    }

    @Test(
        "a length of time that is the customer's is held against the shop's, and never made one of them",
        arguments: [
            ("Com 9 dias o prazo já passou: a garantia é de 5 dias.", true),
            ("Em 9 dias o prazo já passou: a garantia é de 5 dias.", true),
            ("A garantia é de 5 dias, então depois de 9 dias ela já acabou.", true),
            ("A garantia é de 9 dias.", false), ("A garantia é de 5 dias, e a troca ainda vale 9 dias.", false),
            ("A garantia é de 5 dias e já chega em 9 dias.", false), ("A garantia é de até 9 dias.", false),
        ])
    func lengths(text: String, isTrue: Bool) {
        #expect(isClean(text, "A garantia é de 5 dias.", asked: "comprei há 9 dias, ainda tem garantia?") == isTrue)
    }

    @Test(
        "the hour at which somebody comes or pays is his, the hour at which the shop closes is not",
        arguments: [
            ("Pagando às 11h, o pedido sai no mesmo dia.", true), ("A loja fecha às 11h.", false),
            ("Pagamentos até as 11h saem no mesmo dia.", false),
        ])
    func hours(text: String, isTrue: Bool) {
        #expect(
            isClean(text, "Pedidos pagos até as 14h saem no mesmo dia.", asked: "se eu pagar às 11h sai hoje?")
                == isTrue)
    }

    @Test("a name with a figure that stands over the page may be said, and is no coupon")
    func names() {
        let page = "Serve em portas de 30 a 50 mm."
        let asked = "a T3 serve na minha porta?"
        #expect(isClean("A T3 serve em portas de 30 a 50 mm.", page, asked: asked, title: "Fechadura T3"))
        #expect(!isClean("A T9 serve em portas de 30 a 50 mm.", page, asked: asked, title: "Fechadura T3"))
        #expect(!isClean("Use o cupom T3.", page, asked: asked, title: "Fechadura T3"))
    }

    @Test("that something is not known denies nothing")
    func unknown() {
        let page = "A caixa traz 9 bombons de chocolate belga."
        #expect(isClean("Essa informação eu não tenho, desculpe. \(page)", page, asked: "tem amendoim?"))
        #expect(!isClean("A caixa não traz bombons de chocolate belga.", page, asked: "tem amendoim?"))
    }

    @Test(
        "figures of a list are none, and weeks with an article neither",
        arguments: [
            ("Para retirar: 1) traga um documento com foto; 2) diga o número do pedido.", true),
            ("Durante a semana traga um documento com foto.", true), ("Traga 2 documentos com foto.", false),
        ])
    func lists(text: String, isTrue: Bool) {
        #expect(
            isClean(text, "Para retirar, traga um documento com foto e diga o número do pedido.", asked: "como retiro?")
                == isTrue)
    }

    @Test(
        "a line under a heading that denies is denied by it, and nothing else is",
        arguments: [
            ("Queda não é coberta pela garantia.", true), ("Líquido derramado não é coberto pela garantia.", true),
            ("Queda é coberta pela garantia.", false), ("A bateria não chega carregada.", false),
        ])
    func headings(text: String, isTrue: Bool) {
        let page = "Queda, líquido derramado e tela quebrada."
        #expect(isClean(text, page, asked: "caiu, e agora?", title: "Garantia > O que a garantia não cobre") == isTrue)
    }
}
