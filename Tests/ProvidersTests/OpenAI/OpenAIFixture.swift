import Logging
import Simulators
import Testing

@testable import Domain
@testable import Providers

/// A client at a simulator that lives as long as the body runs.
enum OpenAIFixture {
    static let day = "2026-01-31"
    static let shipping = "O frete é grátis acima de R$ 199,00 para todo o Brasil."

    /// A small answer of the attendant, as a server would write it into `content`.
    static let answer =
        #"{"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,"answer":"Sim.","quotes":[]}"#

    static func run<Result: Sendable>(
        keys: Set<String>? = [OpenAISimulator.key], key: String? = OpenAISimulator.key,
        memory: OpenAIMemory = OpenAIMemory(), clock: any Clock<Duration> = .continuous,
        observe: @escaping @Sendable (OpenAI.Attempt) -> Void = { _ in },
        _ body: (OpenAI, OpenAISimulator) async throws -> Result
    ) async throws -> Result {
        try await OpenAISimulator.serving(keys: keys) { simulator, url in
            try await body(client(url, key: key, memory: memory, clock: clock, observe: observe), simulator)
        }
    }

    static func client(
        _ url: String, key: String? = OpenAISimulator.key, memory: OpenAIMemory = OpenAIMemory(),
        clock: any Clock<Duration> = .continuous, observe: @escaping @Sendable (OpenAI.Attempt) -> Void = { _ in }
    ) -> OpenAI {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return OpenAI(
            .init(baseURL: url, apiKey: key), http: ProviderHTTP(logger: logger, clock: clock), memory: memory,
            observe: observe)
    }

    /// The attendant's call as the assistant makes it.
    static func request(
        _ question: String = "Qual o valor mínimo para frete grátis?",
        models: [String] = ["gpt-5.2", "gpt-5-mini", "gpt-4o"], deadline: Duration = .seconds(200)
    ) -> OpenAI.ChatRequest {
        let evidence = [
            Evidence(alias: "S1", title: "Trocas", text: "Você pode trocar a peça em até 30 dias."),
            Evidence(
                alias: "S2", title: "Frete grátis", text: "\(shipping) Abaixo disso, o valor aparece no carrinho."),
        ]
        let messages = PromptBuilder(shop: "Aurora").messages(
            evidence: evidence, tone: nil, history: [], question: question)
        return OpenAI.ChatRequest(
            messages: messages, models: models, form: .attendant, temperature: 0.7, day: day, deadline: deadline)
    }
}

extension OpenAI {
    /// The attendant's call, read as the assistant reads it.
    func attend(_ request: ChatRequest = OpenAIFixture.request()) async throws(OpenAIFailure) -> ChatOutcome<
        ModelAnswer
    > {
        try await chat(request) { ModelAnswer($0) }
    }

    /// The failure that the attendant's call ends in; nil when it was answered.
    func failure(_ request: ChatRequest = OpenAIFixture.request()) async -> OpenAIFailure? {
        do throws(OpenAIFailure) {
            _ = try await attend(request)
            return nil
        } catch {
            return error
        }
    }
}
