import Testing

@testable import Domain

struct ToneProfileTests {
    @Test(
        "feelings",
        arguments: [
            ("obrigada, ficou perfeito! 😍", ToneProfile.Feeling.positive), ("que demora, péssimo", .negative),
            ("😡", .negative),
            ("qual o prazo?", .neutral), ("obrigado, mas tive um problema", .neutral), ("👍", .positive),
        ])
    func feelings(text: String, feeling: ToneProfile.Feeling) { #expect(ToneProfile.feeling(in: text) == feeling) }

    @Test func `displeased votes end humour and add empathy, praise brings humour even to who is upset`() {
        let casual = ToneProfile(tone: "casual", text: "qual o prazo?")
        #expect(casual.hasHumour && casual.formality == 20 && casual.empathy == 60)
        #expect(!ToneProfile(tone: "casual", text: "péssimo!").hasHumour)
        let displeased = ToneProfile(tone: "casual", votes: .init(positive: 1, negative: 2), text: "oi")
        #expect(!displeased.hasHumour && displeased.empathy == 70)
        // Two votes are too few to think ill.
        #expect(ToneProfile(tone: "casual", votes: .init(negative: 2), text: "oi").hasHumour)
        #expect(ToneProfile(tone: "formal", votes: .init(positive: 1), text: "péssimo!").hasHumour)
        #expect(ToneProfile(tone: "friendly", votes: .init(positive: 60, negative: 40), text: "oi").empathy == 70)
    }

    @Test func `the lines say it`() {
        let upset = ToneProfile(tone: "formal", text: "isso é um absurdo").instructions
        #expect(upset.contains("formalidade 90/100") && upset.contains("frustrado") && !upset.contains("humor"))
    }

    @Test func `history is cut from its old end, without holes`() {
        let said = (0..<10).map { ChatMessage(role: .user, content: String(repeating: "\($0)", count: 100)) }
        #expect(HistoryWindow.fit(said, tokens: 95).map(\.content) == said.suffix(3).map(\.content))
        let long = [said[0], ChatMessage(role: .user, content: String(repeating: "x", count: 4_000)), said[1]]
        #expect(HistoryWindow.fit(long, tokens: 500) == [said[1]])
        #expect(HistoryWindow.fit(said) == said)
    }

    static let orders = [
        CustomerOrder(number: "1001", status: "shipped", total: "R$ 129,90", placedOn: "12/11/2026", tracking: "BR1")
    ]

    @Test(
        "who asks after an order",
        arguments: [
            ("onde está meu pedido?", true), ("cadê minha encomenda", true), ("o 1001 já saiu?", true),
            ("rastrear meu pedido", true),
            ("where is my order?", true), ("meu pedido chega quando?", true), ("como faço um pedido?", false),
            ("posso trocar um pedido?", false), ("qual o prazo de entrega?", false), ("adorei meu pedido", false),
        ])
    func asked(text: String, isAsked: Bool) { #expect(CustomerOrder.isAskedAfter(in: text, Self.orders) == isAsked) }

    @Test func `an order tells no more than it must`() {
        #expect(
            Self.orders[0].text(.portuguese).hasPrefix(
                "O pedido 1001, de 12/11/2026, está enviado; código de rastreio BR1."))
    }
}
