import Simulators
import Testing

@testable import Domain
@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct OpenAIEmbeddingsTests {
    private static let texts = ["Prazo de entrega", "Trocas e devoluções", "Formas de pagamento"]

    private static func failure(_ client: OpenAI, dimensions: Int = 2) async -> OpenAIFailure? {
        do throws(OpenAIFailure) {
            _ = try await client.embeddings(["a"], dimensions: dimensions, day: OpenAIFixture.day)
            return nil
        } catch {
            return error
        }
    }

    @Test("vectors come in the order of the texts, in the length asked for and of unit length")
    func order() async throws {
        try await OpenAIFixture.run { client, _ in
            let all = try await client.embeddings(Self.texts, day: OpenAIFixture.day)
            #expect(all.vectors.map(\.count) == [1536, 1536, 1536])
            for (text, vector) in zip(Self.texts, all.vectors) {
                let alone = try await client.embeddings([text], day: OpenAIFixture.day)
                #expect(alone.vectors == [vector])
                #expect(abs(HashedEmbedding.cosine(vector, vector) - 1) < 0.000_01)
            }
            let short = try await client.embeddings(Self.texts, dimensions: 256, day: OpenAIFixture.day)
            #expect(short.vectors.map(\.count) == [256, 256, 256])
        }
    }

    @Test("many texts are cut into several requests and billed together")
    func batches() async throws {
        try await OpenAIFixture.run { client, simulator in
            let texts = (0..<300).map { "Texto número \($0) da loja" }
            let result = try await client.embeddings(texts, dimensions: 8, day: OpenAIFixture.day)
            #expect(result.vectors.count == 300)
            #expect(simulator.requests.map { $0.body["input"]?.array?.count } == [128, 128, 44])
            let tokens = texts.reduce(0) { $0 + ($1.utf8.count + 3) / 4 }
            #expect(result.usage.input == tokens)
            // 0.02 millionths each, rounded for every request.
            #expect(abs(Int(result.microUSD) - tokens * 20 / 1_000) <= 2)
        }
    }

    @Test("plain numbers are read like packed ones, with and without an index")
    func plainNumbers() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(
                .error(status: 400, code: "unknown_parameter", param: "encoding_format"),
                .body(
                    #"{"data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[3,4]}],"usage":{"prompt_tokens":2}}"#
                ),
                .body(#"{"data":[{"embedding":[1,0]},{"embedding":[0,1]}]}"#))
            let first = try await client.embeddings(["a", "b"], dimensions: 2, day: OpenAIFixture.day)
            #expect(first.vectors == [[0.6, 0.8], [0, 1]])
            #expect(simulator.requests.map { $0.body["encoding_format"]?.string } == ["base64", nil])
            let second = try await client.embeddings(["a", "b"], dimensions: 2, day: OpenAIFixture.day)
            #expect(second.vectors == [[1, 0], [0, 1]])
            #expect(second.attempts.first?.isUsageEstimated == true)
        }
    }

    @Test(
        "vectors that are missing, of another length or not numbers are refused",
        arguments: [
            #"{"data":[]}"#, #"{"data":[{"index":0,"embedding":[1,2,3]}]}"#,
            #"{"data":[{"index":7,"embedding":[1,2]}]}"#, #"{"data":[{"index":-1,"embedding":[1,2]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,"x"]}]}"#, #"{"data":[{"index":0,"embedding":"AAA"}]}"#,
            #"{"data":[{"index":0,"embedding":[0,0]}]}"#,
        ])
    func wrongVectors(body: String) async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.body(body))
            let failure = try #require(await Self.failure(client))
            #expect(failure.outcome == .invalid)
            #expect(failure.code == "wrong_vectors")
        }
    }

    @Test("a busy server is asked again, a wrong key is not")
    func retries() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.error(status: 429, code: "rate_limit_exceeded", retryAfter: "0.05"))
            let result = try await client.embeddings(Self.texts, day: OpenAIFixture.day)
            #expect(result.attempts.map(\.outcome) == [.rateLimited, .answered])
            simulator.next(.error(status: 401, code: "invalid_api_key"))
            let failure = try #require(await Self.failure(client))
            #expect(failure.outcome == .invalidKey)
            #expect(failure.attempts.count == 1)
        }
    }
}
