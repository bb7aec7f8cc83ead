import Simulators
import Testing

@testable import Domain
@testable import Providers

/// Answers of servers that imitate the API, in their own shapes.
@Suite(.timeLimit(.minutes(5)))
struct OpenAICompatibleTests {
    /// CONTENT stands for the answer.
    static let bodies = [
        // Ollama: no details of the usage, thoughts apart, an empty reason.
        #"{"id":"chatcmpl-1","model":"qwen3:8b","choices":[{"message":{"role":"assistant","content":CONTENT,"reasoning":"hm"},"finish_reason":""}],"usage":{"prompt_tokens":26,"completion_tokens":298,"total_tokens":324}}"#,
        // llama.cpp: extra timings.
        #"{"choices":[{"index":0,"finish_reason":"stop","message":{"content":CONTENT,"reasoning_content":"hm"}}],"model":"any","timings":{"prompt_n":1},"usage":{"completion_tokens":4,"prompt_tokens":9}}"#,
        // vLLM: no reason, a stop_reason.
        #"{"model":"org/m","choices":[{"message":{"content":CONTENT,"tool_calls":[],"refusal":null},"finish_reason":null,"stop_reason":null}],"usage":{"prompt_tokens":9,"total_tokens":13,"prompt_tokens_details":null}}"#,
        // Content in parts, nothing else at all.
        #"{"choices":[{"message":{"content":[{"type":"text","text":CONTENT}]}}]}"#,
        // A null error beside the answer.
        #"{"error":null,"choices":[{"message":{"content":CONTENT}}],"usage":null}"#,
    ]

    @Test("answers of compatible servers are read", arguments: bodies)
    func answers(body: String) async throws {
        try await OpenAIFixture.run(keys: nil, key: nil) { client, simulator in
            let pieces = body.split(separator: "CONTENT", omittingEmptySubsequences: false)
            simulator.next(.body(pieces.joined(separator: JSON(OpenAIFixture.answer).text())))
            let outcome = try await client.attend(OpenAIFixture.request(models: ["qwen3:8b"]))
            #expect(outcome.answer.text == "Sim.")
            #expect(outcome.usage.input > 0)
            #expect(outcome.attempts.first?.isUsageEstimated == !body.contains("prompt_tokens"))
            let sent = try #require(simulator.requests.first)
            #expect(sent.authorization == nil)
            // They ignore the newer name, and would write without end.
            #expect(sent.body["max_tokens"]?.int == 2_000)
            #expect(sent.body["max_completion_tokens"] == nil)
            #expect(sent.body["reasoning_effort"] == nil)
        }
    }

    @Test("thoughts in front of an answer are dropped")
    func thoughts() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.content("\n<think>{maybe}</think>\n\(OpenAIFixture.answer)"))
            let outcome = try await client.attend()
            #expect(outcome.answer.text == "Sim.")
        }
    }

    struct Complaint: Sendable, CustomTestStringConvertible {
        let status: Int
        let body: String
        let outcome: OpenAI.Outcome
        var code: String?
        var testDescription: String { body }
    }

    static let complaints: [Complaint] = [
        Complaint(
            status: 404,
            body: #"{"error":{"message":"model \"x\" not found","type":"api_error","param":null,"code":null}}"#,
            outcome: .unknownModel, code: "api_error"),
        Complaint(status: 404, body: #"{"error":"model 'x' not found"}"#, outcome: .unknownModel),
        Complaint(
            status: 503, body: #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#,
            outcome: .unavailable, code: "503"),
        Complaint(
            status: 400,
            body:
                #"{"object":"error","message":"This model's maximum context length is 4096 tokens.","param":null,"code":400}"#,
            outcome: .contextTooLong, code: "400"),
        Complaint(
            status: 404, body: #"{"error":{"code":"DeploymentNotFound","message":"It does not exist."}}"#,
            outcome: .unknownModel, code: "DeploymentNotFound"),
        Complaint(
            status: 403, body: #"{"error":{"message":"Project has no access to model `x`","code":"model_not_found"}}"#,
            outcome: .unknownModel, code: "model_not_found"),
        Complaint(status: 401, body: "Unauthorized", outcome: .invalidKey),
        Complaint(
            status: 402, body: #"{"error":{"message":"Insufficient Balance"}}"#, outcome: .insufficientQuota),
    ]

    @Test("errors of compatible servers are told apart", arguments: complaints)
    func errors(complaint: Complaint) {
        let read = OpenAIComplaint(status: complaint.status, try? JSON.parse(complaint.body))
        #expect(read.outcome == complaint.outcome)
        #expect(read.code == complaint.code)
    }

    @Test(
        "the address may be written with or without its version and slash",
        arguments: [
            ("http://localhost:11434", "http://localhost:11434/v1/embeddings"),
            ("http://localhost:11434/", "http://localhost:11434/v1/embeddings"),
            ("http://localhost:11434/v1", "http://localhost:11434/v1/embeddings"),
            ("https://api.openai.com/v1/", "https://api.openai.com/v1/embeddings"),
            ("https://host/v1beta/openai/", "https://host/v1beta/openai/embeddings"),
        ])
    func addresses(base: String, url: String) {
        #expect(OpenAI.Endpoint(baseURL: base, apiKey: nil).url("embeddings") == url)
    }
}
