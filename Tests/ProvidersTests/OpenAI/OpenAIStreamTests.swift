import Logging
import Simulators
import Synchronization
import Testing

@testable import Domain
@testable import Providers

/// Answers that come word by word.
@Suite(.timeLimit(.minutes(5)))
struct OpenAIStreamTests {
    private static let text = "O frete é grátis acima de R$ 199,00 – ação válida até 31/12. 🙂"

    /// What was told, in order.
    private final class Told: Sendable {
        private let state = Mutex([OpenAI.Progress]())
        var all: [OpenAI.Progress] { state.withLock { $0 } }
        func note(_ progress: OpenAI.Progress) { state.withLock { $0.append(progress) } }

        /// The words since the last restart: what a reader sees.
        var seen: String {
            all.reduce(into: "") { text, progress in
                if case .words(let words) = progress { text += words } else { text = "" }
            }
        }
        var pieces: Int { all.count { $0 != .restart } }
    }

    private static func request(_ told: Told, models: [String] = ["gpt-5.2", "gpt-4o"]) -> OpenAI.ChatRequest {
        var request = OpenAI.ChatRequest(
            messages: [ChatMessage(role: .user, content: "Reescreva: frete grátis")], models: models, form: nil,
            maxTokens: 1_500, day: OpenAIFixture.day)
        request.tell = { told.note($0) }
        return request
    }

    @Test("the words come in pieces and are together the answer; usage and cost are those of an answer in one piece")
    func streams() async throws {
        try await OpenAIFixture.run { client, simulator in
            let told = Told()
            simulator.next(.content(Self.text), .content(Self.text))
            let outcome = try await client.chat(Self.request(told))
            #expect(outcome.answer == Self.text && told.seen == Self.text && told.pieces > 5)
            var whole = Self.request(told)
            whole.tell = nil
            let other = try await client.chat(whole)
            #expect(outcome.usage == other.usage && outcome.microUSD == other.microUSD && outcome.microUSD > 0)
            #expect(outcome.attempts.first?.isUsageEstimated == false && outcome.snapshot == "gpt-5.2-2025-12-11")
            let bodies = simulator.requests.map(\.body)
            #expect(bodies[0]["stream_options"]?["include_usage"]?.bool == true && bodies[1]["stream"] == nil)
        }
    }

    @Test(
        "a stream that goes wrong does not count: the next model is asked and what was shown begins anew",
        arguments: [
            (OpenAISimulator.Fault.StreamFault.error(code: "server_error"), OpenAI.Outcome.unavailable),
            (.error(code: "rate_limit_exceeded"), .unavailable), (.cut, .unavailable), (.garbled, .malformed),
            (.stall, .timeout),
        ])
    func breaks(fault: OpenAISimulator.Fault.StreamFault, outcome: OpenAI.Outcome) async throws {
        try await OpenAIFixture.run { client, simulator in
            let told = Told()
            simulator.next(.stream(fault, after: 2), .content(Self.text))
            var request = Self.request(told)
            request.idle = .seconds(2)
            let answer = try await client.chat(request)
            #expect(answer.attempts.map(\.outcome) == [outcome, .answered])
            #expect(told.all.contains(.restart) && told.seen == Self.text)
            // Nobody counted: the most that it can have cost.
            let broken = try #require(answer.attempts.first)
            #expect(broken.isUsageEstimated && broken.usage.output == request.maxTokens)
        }
    }

