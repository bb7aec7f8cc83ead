import Logging
import Simulators
import Testing

@testable import Domain
@testable import Providers

/// The simulator refuses what the real one refuses, so that a client that works here works there.
@Suite(.timeLimit(.minutes(5)))
struct OpenAISimulatorTests {
    private static func post(_ body: JSON, _ path: String = "chat/completions") async throws -> ProviderResponse {
        try await OpenAISimulator.serving { _, url in
            try await OpenAIFixture.client(url).post(path, body, timeout: .seconds(20))
        }
    }

    private static func chat(_ model: String, _ more: [(String, JSON)]) -> JSON {
        .object(
            [("model", JSON(model)), ("messages", [["role": "user", "content": "Oi"]])] + more.map { ($0.0, $0.1) })
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let model: String
        let field: String
        let value: JSON
        var testDescription: String { "\(model) \(field)" }

        init(_ model: String, _ field: String, _ value: JSON) {
            (self.model, self.field, self.value) = (model, field, value)
        }
    }

    static let refused: [Case] = [
        Case("gpt-5.2", "max_tokens", 500), Case("gpt-5.2", "temperature", 0.7), Case("gpt-5", "top_p", 0.5),
        Case("gpt-5-mini", "presence_penalty", 1), Case("gpt-5-nano", "stop", "x"), Case("o3", "logit_bias", [:]),
        Case("gpt-5.2", "reasoning_effort", "minimal"), Case("gpt-5", "reasoning_effort", "none"),
        Case("gpt-5.1", "reasoning_effort", "xhigh"), Case("gpt-4o", "reasoning_effort", "low"),
        Case("gpt-4o", "verbosity", "low"), Case("gpt-4o", "temperature", 3), Case("gpt-5.2", "colour", "red"),
    ]

    @Test("a parameter that the model does not take is refused by its name", arguments: refused)
    func refusedParameters(refused: Case) async throws {
        let response = try await Self.post(Self.chat(refused.model, [(refused.field, refused.value)]))
        #expect(response.status == 400)
        #expect(response.json?["error"]?["param"]?.string == refused.field)
    }

    static let accepted: [Case] = [
        Case("gpt-4o", "max_tokens", 500), Case("gpt-4o", "temperature", 0.7), Case("gpt-5.2", "temperature", 1),
        Case("gpt-5.2", "reasoning_effort", "xhigh"), Case("gpt-5", "reasoning_effort", "minimal"),
        Case("gpt-5-mini", "verbosity", "low"),
    ]

    @Test("and what it takes is accepted", arguments: accepted)
    func acceptedParameters(accepted: Case) async throws {
        #expect(try await Self.post(Self.chat(accepted.model, [(accepted.field, accepted.value)])).status == 200)
    }

    private static let string: JSON = ["type": "string"]
    static let illegal: [JSON] = [
        ["type": "array", "items": string],
        ["type": "object", "properties": ["a": string], "required": ["a"]],
        ["type": "object", "properties": ["a": string], "required": [], "additionalProperties": false],
        [
            "type": "object", "properties": ["a": ["allOf": [string]]], "required": ["a"],
            "additionalProperties": false,
        ],
        [
            "type": "object", "properties": ["a": ["type": "array"]], "required": ["a"], "additionalProperties": false,
        ],
        [
            "type": "object", "properties": ["a": ["$ref": "#/$defs/b"]], "required": ["a"],
            "additionalProperties": false,
        ],
    ]

    @Test("a schema that is not legal under strict is refused", arguments: illegal.indices)
    func illegalSchemas(index: Int) async throws {
        let form: JSON = [
            "type": "json_schema", "json_schema": ["name": "a", "strict": true, "schema": Self.illegal[index]],
        ]
        let response = try await Self.post(Self.chat("gpt-5.2", [("response_format", form)]))
        #expect(response.status == 400)
        #expect(response.json?["error"]?["param"]?.string == "response_format")
    }

