import Simulators
import Synchronization
import Testing

@testable import Domain
@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct OpenAIChatTests {
    @Test("the attendant's call is accepted by gpt-5.2 as it is, and answered out of the sources")
    func answered() async throws {
        try await OpenAIFixture.run { client, simulator in
            let outcome = try await client.attend()
            #expect(outcome.answer.kind == .answer)
            #expect(outcome.answer.quotes == [.init(source: "S2", text: OpenAIFixture.shipping)])
            #expect(outcome.model == "gpt-5.2")
            #expect(outcome.snapshot == "gpt-5.2-2025-12-11")
            #expect(outcome.attempts.map(\.outcome) == [.answered])
            #expect(!outcome.fellBack)
            let body = try #require(simulator.requests.first?.body)
            #expect(body["reasoning_effort"]?.string == "none")
            #expect(body["max_completion_tokens"]?.int == 2_000)
            #expect(body["temperature"] == nil)
        }
    }

    @Test("every model of the catalogue takes the parameters that are made for it", arguments: ModelCatalogue.order)
    func parameters(model: String) async throws {
        try await OpenAIFixture.run { client, simulator in
            let outcome = try await client.attend(OpenAIFixture.request(models: [model]))
            #expect(outcome.attempts.map(\.outcome) == [.answered])
            #expect((simulator.requests.first?.body["temperature"] != nil) == (model == "gpt-4o"))
        }
    }

    @Test("a model that does not exist is passed over with the parameters of the next one, and is not asked again")
    func unknownModel() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.setUnknown(["gpt-5.2", "gpt-5-mini"])
            let first = try await client.attend()
            #expect(first.attempts.map(\.outcome) == [.unknownModel, .unknownModel, .answered])
            #expect(first.model == "gpt-4o")
            #expect(first.fellBack)
            let bodies = simulator.requests.map(\.body)
            #expect(bodies.map { $0["reasoning_effort"]?.string } == ["none", "minimal", nil])
            #expect(bodies.map { $0["temperature"]?.double } == [nil, nil, 0.7])
            #expect(try await client.attend().attempts.map(\.model) == ["gpt-4o"])
        }
    }

    @Test("another key may have the model that this one lacks")
    func unknownModelOfAKey() async throws {
        let memory = OpenAIMemory()
        try await OpenAIFixture.run(keys: nil, memory: memory) { client, simulator in
            simulator.setUnknown(["gpt-5.2"])
            _ = try await client.attend()
            simulator.setUnknown([])
            let other = OpenAIFixture.client(client.endpoint.baseURL, key: "sk-other", memory: memory)
            #expect(try await other.attend().model == "gpt-5.2")
            #expect(try await client.attend().model == "gpt-5-mini")
        }
    }

    @Test("a missing model is asked for again after some minutes")
    func memoryFades() {
        let memory = OpenAIMemory(unknownFor: .seconds(600))
        let endpoint = OpenAI.Endpoint(apiKey: "sk-1")
        let now = ContinuousClock.now
        memory.markUnknown("gpt-5.2", at: endpoint, now: now)
        #expect(memory.isUnknown("gpt-5.2", at: endpoint, now: now + .seconds(599)))
        #expect(!memory.isUnknown("gpt-5.2", at: endpoint, now: now + .seconds(600)))
    }

    @Test("names of the former gateway are understood, and no model is asked twice")
    func legacyNames() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.setUnknown(["gpt-5-mini"])
            let models = ["google/gemini-2.5-flash", "gpt-5-mini", "openai/gpt-4o"]
            _ = try await client.attend(OpenAIFixture.request(models: models))
            #expect(simulator.models == ["gpt-5-mini", "gpt-4o"])
        }
    }

    @Test("a conversation that is too long is sent once more without its older part")
    func trimmed() async throws {
        try await OpenAIFixture.run { client, simulator in
            var request = OpenAIFixture.request()
            let old = [ChatMessage(role: .user, content: "Oi"), ChatMessage(role: .assistant, content: "Olá!")]
            request.messages.insert(contentsOf: old, at: 2)
            simulator.next(.error(status: 400, code: "context_length_exceeded", param: "messages"))
            let outcome = try await client.attend(request)
            #expect(outcome.attempts.map(\.outcome) == [.contextTooLong, .answered])
            #expect(simulator.requests.map { $0.body["messages"]?.array?.count } == [5, 3])
        }
    }

    @Test("every request is reported with its model, outcome and time, and without a word of its content")
    func reported() async throws {
        let reported = Mutex<[OpenAI.Attempt]>([])
        try await OpenAIFixture.run(observe: { attempt in reported.withLock { $0.append(attempt) } }) {
            client, simulator in
            simulator.next(.error(status: 500, code: "Oi, meu CPF é 529.982.247-25"))
            _ = try await client.attend()
        }
        let attempts = reported.withLock { $0 }
        #expect(attempts.map(\.outcome) == [.unavailable, .answered])
        #expect(attempts.map(\.model) == ["gpt-5.2", "gpt-5-mini"])
        #expect(attempts.allSatisfy { $0.latency > .zero })
        #expect(attempts.first?.code == "server_error")
        #expect(!"\(attempts)".contains("CPF"))
    }
}
