import Simulators
import Testing

@testable import Domain
@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct OpenAISelfHealingTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let model: String
        let field: String
        var testDescription: String { field }
    }

    /// How a server may name what it refuses.
    enum Naming: Sendable, CaseIterable {
        case codeAndParam, paramOnly, textOnly

        func error(_ field: String) -> JSON {
            [
                "error": [
                    "message": JSON("Unsupported parameter: '\(field)' is not supported with this model."),
                    "type": "invalid_request_error", "param": self == .textOnly ? .null : JSON(field),
                    "code": self == .codeAndParam ? "unsupported_parameter" : .null,
                ]
            ]
        }
    }

    @Test(
        "a refused field is left out, remembered for that model and asked once more",
        arguments: [
            Refused(model: "gpt-5.2", field: "reasoning_effort"), Refused(model: "gpt-4o", field: "temperature"),
            Refused(model: "gpt-4o", field: "max_completion_tokens"),
            Refused(model: "gpt-4o", field: "response_format"),
        ], Naming.allCases)
    func healed(refused: Refused, naming: Naming) async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.body(status: 400, naming.error(refused.field).text()))
            let request = OpenAIFixture.request(models: [refused.model])
            let outcome = try await client.chat(request)
            #expect(outcome.attempts.map(\.outcome) == [.refusedField, .answered])
            #expect(outcome.attempts.first?.field == refused.field)
            _ = try await client.chat(request)
            let sent = simulator.requests.map { $0.body[refused.field] }
            if refused.field == "response_format" {
                #expect(sent.map { $0?["type"]?.string } == ["json_schema", "json_object", "json_object"])
            } else {
                #expect(sent.map { $0 != nil } == [true, false, false])
            }
        }
    }

    @Test("without the newer name of the token cap the older one is sent")
    func otherCap() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.error(status: 400, code: "unknown_parameter", param: "max_completion_tokens"))
            _ = try await client.chat(OpenAIFixture.request(models: ["gpt-4o"]))
            #expect(simulator.requests.last?.body["max_tokens"]?.int == 2_000)
        }
    }

    @Test("a server that takes no form at all is told the schema in words")
    func withoutForm() async throws {
        try await OpenAIFixture.run { client, simulator in
            let refusal = OpenAISimulator.Fault.error(
                status: 400, code: "unsupported_parameter", param: "response_format.type")
            simulator.next(refusal, refusal, .content("```json\n\(OpenAIFixture.answer)\n```"))
            let outcome = try await client.attend()
            #expect(outcome.answer.text == "Sim.")
            let last = try #require(simulator.requests.last?.body)
            #expect(last["response_format"] == nil)
            let texts = last.elements(of: "messages").compactMap { $0["content"]?.string }
            #expect(texts.contains { $0.contains("\"requires_action\"") })
        }
    }

    @Test("a server that refuses the same field for ever is given up")
    func stubborn() async throws {
        try await OpenAIFixture.run { client, simulator in
            let refusal = OpenAISimulator.Fault.error(
                status: 400, code: "unsupported_parameter", param: "reasoning_effort")
            simulator.next(refusal, refusal)
            let outcome = try await client.attend()
            #expect(outcome.attempts.map(\.outcome) == [.refusedField, .rejected, .answered])
            #expect(outcome.model == "gpt-5-mini")
        }
    }
}