    @Test("a JSON answer must be asked for with the word JSON")
    func wordJSON() async throws {
        let form: (String, JSON) = ("response_format", ["type": "json_object"])
        #expect(try await Self.post(Self.chat("gpt-5.2", [form])).status == 400)
        let asked: (String, JSON) = ("messages", [["role": "user", "content": "Oi, em JSON"]])
        #expect(try await Self.post(.object([("model", "gpt-5.2"), asked, form].map { ($0.0, $0.1) })).status == 200)
    }

    @Test("a call of a tool must be answered before anything else is said")
    func toolOrder() async throws {
        let call: JSON = ["role": "assistant", "content": .null, "tool_calls": [["id": "c1", "type": "function"]]]
        let result: JSON = ["role": "tool", "tool_call_id": "c1", "content": "ok"]
        let user: JSON = ["role": "user", "content": "Oi"]
        for (messages, status) in [([call, result, user], 200), ([call, user], 400), ([result], 400), ([call], 400)] {
            let body: JSON = ["model": "gpt-5.2", "messages": JSON(messages)]
            #expect(try await Self.post(body).status == status)
        }
    }

    @Test("a cap that hidden reasoning uses up leaves an empty answer")
    func reasoningEatsTheCap() async throws {
        let response = try await Self.post(Self.chat("gpt-5", [("max_completion_tokens", 100)]))
        let choice = try #require(response.json?["choices"]?[0])
        #expect(choice["finish_reason"]?.string == "length")
        #expect(choice["message"]?["content"]?.string == "")
    }

    @Test("what it is to say next can be told it from outside, as often as wanted, and waits for words to be asked for")
    func told() async throws {
        try await OpenAIFixture.run { client, simulator in
            let url = try await simulator.url().replacing("/v1", with: "")
            let http = ProviderHTTP(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            func tell(_ body: JSON) async throws -> Int {
                try await http.send(
                    ProviderRequest("next", method: "POST", url: "\(url)/next", body: body.serialize())
                ).status
            }
            #expect(try await tell(["answer": "Cancelei seu pedido.", "times": 2]) == 200)
            #expect(try await tell(["colour": "red"]) == 400)
            for _ in 0..<2 {
                _ = try await client.embeddings(["oi"], day: OpenAIFixture.day)
                let answer = try await client.attend().answer
                #expect(answer.text == "Cancelei seu pedido." && answer.quotes.isEmpty)
            }
            #expect(try await client.attend().answer.text.contains("R$ 199,00"))
            let order = CopilotPrompt.messages(.rewrite, text: "oi, tudo bem?", manner: "formal")
            let request = OpenAI.ChatRequest(messages: order, models: ["gpt-5.2"], form: nil, day: OpenAIFixture.day)
            #expect(try await client.chat(request).answer == "Oi, tudo bem?")
        }
    }

    @Test("a text that is empty is not embedded")
    func emptyText() async throws {
        let body: JSON = ["model": "text-embedding-3-small", "input": ["a", ""]]
        #expect(try await Self.post(body, "embeddings").status == 400)
    }

    @Test(
        "the attendant answers out of the sources, greets, and hands over what it must not do",
        arguments: [
            ("Qual o valor mínimo para frete grátis?", ModelAnswer.Kind.answer, Intent.question),
            ("Em quantos dias posso trocar a peça?", .answer, .question), ("Oi, bom dia!", .smallTalk, .other),
            ("Vocês vendem pneus de trator?", .handoff, .question),
            ("Quero cancelar meu pedido agora", .handoff, .requestAction),
        ])
    func attendant(question: String, kind: ModelAnswer.Kind, intent: Intent) async throws {
        try await OpenAIFixture.run { client, _ in
            let answer = try await client.attend(OpenAIFixture.request(question)).answer
            #expect(answer.kind == kind)
            #expect(answer.classification.intent == intent)
            #expect(answer.quotes.isEmpty == (kind != .answer))
        }
    }
}
