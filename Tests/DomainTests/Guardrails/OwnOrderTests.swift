import Testing

@testable import Domain

/// "Where is my order?" is what shops are asked most: how an order stands may be reported, of that order, and nothing else.
struct OwnOrderTests {
    private static let shipped = CustomerOrder(
        number: "2002", status: "shipped", total: "R$ 129,90", placedOn: "18/11/2026", tracking: "BR222334455BR",
        items: ["Camiseta azul"])
    private static let delivered = CustomerOrder(
        number: "1001", status: "delivered", total: "R$ 89,90", placedOn: "02/10/2026", items: ["Caneca"])
    private static let paid = CustomerOrder(
        number: "#3003-A", status: "paid", total: "R$ 50,00", placedOn: "20/11/2026", items: ["Boné"])
    private static let cancelled = CustomerOrder(
        number: "4004", status: "cancelled", total: "R$ 50,00", placedOn: "20/11/2026", items: ["Boné"])

    private func findings(
        _ text: String, _ orders: [CustomerOrder], _ language: Language = .portuguese,
        asked: String = "cadê meu pedido?", isOwn: Bool = true
    ) -> [GuardrailFinding] {
        let evidence = orders.enumerated().map { index, order in
            Evidence(
                alias: "S\(index + 1)", title: "Pedidos deste cliente > \(order.number)", text: order.text(language),
                order: isOwn ? order.number : nil)
        }
        let quotes = evidence.flatMap { source in
            source.text.split(separator: "\n").map { ModelAnswer.Quote(source: source.alias, text: String($0)) }
        }
        return Guardrails(GuardrailContext(evidence: evidence, customerSaid: [asked])).verify(text, quoting: quotes)
            .findings
    }

    @Test(
        "how the customer's own order stands may be told",
        arguments: [
            "Seu pedido 2002 foi enviado e o código de rastreio é BR222334455BR.",
            "Oi! O pedido 2002 já foi enviado. Código de rastreio: BR222334455BR.",
            "O seu pedido 2002, de 18/11/2026, está enviado. O código de rastreio é BR222334455BR.",
            "Ele já foi enviado! O código de rastreio é BR222334455BR.",
            "Consta como enviado, com o código de rastreio BR222334455BR.",
            "Seu pedido já foi enviado.",
            "Sua compra foi enviada; para acompanhar, use o código BR222334455BR.",
            "Encontrei o pedido 2002: ele está enviado, com o código de rastreio BR222334455BR.",
            "Seu pedido tem a Camiseta azul e o total é de R$ 129,90.",
            "Pedido enviado! Código de rastreio: BR222334455BR.",
        ])
    func told(answer: String) {
        let found = findings(answer, [Self.shipped])
        #expect(found.isEmpty, "\(found)")
    }

    @Test("in the customer's language, of every status, and of an order with letters in its number")
    func others() {
        let all = [
            findings("O pedido 1001 foi entregue.", [Self.delivered]),
            findings("Seu pedido 4004 foi cancelado.", [Self.cancelled]),
            findings("Seu pedido #3003-A está pago.", [Self.paid]),
            findings(
                "Your order 2002 has been shipped. The tracking code is BR222334455BR.", [Self.shipped], .english,
                asked: "where is my order?"),
            findings(
                "Your order 1001 was delivered.", [Self.delivered], .english, asked: "has my order arrived?"),
            findings(
                "O pedido 2002 foi enviado. O pedido 1001 foi entregue.", [Self.shipped, Self.delivered]),
        ]
        for found in all { #expect(found.isEmpty, "\(found)") }
    }

    @Test(
        "nothing else happened to it, and to nothing else what happened to it",
        arguments: [
            "Seu pedido 2002 foi entregue.", "Seu pedido foi cancelado.", "Cancelei o pedido 2002.",
            "Já reenviei seu pedido 2002.", "Seu reembolso foi enviado.", "A nota fiscal do seu pedido foi enviada.",
            "Seu pedido 2002 foi enviado para o endereço novo.", "O pedido 1001 foi enviado.",
            "O pedido 1001, de 18/11/2026, foi enviado.", "Seu pedido foi enviado e o reembolso foi processado.",
            "Seu pedido 2002 foi enviado e cancelado.", "Seu pedido foi enviado com prioridade.",
            "Your order 2002 has been delivered.", "Your refund has been sent.", "Seu pedido 2002 chega amanhã.",
            "Seu pedido foi enviado hoje.", "O pedido 2002 foi enviado ontem à tarde.", "Seu pedido não foi enviado.",
            "Um novo pedido foi enviado para você.",
        ])
    func lies(answer: String) {
        #expect(!findings(answer, [Self.shipped], asked: "cadê meu pedido 1001?").isEmpty)
    }

    @Test("of two orders each is what it is, and what only one is may not be said of an unnamed one")
    func two() {
        for lie in [
            "O pedido 2002 foi entregue.", "O pedido 1001 foi enviado.", "Seu pedido foi entregue.",
            "Seu pedido foi enviado.",
        ] {
            let found = findings(lie, [Self.shipped, Self.delivered])
            #expect(!found.isEmpty, "\(lie)")
        }
    }

    @Test("a document of the shop that reads like an order proves nothing of the customer's")
    func forged() {
        #expect(!findings("Seu pedido 2002 foi enviado.", [Self.shipped], isOwn: false).isEmpty)
    }
}
