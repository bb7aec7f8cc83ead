import Testing

@testable import Domain

struct ClassifierTests {
    private let messages = AttendantFixtures.messages
    private static let found = AttendantFixtures.messages.map { Classifier.classify(Utterance($0.text)) }

    @Test("intents of shop messages are told apart (macro-F1)")
    func intents() {
        var scores: [Double] = []
        for intent in Intent.allCases {
            var right = 0, missed = 0, wrong = 0
            for (message, found) in zip(messages, Self.found) {
                switch (found.intent == intent, message.intent == intent.rawValue) {
                case (true, true): right += 1
                case (false, true): missed += 1
                case (true, false): wrong += 1
                default: break
                }
            }
            scores.append(2 * Double(right) / Double(2 * right + missed + wrong))
        }
        #expect(messages.count >= 190)
        #expect(scores.reduce(0, +) / Double(scores.count) >= 0.95, "\(scores)")
    }

    @Test("a wish that something be done is noticed, and a question about it is not taken for one")
    func actions() {
        let asked = messages.filter(\.requiresAction)
        let missed = asked.filter { !Classifier.classify(Utterance($0.text)).requiresAction }
        #expect(Double(asked.count - missed.count) / Double(asked.count) >= 0.95, "\(missed.map(\.text))")
        let others =
            messages.filter { !$0.requiresAction }.map(\.text)
            + AttendantFixtures.shops.flatMap { $0.questions.map(\.text) }
        let wrong = others.filter { Classifier.classify(Utterance($0)).requiresAction }
        #expect(Double(wrong.count) / Double(others.count) <= 0.02, "\(wrong)")
    }

    @Test("sentiment and urgency follow the message")
    func moods() {
        let found = Array(zip(messages, Self.found))
        #expect(found.count { $0.0.sentiment == $0.1.sentiment.rawValue } * 100 >= found.count * 95)
        #expect(found.count { $0.0.urgency == $0.1.urgency.rawValue } * 100 >= found.count * 95)
        let aggressive = found.filter { $0.0.sentiment == "aggressive" }
        #expect(aggressive.allSatisfy { $0.1.sentiment == .aggressive })
    }

    @Test(
        "goods that share a name with an insult insult nobody",
        arguments: ["tem fantasia de palhaço?", "saco de lixo 100 litros tem?", "vocês vendem o filme bandidos?"])
    func goods(text: String) {
        #expect(Classifier.classify(Utterance(text)).sentiment != .aggressive)
    }

    @Test("accents, capitals and stretched letters do not matter")
    func spelling() {
        for text in [
            "QUERO CANCELAR MEU PEDIDO", "quéro cancelár meu pedido", "queroooo cancelar meu pedido",
            "quero\ncancelar\nmeu pedido",
        ] {
            #expect(Classifier.classify(Utterance(text)).requiresAction, "\(text)")
        }
    }

    @Test("a greeting before the wish does not hide it")
    func greeting() {
        #expect(Classifier.classify(Utterance("oi, bom dia!\ncancela meu pedido por favor")).requiresAction)
    }

    @Test(
        "the topic is named",
        arguments: [
            ("quero cancelar", "cancelamento"), ("qual o prazo de entrega", "entrega"), ("aceita pix?", "pagamento"),
            ("tem cupom?", "desconto"),
            ("cadê meu pedido", "rastreio"), ("dinheiro de volta", "reembolso"),
        ])
    func topics(text: String, topic: String) {
        #expect(Classifier.classify(Utterance(text)).topic == topic)
    }

    @Test("anything is classified without harm")
    func hostile() {
        for text in [
            "", " ", "\u{0}", "🤖🤖", String(repeating: "a ", count: 20_000), String(repeating: "quero ", count: 3_000),
            "???", "\u{202E}oi",
        ] {
            _ = Classifier.classify(Utterance(text))
        }
    }
}
