import Domain
import Foundation
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

/// What is near and not certain: subjects to choose from, once.
@Suite(.timeLimit(.minutes(5)))
struct TopicOfferTurnTests {
    private static let question = "Qual o prazo de entrega para São Paulo?"

    /// With so high a threshold everything that is found is near, and nothing certain.
    private func withNearPassages(_ body: (AssistantFixture) async throws -> Void) async throws {
        try await withAssistant { fixture in
            try await fixture.configure("rag_similarity_threshold = 1")
            try await body(fixture)
        }
    }

    private func options(of message: Row) throws -> [(id: String, title: String)] {
        let payload = try JSON.parse(try message("payload") as String)
        return payload["interactive"]?["action"]?.elements(of: "sections").flatMap { Array($0.elements(of: "rows")) }
            .map { ($0["id"]?.string ?? "", $0["title"]?.string ?? "") } ?? []
    }

    @Test("near subjects and a person are offered to tap, and the conversation stays with the assistant")
    func offered() async throws {
        try await withNearPassages { fixture in
            let offer = try #require(try await fixture.exchange(Self.question))
            #expect(try offer("content_type") == "interactive" && offer("outbox") == "pending")
            #expect(try offer("content") == "Não tenho certeza se entendi. É sobre um destes assuntos?")
            let titles = try options(of: offer).map(\.title)
            #expect((2...4).contains(titles.count) && titles.last == "Falar com uma pessoa")
            let event = try #require(try await fixture.events("ai_response").first)
            #expect(
                event["step"]?.string == "no_evidence"
                    && event["offered"]?.array?.compactMap(\.string) == titles.dropLast())
            #expect(try await fixture.standing()("status") == "bot")
            #expect(try await fixture.events("handoff").isEmpty)
            // The same turn once more says nothing more.
            try await fixture.runTurns()
            #expect(try await fixture.said().count == 1)
        }
    }

    @Test(
        "a tap or a number is answered with the passage of that subject, for the question that was asked",
        arguments: [false, true])
    func chosen(byNumber: Bool) async throws {
        try await withNearPassages { fixture in
            let offer = try #require(try await fixture.exchange(Self.question))
            let options = try options(of: offer)
            let place = try #require(options.firstIndex { $0.title.contains("razo") })
            let said = byNumber ? "\(place + 1)" : options[place].title
            let answer = try #require(try await fixture.exchange(said))
            #expect((try answer("content") as String).contains("1 a 2 dias úteis"))
            let sources = try JSON.parse(try answer("sources") as String)
            #expect("topic:\(sources[0]?["chunk_id"]?.string ?? "")" == options[place].id)
            #expect(try await fixture.standing()("status") == "bot")
        }
    }

    @Test("who wants a person instead gets one, and the question is kept as a gap")
    func person() async throws {
        try await withNearPassages { fixture in
            let offer = try #require(try await fixture.exchange(Self.question))
            _ = try await fixture.exchange("\(try options(of: offer).count)")
            #expect(try await fixture.standing()("handoff_reason") == "human_requested")
            #expect(try await fixture.gaps() == [Self.question])
        }
    }

    @Test("subjects are offered once: what is not understood after that goes to a person")
    func once() async throws {
        try await withNearPassages { fixture in
            _ = try await fixture.exchange(Self.question)
            let notice = try #require(try await fixture.exchange("quais as formas de pagamento?"))
            #expect(try notice("content") == AssistantSentences.handoff(.noEvidence, .portuguese))
            #expect(try await fixture.standing()("handoff_reason") == "no_evidence")
            #expect(try await Set(fixture.gaps()) == [Self.question, "quais as formas de pagamento?"])
        }
    }

    @Test("a subject whose passage is gone meanwhile ends with a person")
    func gone() async throws {
        try await withNearPassages { fixture in
            _ = try await fixture.exchange(Self.question)
            try await fixture.database.system("test") {
                _ = try await $0.execute("UPDATE knowledge_base_docs SET status = 'archived'")
            }
            _ = try await fixture.exchange("1")
            #expect(try await fixture.standing()("handoff_reason") == "no_evidence")
        }
    }

    /// A question whose best passage is likely and not certain.
    private func likely(_ fixture: AssistantFixture) async throws -> String {
        for question in [
            "vcs mandam pra fora?", "e se não servir?", "demora?", "dá pra pagar depois?", "posso buscar?",
        ] {
            let best = try await fixture.search(fixture.scope, question).first?.relevance ?? 0
            if (0.3..<TopicOffer.certain).contains(best) { return question }
        }
        throw FixtureError(description: "no question is likely")
    }

    private struct FixtureError: Error { let description: String }

    @Test("a likely answer has a way out beside it, a certain one needs none")
    func beside() async throws {
        try await withAssistant { fixture in
            let certain = try #require(try await fixture.exchange(Self.question))
            #expect(try certain("content_type") == "text")
        }
        try await withAssistant { fixture in
            try await fixture.configure("rag_similarity_threshold = 0.25")
            let question = try await likely(fixture)
            let answer = try #require(try await fixture.exchange(question))
            #expect(try answer("content_type") == "interactive" && answer("is_ai_generated") == true)
            #expect(try answer("sources") as String? != nil)
            let event = try #require(try await fixture.events("ai_response").first)
            #expect(event["step"]?.string == "commit" && event["offered"]?.array != nil)
            // Another question is another question.
            let next = try #require(try await fixture.exchange(Self.question))
            #expect((try next("content") as String).contains("1 a 2 dias úteis"))
            #expect(try await fixture.gaps().isEmpty)
        }
        try await withAssistant { fixture in
            try await fixture.configure("rag_similarity_threshold = 0.25")
            let question = try await likely(fixture)
            _ = try await fixture.exchange(question)
            _ = try await fixture.exchange("Falar com uma pessoa")
            #expect(try await fixture.standing()("handoff_reason") == "human_requested")
            #expect(try await fixture.gaps() == [question])
        }
    }

    @Test("a complaint, two questions in one go and a question about nothing known are offered nothing")
    func neverOffered() async throws {
        for text in [
            "vocês vendem pneu de trator?", "Qual o prazo de entrega? E quais as formas de pagamento?",
            "meu pedido está atrasado há 10 dias",
        ] {
            try await withNearPassages { fixture in
                _ = try await fixture.exchange(text)
                #expect(try await fixture.standing()("status") == "waiting_agent", "\(text)")
            }
        }
    }

    @Test("a model is shown the near passages, and answers or says that they do not tell")
    func model() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.configure("rag_similarity_threshold = 1")
            simulator.next(
                .content(
                    """
                    {"kind":"handoff","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,\
                    "answer":"","quotes":[]}
                    """))
            _ = try await fixture.exchange(Self.question, model: model)
            let asked = simulator.requests.last?.body["messages"]?.array?.last?["content"]?.string ?? ""
            #expect(asked.contains(Self.question))
            #expect(simulator.requests.count == 1)
            #expect(try await fixture.standing()("handoff_reason") == "no_evidence")
            #expect(try await fixture.gaps() == [Self.question])
        }
        try await withModel { fixture, simulator, model in
            try await fixture.configure("rag_similarity_threshold = 1")
            let answer = try #require(try await fixture.exchange(Self.question, model: model))
            #expect((try answer("content") as String).contains("1 a 2 dias úteis"))
        }
    }
}

extension AssistantFixture {
    /// Questions that nothing answered.
    fileprivate func gaps() async throws -> [String] {
        try await database.system("test") { try await $0.query("SELECT question FROM knowledge_gaps ORDER BY 1") }
            .map { try $0("question") }
    }
}
