import Simulators
import Testing

@testable import Domain
@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct OpenAICostTests {
    private static func reply(_ model: String, usage: JSON) -> OpenAISimulator.Fault {
        let body: JSON = [
            "model": JSON(model), "usage": usage,
            "choices": [["message": ["content": JSON(OpenAIFixture.answer)], "finish_reason": "stop"]],
        ]
        return .body(body.text())
    }

    @Test("cost is exact to the millionth of a dollar, with cached input at its own price")
    func exact() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(
                Self.reply(
                    "gpt-5-mini-2025-08-07",
                    usage: [
                        "prompt_tokens": 2_006, "completion_tokens": 300,
                        "prompt_tokens_details": ["cached_tokens": 1_920],
                        "completion_tokens_details": ["reasoning_tokens": 100],
                    ]))
            let outcome = try await client.attend(OpenAIFixture.request(models: ["gpt-5-mini"]))
            #expect(outcome.usage == TokenUsage(input: 2_006, cachedInput: 1_920, output: 300))
            // 86 × 0.30 + 1,920 × 0.03 + 300 × 1.00 = 25.8 + 57.6 + 300
            #expect(outcome.microUSD == 383)
            #expect(outcome.isPriceKnown)
        }
    }

    @Test("the model that answered is billed, not the one that was asked for")
    func snapshot() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(Self.reply("gpt-4o-2024-08-06", usage: ["prompt_tokens": 1_000, "completion_tokens": 100]))
            let outcome = try await client.attend(OpenAIFixture.request(models: ["gpt-5.2"]))
            #expect(outcome.snapshot == "gpt-4o-2024-08-06")
            #expect(outcome.microUSD == 3_500)
        }
    }

    @Test("answers that could not be used are paid for too")
    func wasted() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.truncated)
            let outcome = try await client.attend()
            #expect(outcome.attempts.count == 2)
            #expect(outcome.attempts.allSatisfy { $0.microUSD > 0 })
            #expect(outcome.microUSD == outcome.attempts.reduce(0) { $0 + $1.microUSD })
        }
    }

    @Test("counts that no model can have cost much but stop nothing")
    func absurdCounts() async throws {
        try await OpenAIFixture.run { client, simulator in
            let most = JSON(Int.max)
            simulator.next(Self.reply("gpt-5.2", usage: ["prompt_tokens": most, "completion_tokens": most]))
            let dear = try await client.attend()
            #expect(dear.microUSD > 1_000_000_000)
            simulator.next(Self.reply("gpt-5.2", usage: ["prompt_tokens": -5, "completion_tokens": -5]))
            let estimated = try await client.attend()
            #expect(estimated.attempts.first?.isUsageEstimated == true)
        }
    }

    @Test("a prompt that was sent before is partly cached")
    func cached() async throws {
        try await OpenAIFixture.run { client, _ in
            var request = OpenAIFixture.request()
            request.messages.insert(
                ChatMessage(role: .system, content: String(repeating: "Regra. ", count: 800)), at: 0)
            let first = try await client.attend(request)
            let second = try await client.attend(request)
            #expect(first.usage.cachedInput == 0)
            #expect(second.usage.cachedInput >= 1_024)
            #expect(second.microUSD < first.microUSD)
        }
    }
}
