import Domain
import Simulators
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct OpenAIWireTests {
    private func keys(_ model: String, refused: Set<String> = []) -> [String] {
        var request = OpenAIFixture.request()
        request.temperature = nil
        return ChatBody(request: request, model: model, refused: refused).json.members.map(\.key)
    }

    @Test("what is left out of a chat request is absent, not null")
    func absent() {
        let all: Set<String> = [
            "max_tokens", "max_completion_tokens", "reasoning_effort", "temperature", "response_format",
            ChatBody.anyForm,
        ]
        #expect(keys("gpt-5.2", refused: all) == ["model", "messages"])
        #expect(
            keys("gpt-5.2") == ["model", "messages", "max_completion_tokens", "reasoning_effort", "response_format"])
        #expect(keys("gpt-4o") == ["model", "messages", "max_completion_tokens", "response_format"])
    }

    @Test("an embedding model that has one length only is not asked for another")
    func oldEmbeddingModel() async throws {
        try await OpenAIFixture.run { client, simulator in
            let found = try await client.embeddings(["a"], model: "text-embedding-ada-002", day: OpenAIFixture.day)
            #expect(found.vectors.first?.count == 1536)
            #expect(simulator.requests.first?.body.members.map(\.key) == ["model", "input", "encoding_format"])
        }
    }
}
