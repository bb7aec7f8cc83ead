import Testing

@testable import Domain

struct OfflineAttendantTests {
    private let passages = [
        OfflineAttendant.Passage(
            title: "Envio", headingPath: "Envio > Frete", text: "Frete fixo de R$ 12,90.", relevance: 0.3),
        OfflineAttendant.Passage(
            title: "Envio", headingPath: "Envio > Prazos", text: "- São Paulo: 2 a 4 dias\n- Sul: 5 dias",
            relevance: 0.9),
    ]

    private func reply(_ question: String, threshold: Double = 0.7, passages: [OfflineAttendant.Passage]? = nil)
        -> OfflineAttendant.Reply
    {
        OfflineAttendant.reply(
            to: question, Classifier.classify(Utterance(question)), passages: passages ?? self.passages,
            threshold: threshold, limit: 500, .portuguese)
    }

    @Test("the best passage above the threshold is quoted, and named")
    func quotes() {
        #expect(
            reply("qual o prazo para São Paulo?")
                == .answer(
                    text: "Encontrei isto em “Prazos”:\n\nSão Paulo: 2 a 4 dias", quote: "São Paulo: 2 a 4 dias",
                    passage: 1))
    }

    @Test("below the threshold, and without passages, a person answers")
    func noEvidence() {
        #expect(reply("qual o prazo?", threshold: 0.95) == .handoff(.noEvidence))
        #expect(reply("qual o prazo?", passages: []) == .handoff(.noEvidence))
    }

    @Test("no policy is quoted at somebody who complains")
    func complaint() {
        #expect(reply("meu pedido está atrasado há 10 dias") == .handoff(.complaint))
    }
}
