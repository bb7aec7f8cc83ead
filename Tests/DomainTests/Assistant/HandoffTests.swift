import Testing

@testable import Domain

struct HandoffTests {
    private func classification(
        _ intent: Intent = .question, _ sentiment: Sentiment = .neutral, _ urgency: Urgency = .low, action: Bool = false
    ) -> Classification {
        Classification(intent: intent, sentiment: sentiment, urgency: urgency, requiresAction: action, topic: nil)
    }

    @Test("the source document's table decides")
    func triggers() {
        #expect(HandoffTriggers.reason(for: classification(action: true)) == .requiresAction)
        #expect(HandoffTriggers.reason(for: classification(.question, .aggressive)) == .aggressiveCustomer)
        #expect(HandoffTriggers.reason(for: classification(.complaint, .negative, .high)) == .urgentComplaint)
        #expect(HandoffTriggers.reason(for: classification(.complaint, .negative, .medium)) == nil)
        #expect(HandoffTriggers.reason(for: classification(.question, .negative, .high)) == nil)
        #expect(HandoffTriggers.reason(for: classification()) == nil)
    }

    @Test("every reason has its sentence in every language, and none promises a time")
    func sentences() {
        for reason in HandoffReason.allCases {
            let texts = Language.allCases.map { AssistantSentences.handoff(reason, $0) }
            #expect(Set(texts).count == 3)
            #expect(
                texts.allSatisfy {
                    $0.count > 40 && !$0.contains("minuto") && !$0.contains("hora") && !$0.contains("em breve")
                })
        }
    }

    @Test("priority rises with urgency")
    func priority() {
        #expect(Urgency.allCases.map { ConversationPriority($0) } == [.normal, .high, .urgent])
    }

    @Test("the summary quotes the customer with personal data masked, and is short")
    func summary() {
        let text = HandoffSummary.text(
            classification: classification(.requestAction, .aggressive, .high, action: true),
            messages: [
                "Quero cancelar", "meu cpf é 529.982.247-25\ne-mail ana@loja.com.br",
                String(repeating: "muito texto ", count: 100),
            ])
        #expect(text.hasPrefix("Quero cancelar · meu cpf é ***.982.247-** e-mail an***@***.com.br · muito texto"))
        #expect(text.hasSuffix("cliente irritado · urgente"))
        // Words for people: no code of ours among them.
        #expect(!text.contains("_"))
        #expect(text.count < 450)
    }

    @Test(
        "the language of a message is recognised where it shows",
        arguments: [
            ("Qual o prazo de entrega?", Language.portuguese), ("How much is the shipping?", .english),
            ("¿Cuánto cuesta el envío?", .spanish),
            ("ok", nil), ("12345", nil), ("I want to talk to a human", .english),
        ] as [(String, Language?)])
    func language(text: String, language: Language?) {
        #expect(Language.of(text) == language)
    }
}