    @Test("a stream that ends without its last line but with a reason to end is complete")
    func unfinished() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.stream(.unfinished, after: .max))
            let answer = try await client.chat(Self.request(Told()))
            #expect(answer.attempts.map(\.outcome) == [.answered])
        }
    }

    @Test("an error before the first word costs nothing")
    func earlyError() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.stream(.error(code: "server_error"), after: 0), .content(Self.text))
            let answer = try await client.chat(Self.request(Told()))
            #expect(answer.attempts.map(\.outcome) == [.unavailable, .answered])
            #expect(answer.attempts.first?.microUSD == 0)
        }
    }

    @Test("when the caller goes the call to the server ends, and the most that it can have cost is charged")
    func hangsUp() async throws {
        try await OpenAIFixture.run { client, simulator in
            let told = Told()
            let (began, beginning) = AsyncStream.makeStream(of: Void.self)
            simulator.next(.stream(.stall, after: 3))
            var request = Self.request(told)
            request.tell = { progress in
                told.note(progress)
                if told.pieces == 3 { beginning.finish() }
            }
            let asked = request
            let failure = await withTaskGroup(of: OpenAIFailure?.self) { group in
                group.addTask { await client.failing(asked) }
                for await _ in began {}
                group.cancelAll()
                return await group.next() ?? nil
            }
            #expect(failure?.attempts.map(\.outcome) == [.cancelled])
            #expect(failure?.usage.output == request.maxTokens && (failure?.microUSD ?? 0) > 0)
            #expect(await simulator.wait(forAbandoned: 1))
        }
    }

    @Test("a server that does not stream tells its words at once; one that refuses the fields is asked without")
    func compatible() async throws {
        try await OpenAIFixture.run { client, simulator in
            let told = Told()
            simulator.next(.body(#"{"choices":[{"message":{"content":"Oi."},"finish_reason":"stop"}]}"#))
            let answer = try await client.chat(Self.request(told)).answer
            #expect(answer == "Oi." && told.all == [.words("Oi.")])
        }
        try await OpenAIFixture.run { client, simulator in
            let told = Told()
            simulator.next(.error(status: 400, code: "unknown_parameter", param: "stream_options"), .content(Self.text))
            let answer = try await client.chat(Self.request(told))
            #expect(answer.attempts.map(\.outcome) == [.refusedField, .answered] && told.seen == Self.text)
            #expect(answer.attempts.last?.isUsageEstimated == true)
            #expect(simulator.requests.last?.body["stream_options"] == nil)
            simulator.next(.error(status: 400, code: "unknown_parameter", param: "stream"), .content(Self.text))
            let whole = Told()
            #expect(try await client.chat(Self.request(whole)).answer == Self.text)
            #expect(whole.seen == Self.text && whole.pieces == 1)
            #expect(simulator.requests.last?.body["stream"] == nil)
        }
    }

    @Test("what a model thinks aloud at the beginning is not told")
    func thoughts() async throws {
        try await OpenAIFixture.run { client, simulator in
            for (content, answer) in [
                ("<think>devo dizer?</think>Oi!", "Oi!"), ("\n<think>a</think>\nOi", "\nOi"),
                ("<thin air>", "<thin air>"),
                ("< think", "< think"), ("<th", "<th"),
            ] {
                let told = Told()
                simulator.next(.content(content))
                let outcome = try await client.chat(Self.request(told))
                #expect(outcome.answer == answer && told.seen == answer)
            }
        }
    }

    @Test("the simulator takes stream_options with a stream only, and tells usage only where it is asked for")
    func strict() async throws {
        try await OpenAISimulator.serving { _, url in
            let client = OpenAIFixture.client(url)
            func post(_ more: [(String, JSON)]) async throws -> ProviderResponse {
                let body: [(String, JSON)] = [
                    ("model", "gpt-5.2"), ("messages", [["role": "user", "content": "Oi"]]),
                ]
                return try await client.post(
                    "chat/completions", .object((body + more).map { ($0.0, $0.1) }), timeout: .seconds(20))
            }
            #expect(try await post([("stream_options", ["include_usage": true])]).status == 400)
            let plain = String(decoding: try await post([("stream", true)]).body, as: UTF8.self)
            #expect(plain.hasSuffix("data: [DONE]\n\n") && !plain.contains("usage"))
            let counted = try await post([("stream", true), ("stream_options", ["include_usage": true])])
            let frames = String(decoding: counted.body, as: UTF8.self).split(separator: "\n\n")
            #expect(frames.dropLast(2).allSatisfy { $0.contains(#""usage":null"#) })
            #expect(frames.dropLast().last?.contains(#""choices":[]"#) == true)
        }
    }
}

extension OpenAI {
    fileprivate func failing(_ request: ChatRequest) async -> OpenAIFailure? {
        do throws(OpenAIFailure) {
            _ = try await chat(request)
            return nil
        } catch {
            return error
        }
    }
}
