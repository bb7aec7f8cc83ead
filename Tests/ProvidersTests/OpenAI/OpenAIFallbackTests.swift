import Simulators
import TestSupport
import Testing

@testable import Domain
@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct OpenAIFallbackTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        let fault: OpenAISimulator.Fault
        let outcome: OpenAI.Outcome
        var testDescription: String { outcome.rawValue }

        init(_ fault: OpenAISimulator.Fault, _ outcome: OpenAI.Outcome) {
            self.fault = fault
            self.outcome = outcome
        }
    }

    static let passing: [Trouble] = [
        Trouble(.rateLimited, .rateLimited), Trouble(.serverError, .unavailable),
        Trouble(.error(status: 503, code: "server_is_overloaded"), .unavailable),
        Trouble(.body(status: 502, "<html>Bad Gateway</html>"), .unavailable),
        Trouble(.body(#"{"error":{"code":503,"message":"Loading model"}}"#), .unavailable),
        Trouble(.error(status: 400, code: nil, param: "model"), .unknownModel),
        Trouble(.error(status: 400, code: "invalid_value", param: "messages"), .rejected),
        Trouble(.empty, .empty), Trouble(.content(" \n"), .empty), Trouble(.truncated, .truncated),
        Trouble(.refusal, .refused), Trouble(.malformed, .malformed), Trouble(.body("[]"), .malformed),
        Trouble(.body(#"{"choices":[]}"#), .malformed), Trouble(.content("Claro! O frete é grátis."), .invalid),
        Trouble(.content(#"{"kind":"dance"}"#), .invalid),
    ]

    @Test("what goes wrong with one model is tried with the next", arguments: passing)
    func nextModel(trouble: Trouble) async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(trouble.fault)
            let outcome = try await client.attend()
            #expect(outcome.attempts.map(\.outcome) == [trouble.outcome, .answered])
            #expect(simulator.models == ["gpt-5.2", "gpt-5-mini"])
        }
    }

    static let final: [Trouble] = [
        Trouble(.error(status: 401, code: "invalid_api_key"), .invalidKey),
        Trouble(.insufficientQuota, .insufficientQuota),
        Trouble(.error(status: 429, code: "billing_hard_limit_reached"), .insufficientQuota),
        Trouble(.error(status: 403, code: "unsupported_country_region_territory"), .forbidden),
        Trouble(.body(status: 404, "<html>Not Found</html>"), .wrongAddress),
        Trouble(.error(status: 400, code: "content_policy_violation"), .filtered),
    ]

    @Test("no other model is asked when the account or the address is at fault", arguments: final)
    func stops(trouble: Trouble) async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(trouble.fault)
            let failure = try #require(await client.failure())
            #expect(failure.outcome == trouble.outcome)
            #expect(!failure.isTransient)
            #expect(failure.needsConfiguration == (trouble.outcome != .filtered))
            #expect(simulator.requests.count == 1)
        }
    }

    @Test("a wrong or missing key is refused and reported as such", arguments: ["sk-wrong", nil])
    func wrongKey(key: String?) async throws {
        try await OpenAIFixture.run(key: key) { client, _ in
            #expect(await client.failure()?.outcome == .invalidKey)
        }
    }

    @Test("a model that is too slow leaves time for the next one")
    func slow() async throws {
        let clock = ManualClock()
        try await OpenAIFixture.run(clock: clock) { client, simulator in
            simulator.next(.delay(.seconds(600)))
            async let outcome = client.attend(OpenAIFixture.request(deadline: .seconds(600)))
            await simulator.wait(forRequests: 1)
            await clock.advance(by: .seconds(361))
            let outcomes = try await outcome.attempts.map(\.outcome)
            #expect(outcomes == [.timeout, .answered])
        }
    }

    @Test("the deadline holds over all models")
    func deadline() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.delay(.seconds(300)), .delay(.seconds(300)), .delay(.seconds(300)))
            let start = ContinuousClock.now
            let failure = try #require(await client.failure(OpenAIFixture.request(deadline: .milliseconds(500))))
            #expect(failure.outcome == .timeout)
            #expect(failure.isTransient)
            #expect(start.duration(to: .now) < .seconds(100))
        }
    }

    @Test("a busy model is asked once more when its wait fits into the deadline")
    func waits() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.error(status: 429, code: "rate_limit_exceeded", retryAfter: "0.2"))
            let start = ContinuousClock.now
            let outcome = try await client.attend(OpenAIFixture.request(models: ["gpt-5.2"]))
            #expect(outcome.attempts.map(\.outcome) == [.rateLimited, .answered])
            #expect(start.duration(to: .now) >= .milliseconds(200))
        }
    }

    @Test("a wait beyond the deadline is handed to the caller")
    func tooLongToWait() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.error(status: 429, code: "slow_down", retryAfter: "400"))
            let failure = try #require(await client.failure(OpenAIFixture.request(models: ["gpt-5.2"])))
            #expect(failure.outcome == .rateLimited)
            #expect(failure.retryAfter == .seconds(400))
            #expect(failure.code == "slow_down")
        }
    }

    @Test("a server that is not there is not asked for every model")
    func unreachable() async throws {
        let url = try await OpenAISimulator.serving { _, url in url }
        let failure = try #require(await OpenAIFixture.client(url).failure())
        #expect(failure.outcome == .unreachable)
        #expect(failure.attempts.map(\.model) == ["gpt-5.2", "gpt-5.2"])
    }

    @Test("when no model is left the failure says so and counts what was spent")
    func exhausted() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.content("nada"), .content("nada"))
            let failure = try #require(await client.failure(OpenAIFixture.request(models: ["gpt-5.2", "gpt-4o"])))
            #expect(failure.outcome == .invalid)
            #expect(failure.attempts.map(\.model) == ["gpt-5.2", "gpt-4o"])
            #expect(failure.attempts.allSatisfy { $0.microUSD > 0 })
            #expect(failure.microUSD == failure.attempts.reduce(0) { $0 + $1.microUSD })
        }
    }

    @Test("an interrupted call does not go on to the next model")
    func cancelled() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.delay(.seconds(30)))
            let failure = await withTaskGroup(of: OpenAIFailure?.self) { group in
                group.addTask { await client.failure() }
                await simulator.wait(forRequests: 1)
                group.cancelAll()
                return await group.next() ?? nil
            }
            #expect(failure?.outcome == .cancelled)
            #expect(simulator.requests.count == 1)
        }
    }
}
