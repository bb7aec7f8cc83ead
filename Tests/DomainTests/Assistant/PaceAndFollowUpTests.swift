import Testing

@testable import Domain

struct PaceAndFollowUpTests {
    @Test("the channel's own setting counts, else the shop's within what the channel bears")
    func pace() {
        let general = AssistantPace(quiet: 6, cap: 25)
        func pace(_ channel: String, _ quiet: Double? = nil, _ cap: Double? = nil) -> AssistantPace {
            .of(channel: channel, general: general, channelQuiet: quiet, channelCap: cap)
        }
        #expect(pace("whatsapp") == AssistantPace(quiet: 6, cap: 25))
        #expect(pace("chat") == AssistantPace(quiet: 2, cap: 8))
        #expect(pace("email") == AssistantPace(quiet: 0, cap: 0))
        #expect(pace("chat", 0) == AssistantPace(quiet: 0, cap: 8))
        #expect(pace("whatsapp", 30) == AssistantPace(quiet: 30, cap: 30))
    }

    @Test("a message that leans on the one before is read together with it")
    func followUp() {
        let previous = "Qual o prazo de entrega para São Paulo?"
        #expect(FollowUp.rewritten("e pra BH?", after: previous) == "qual o prazo de entrega para e pra BH?")
        #expect(FollowUp.rewritten("Curitiba", after: previous) == "qual o prazo de entrega para Curitiba")
        #expect(FollowUp.rewritten("e o frete?", after: previous) == "\(previous) e o frete?")
        #expect(FollowUp.rewritten("tem cupom?", after: previous) == nil)
        #expect(FollowUp.rewritten("qual o valor do frete para Curitiba?", after: previous) == nil)
        #expect(FollowUp.rewritten("e pra BH?", after: nil) == nil)
        #expect(FollowUp.rewritten("e pra BH?", after: "oi") == nil)
    }
}
