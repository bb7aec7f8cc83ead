import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// The same conversation with a model: the strict simulator in place of the real API.
@Suite(.timeLimit(.minutes(5)))
struct ModelTurnTests {

    @Test("gpt-5.2 answers with verified quotations, and its cost is exact")
    func answers() async throws {
        try await withModel { fixture, simulator, model in
            let reply = try #require(
                try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model))
            #expect((try reply("content") as String).contains("1 a 2 dias úteis"))
            #expect(
                try JSON.parse(try reply("sources") as String)[0]?["quote"]?.string?.contains("1 a 2 dias úteis")
                    == true)
            let event = try #require(try await fixture.events("ai_response").first)
            #expect(event["model"]?.string == "gpt-5.2-2025-12-11")
            let (input, output) = (event["input_tokens"]?.int ?? 0, event["output_tokens"]?.int ?? 0)
            let micro = input * 5 + output * 15
            #expect(input > 100 && output > 0)
            #expect(event["cost_cents"]?.double == Double(micro) / 10_000)
            #expect(try await fixture.usage() == (1, 0, 0, micro))
            #expect(simulator.models == ["gpt-5.2"])
        }
    }

    @Test("wishes and requests for a person are handed over without asking the model")
    func noCall() async throws {
        try await withModel { fixture, simulator, model in
            _ = try await fixture.exchange("quero cancelar meu pedido", model: model)
            #expect(simulator.requests.isEmpty)
            #expect(try await fixture.standing()("handoff_reason") == "requires_action")
        }
    }

    @Test("an unknown model falls back to the next one, with parameters of its own")
    func fallback() async throws {
        try await withModel { fixture, simulator, model in
            simulator.setUnknown(["gpt-5.2"])
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model)
            let event = try #require(try await fixture.events("ai_response").first)
            #expect(event["model"]?.string == "gpt-5-2025-08-07")
            #expect(event["fallbacks"]?.array?.compactMap(\.string) == ["gpt-5.2:unknown_model"])
            #expect(simulator.requests.map { $0.body["reasoning_effort"]?.string } == ["none", "minimal"])
        }
    }

    @Test("the shop's model is asked first, under its former name too")
    func chosenModel() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.configure("ai_model = 'google/gemini-2.5-flash'")
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model)
            #expect(simulator.models == ["gpt-5-mini"])
        }
    }

    @Test("a model that is not sure gives the conversation to a person, and is paid for all the same")
    func unsure() async throws {
        try await withModel { fixture, simulator, model in
            simulator.next(
                .content(
                    #"{"kind":"handoff","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,"answer":"","quotes":[]}"#
                ))
            let notice = try #require(
                try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model))
            #expect(try notice("content") == AssistantSentences.handoff(.assistantUnsure, .portuguese))
            #expect(try await fixture.standing()("handoff_reason") == "assistant_unsure")
            #expect(try await fixture.usage().microUSD > 0)
            #expect(try await fixture.events("handoff").first?["model"]?.string == "gpt-5.2")
        }
    }

    static let unproved = [
        #"{"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,"answer":"Chega amanhã.","quotes":[{"source":"S1","quote":"a entrega chega sempre no dia seguinte"}]}"#,
        #"{"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,"answer":"Chega amanhã.","quotes":[]}"#,
        #"{"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,"answer":"Sim.","quotes":[{"source":"S99","quote":"1 a 2 dias úteis"}]}"#,
    ]

    @Test("an answer that proves nothing never reaches the customer", arguments: unproved)
    func proof(content: String) async throws {
        try await withModel { fixture, simulator, model in
            simulator.next(.content(content), .content(content))
            let notice = try #require(
                try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model))
            #expect(try notice("content") == AssistantSentences.handoff(.answerRefused, .portuguese))
            #expect(try await fixture.standing()("handoff_reason") == "answer_refused")
            #expect(try await fixture.usage().microUSD > 0)
        }
    }

    @Test("a wish that only the model saw is handed over")
    func modelSeesWish() async throws {
        try await withModel { fixture, simulator, model in
            simulator.next(
                .content(
                    #"{"kind":"answer","intent":"request_action","sentiment":"neutral","urgency":"medium","requires_action":true,"topic":null,"answer":"Cancelei seu pedido.","quotes":[]}"#
                ))
            _ = try await fixture.exchange("Qual o prazo de entrega para São Paulo?", model: model)
            #expect(try await fixture.standing()("handoff_reason") == "requires_action")
        }
    }

    @Test("when no model answers in time the turn goes to a person, unless the shop allows the offline attendant")
    func timeouts() async throws {
        for (isAllowed, status) in [(false, "waiting_agent"), (true, "bot")] {
            try await withModel { fixture, simulator, model in
                if isAllowed {
                    try await fixture.configure("answer_offline_when_unavailable = true")
                } else {
                    try await fixture.configure("answer_offline_when_unavailable = false")
                }
                for _ in 0..<5 { simulator.next(.delay(.seconds(30))) }
                try await fixture.customerWrites("Qual o prazo de entrega para São Paulo?")
                try await fixture.runTurns(model: model, deadline: .milliseconds(600))
                #expect(try await fixture.standing()("status") == status)
                if isAllowed {
                    #expect(try await fixture.events("ai_response").first?["model"]?.string == "offline")
                } else {
                    #expect(try await fixture.standing()("handoff_reason") == "assistant_unavailable")
                }
            }
        }
    }
}
