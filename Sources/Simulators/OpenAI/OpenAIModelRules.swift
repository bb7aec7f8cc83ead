import Domain

/// What one model of the real API takes.
struct OpenAIModelRules: Sendable {
    let name: String
    /// The dated name that answers carry.
    let snapshot: String
    /// Values of `reasoning_effort`; empty where the parameter is refused.
    var efforts: [String] = []
    var usualEffort = "none"
    /// Older models: `max_tokens`, `temperature`, penalties and the like.
    var takesSampling = false
    /// Longest vector; 0 for a model that does not embed.
    var dimensions = 0
    /// Forms of a transcript; empty for a model that does not listen.
    var transcripts: [String] = []

    var listens: Bool { !transcripts.isEmpty }
    var embeds: Bool { dimensions > 0 }

    static let all: [OpenAIModelRules] = [
        .init(name: "gpt-5.2", snapshot: "gpt-5.2-2025-12-11", efforts: ["none", "low", "medium", "high", "xhigh"]),
        .init(name: "gpt-5.1", snapshot: "gpt-5.1-2025-11-13", efforts: ["none", "low", "medium", "high"]),
        .init(name: "gpt-5", snapshot: "gpt-5-2025-08-07", efforts: gpt5, usualEffort: "medium"),
        .init(name: "gpt-5-mini", snapshot: "gpt-5-mini-2025-08-07", efforts: gpt5, usualEffort: "medium"),
        .init(name: "gpt-5-nano", snapshot: "gpt-5-nano-2025-08-07", efforts: gpt5, usualEffort: "medium"),
        .init(name: "o3", snapshot: "o3-2025-04-16", efforts: ["low", "medium", "high"], usualEffort: "medium"),
        .init(
            name: "o4-mini", snapshot: "o4-mini-2025-04-16", efforts: ["low", "medium", "high"], usualEffort: "medium"),
        .init(name: "gpt-4.1", snapshot: "gpt-4.1-2025-04-14", takesSampling: true),
        .init(name: "gpt-4o", snapshot: "gpt-4o-2024-08-06", takesSampling: true),
        .init(name: "gpt-4o-mini", snapshot: "gpt-4o-mini-2024-07-18", takesSampling: true),
        .init(
            name: "whisper-1", snapshot: "whisper-1", transcripts: ["json", "text", "srt", "verbose_json", "vtt"]),
        .init(name: "gpt-4o-transcribe", snapshot: "gpt-4o-transcribe", transcripts: ["json"]),
        .init(name: "gpt-4o-mini-transcribe", snapshot: "gpt-4o-mini-transcribe", transcripts: ["json"]),
        .init(name: "text-embedding-3-small", snapshot: "text-embedding-3-small", dimensions: 1536),
        .init(name: "text-embedding-3-large", snapshot: "text-embedding-3-large", dimensions: 3072),
        .init(name: "text-embedding-ada-002", snapshot: "text-embedding-ada-002-v2", dimensions: 1536),
    ]

    private static let gpt5 = ["minimal", "low", "medium", "high"]

    static func of(_ name: String) -> OpenAIModelRules? { all.first { $0.name == name || $0.snapshot == name } }

    /// Checks every optional parameter of a chat request in the order in which it was written.
    func check(_ body: JSON) throws(OpenAIRefusal) {
        for (key, value) in body.members where !value.isNull {
            switch key {
            case "max_tokens": if !takesSampling { throw renamed("max_tokens", "max_completion_tokens") }
            case "temperature", "top_p": try checkSampling(key, value)
            case "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "stop":
                if !takesSampling { throw unsupported(key) }
            case "reasoning_effort": try checkEffort(value)
            case "verbosity":
                guard !efforts.isEmpty else { throw unsupported(key) }
                guard ["low", "medium", "high"].contains(value.string) else { throw badValue(key, value) }
            default: guard Self.known.contains(key) else { throw unrecognized(key) }
            }
        }
        for key in ["max_tokens", "max_completion_tokens"] {
            if let value = body[key], !value.isNull, (value.int ?? 0) < 1 {
                throw OpenAIRefusal(
                    code: "integer_below_min_value", param: key,
                    message: "Invalid '\(key)': integer below minimum value. Expected a value >= 1.")
            }
        }
    }

    private func checkSampling(_ key: String, _ value: JSON) throws(OpenAIRefusal) {
        guard let number = value.double, (0...(key == "temperature" ? 2 : 1)).contains(number) else {
            throw OpenAIRefusal(code: "decimal_above_max_value", param: key, message: "Invalid '\(key)'.")
        }
        if takesSampling { return }
        guard key == "temperature" else { throw unsupported(key) }
        guard number == 1 else {
            throw OpenAIRefusal(
                code: "unsupported_value", param: key,
                message:
                    "Unsupported value: 'temperature' does not support \(value.numberText ?? "") with this model. Only the default (1) value is supported."
            )
        }
    }

    private func checkEffort(_ value: JSON) throws(OpenAIRefusal) {
        guard !efforts.isEmpty else { throw unsupported("reasoning_effort") }
        guard let effort = value.string, efforts.contains(effort) else { throw badValue("reasoning_effort", value) }
    }

    private func renamed(_ old: String, _ new: String) -> OpenAIRefusal {
        OpenAIRefusal(
            code: "unsupported_parameter", param: old,
            message: "Unsupported parameter: '\(old)' is not supported with this model. Use '\(new)' instead.")
    }

    private func unsupported(_ key: String) -> OpenAIRefusal {
        OpenAIRefusal(
            code: "unsupported_parameter", param: key,
            message: "Unsupported parameter: '\(key)' is not supported with this model.")
    }

    private func badValue(_ key: String, _ value: JSON) -> OpenAIRefusal {
        OpenAIRefusal(
            code: "unsupported_value", param: key,
            message: "Unsupported value: '\(key)' does not support \(value.text()) with this model.")
    }

    private func unrecognized(_ key: String) -> OpenAIRefusal {
        OpenAIRefusal(
            code: "unknown_parameter", param: key, message: "Unrecognized request argument supplied: \(key)")
    }

    private static let known: Set<String> = [
        "model", "messages", "max_completion_tokens", "tools", "tool_choice", "parallel_tool_calls", "response_format",
        "stream", "stream_options", "n", "seed", "user", "store", "metadata", "service_tier", "prompt_cache_key",
        "safety_identifier", "modalities", "prediction",
    ]
}
