import Domain
import Hummingbird
import Synchronization

extension OpenAISimulator {
    /// The answer in one piece, or as a stream where that is asked for.
    func chat(_ body: JSON, _ fault: Fault?, _ context: OpenAISimulatorContext) throws -> Response {
        let rules = try rules(for: body)
        guard !rules.embeds, !rules.listens else {
            throw OpenAIRefusal(
                status: 404,
                message: "This is not a chat model and thus not supported in the v1/chat/completions endpoint.")
        }
        try rules.check(body)
        try OpenAIMessageRules.check(body)
        let isStreamed = body["stream"]?.bool == true
        guard isStreamed || body["stream_options"].map(\.isNull) ?? true else {
            throw OpenAIRefusal(
                param: "stream_options",
                message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.")
        }
        let prompt = (body["messages"]?.array ?? []).map(OpenAIMessageRules.text)
        var reply = SimulatedReply(content: SimulatedAttendant.answer(body), reasoning: reasoning(body, rules))
        reply.apply(fault)
        reply.cut(to: body["max_completion_tokens"]?.int ?? body["max_tokens"]?.int)
        let whole = reply.json(model: rules.snapshot, prompt: Self.tokens(prompt), cached: cached(prompt, rules.name))
        guard isStreamed else { return Self.answer(.ok, whole.serialize()) }
        let tellsUsage = body["stream_options"]?["include_usage"]?.bool == true
        return stream(SimulatedStream(whole, tellsUsage: tellsUsage), fault, context)
    }

    private func reasoning(_ body: JSON, _ rules: OpenAIModelRules) -> Int {
        switch body["reasoning_effort"]?.string ?? rules.usualEffort {
        case "low": 64
        case "medium": 192
        case "high", "xhigh": 512
        default: 0
        }
    }

    /// About four bytes a token, and a few for each message.
    static func tokens(_ texts: [String]) -> Int { texts.reduce(3) { $0 + ($1.utf8.count + 3) / 4 + 4 } }

    /// From 1,024 tokens on, what a prompt has in common with the last one of its model, in steps of 128.
    private func cached(_ prompt: [String], _ model: String) -> Int {
        let last = state.withLock { state in
            defer { state.prompts[model] = prompt }
            return state.prompts[model] ?? []
        }
        let common = zip(prompt, last).prefix { $0 == $1 }.map(\.0)
        let tokens = common.isEmpty ? 0 : Self.tokens(common)
        return tokens >= 1_024 ? tokens / 128 * 128 : 0
    }
}

/// An answer before it is written down.
struct SimulatedReply {
    var content: String?
    var refusal: String?
    var finish = "stop"
    var reasoning: Int

    init(content: String, reasoning: Int) {
        self.content = content
        self.reasoning = reasoning
    }

    mutating func apply(_ fault: OpenAISimulator.Fault?) {
        switch fault {
        case .content(let text): content = text
        case .empty: content = ""
        case .truncated:
            content = content.map { String($0.unicodeScalars.prefix(20)) }
            finish = "length"
        case .refusal:
            content = nil
            refusal = "I'm sorry, I can't help with that."
        case .error, .body, .delay, .stream, nil: break
        }
    }

    /// Hidden reasoning counts against the cap: a small one leaves nothing to say.
    mutating func cut(to cap: Int?) {
        guard let cap, let text = content, written + reasoning > cap else { return }
        reasoning = min(reasoning, cap)
        content = String(decoding: text.utf8.prefix(max(0, cap - reasoning) * 4), as: UTF8.self)
        finish = "length"
    }

    private var written: Int { ((content ?? refusal ?? "").utf8.count + 3) / 4 }

    func json(model: String, prompt: Int, cached: Int) -> JSON {
        let message: JSON = [
            "role": "assistant", "content": content.map { JSON($0) } ?? .null,
            "refusal": refusal.map { JSON($0) } ?? .null, "annotations": [],
        ]
        let output = written + reasoning
        return [
            "id": "chatcmpl-simulated", "object": "chat.completion", "created": 1_767_225_600, "model": JSON(model),
            "choices": [["index": 0, "message": message, "logprobs": .null, "finish_reason": JSON(finish)]],
            "usage": [
                "prompt_tokens": JSON(prompt), "completion_tokens": JSON(output),
                "total_tokens": JSON(prompt + output),
                "prompt_tokens_details": ["cached_tokens": JSON(min(cached, prompt)), "audio_tokens": 0],
                "completion_tokens_details": [
                    "reasoning_tokens": JSON(reasoning), "audio_tokens": 0, "accepted_prediction_tokens": 0,
                    "rejected_prediction_tokens": 0,
                ],
            ],
            "service_tier": "default", "system_fingerprint": .null,
        ]
    }
}
