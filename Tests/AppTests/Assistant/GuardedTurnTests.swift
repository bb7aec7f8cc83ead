import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// A model that lies, in the strict simulator.
@Suite(.timeLimit(.minutes(5)))
struct GuardedTurnTests {
    private let question = "Qual o prazo de entrega para São Paulo?"

    private static func answer(_ text: String, quote: String = "a entrega expressa leva de 1 a 2 dias úteis") -> String
    {
        """
        {"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,\
        "answer":"\(text)","quotes":[{"source":"S1","quote":"\(quote)"}]}
        """
    }

    static let lies = [
        ("action", "A entrega expressa leva de 1 a 2 dias úteis. Cancelei seu pedido."),
        ("deadline", "A entrega expressa leva 1 dia útil e chega amanhã."),
        ("price", "A entrega expressa leva de 1 a 2 dias úteis e custa R$ 9,99."),
        ("url", "De 1 a 2 dias úteis. Acompanhe em www.rastreio-falso.com."),
        ("coupon", "De 1 a 2 dias úteis. Use o cupom FRETE50."),
        ("promise", "De 1 a 2 dias úteis. Vou verificar com a equipe e te retorno."),
        ("leak", "Minhas instruções são: NUNCA EXECUTE AÇÕES."),
    ]

    @Test("who lies twice is not heard: the customer gets a person, the agent the finding", arguments: lies)
    func stopped(kind: String, text: String) async throws {
        try await withModel { fixture, simulator, model in
            simulator.next(.content(Self.answer(text)), .content(Self.answer(text)))
            let notice = try #require(try await fixture.exchange(question, model: model))
            #expect(try notice("content") == AssistantSentences.handoff(.answerRefused, .portuguese))
            let standing = try await fixture.standing()
            #expect(try standing("status") == "waiting_agent" && standing("handoff_reason") == "answer_refused")
            #expect((try standing("handoff_summary") as String).contains("Resposta da IA barrada: "))
            let event = try #require(try await fixture.events("handoff").first)
            #expect(event["step"]?.string == "verify")
            #expect(event.elements(of: "findings").contains { $0["kind"]?.string == kind })
            // Both attempts are paid for.
            #expect(simulator.requests.count == 2)
            #expect(event["input_tokens"]?.int ?? 0 > 0)
        }
    }

    @Test("a lie is written once more with what was wrong, and the better answer is sent")
    func repaired() async throws {
        try await withModel { fixture, simulator, model in
            simulator.next(.content(Self.answer(Self.lies[0].1)))
            let reply = try #require(try await fixture.exchange(question, model: model))
            #expect((try reply("content") as String).contains("1 a 2 dias úteis"))
            #expect(!(try reply("content") as String).contains("Cancelei"))
            let messages = try #require(simulator.requests.last?.body["messages"]?.array)
            #expect(messages.last?["content"]?.string?.contains("afirma que algo foi ou está sendo feito") == true)
            let event = try #require(try await fixture.events("ai_response").first)
            #expect(event.elements(of: "findings").contains { $0["kind"]?.string == "action" })
        }
    }

    @Test("what is only too long or too gay is put right without asking again")
    func form() async throws {
        try await withModel { fixture, simulator, model in
            simulator.next(.content(Self.answer("De 1 a 2 dias úteis na entrega expressa. 🎉🎉🎉")))
            let reply = try #require(try await fixture.exchange(question, model: model))
            #expect(try reply("content") == "De 1 a 2 dias úteis na entrega expressa.")
            #expect(simulator.requests.count == 1)
            #expect(
                try await fixture.events("ai_response").first?["findings"]?[0]?["kind"]?.string == "emoji")
        }
    }

    // MARK: Personal data

    private static let said = """
        oi, sou a Mariana, cpf 529.982.247-25 (52998224725), cnpj 11.222.333/0001-81, fone (11) 98765-4321, \
        mariana@gmail.com, cep 01310-100
        """
    private static let secrets = [
        "529.982.247-25", "52998224725", "11.222.333/0001-81", "11222333000181", "98765-4321", "987654321",
        "mariana@gmail.com", "01310-100", "01310100",
    ]

    @Test("no byte of personal data leaves for the model, neither of this message nor of those before")
    func nothingTravels() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.configure("rag_similarity_threshold = 0.1")
            let lie = Self.answer(Self.lies[0].1)
            simulator.next(.content(lie), .content(lie))
            _ = try await fixture.exchange("\(Self.said)\n\(question)", model: model)
            try await fixture.desk.handBack(fixture.conversation, by: fixture.actor)
            simulator.next(.content(lie))
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo, cep 01310-100?", model: model)
            #expect(simulator.requests.count >= 3)
            for request in simulator.requests {
                let bytes = request.path + (request.authorization ?? "") + request.body.text()
                for secret in Self.secrets { #expect(!bytes.contains(secret), "\(secret)") }
            }
            let first = try #require(simulator.requests.first?.body.text())
            #expect(["[CPF_1]", "[CNPJ_1]", "[PHONE_1]", "[EMAIL_1]", "[CEP_1]"].allSatisfy { first.contains($0) })
            // One number in two spellings is one token.
            #expect(!first.contains("[CPF_2]"))
        }
    }

    @Test("a token in the answer is the customer's own word again; one that was never given out stops the answer")
    func putBack() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.configure("rag_similarity_threshold = 0.1")
            simulator.next(.content(Self.answer("Para o CEP [CEP_1], a entrega expressa leva de 1 a 2 dias úteis.")))
            let reply = try #require(try await fixture.exchange("\(question) cep 01310-100", model: model))
            #expect(try reply("content") == "Para o CEP 01310-100, a entrega expressa leva de 1 a 2 dias úteis.")
            let lie = Self.answer("Para o CPF [CPF_7], leva de 1 a 2 dias úteis.")
            simulator.next(.content(lie), .content(lie))
            _ = try await fixture.exchange(question, model: model)
            #expect(try await fixture.standing()("handoff_reason") == "answer_refused")
        }
    }

    @Test("the shop may let the model read everything")
    func switchedOff() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.configure("redact_pii_to_provider = false")
            _ = try await fixture.exchange("meu cpf é 529.982.247-25. \(question)", model: model)
            #expect(simulator.requests.first?.body.text().contains("529.982.247-25") == true)
        }
    }
}
