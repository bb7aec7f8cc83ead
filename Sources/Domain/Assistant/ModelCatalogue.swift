/// The models a shop may choose, in the order of the source document (its section 3).
package enum ModelCatalogue {
    package static let order = ["gpt-5.2", "gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-4o"]
    package static let standard = "gpt-5.2"
    package static let embedding = "text-embedding-3-small"
    /// What looks at pictures: the source document's choice, then the models that answer.
    package static let vision = ["gpt-4o", "gpt-5.2", "gpt-5-mini"]
    /// What listens. The first tells how sure it is that anybody speaks, the others only write.
    package static let transcription = ["whisper-1", "gpt-4o-mini-transcribe", "gpt-4o-transcribe"]

    /// Names of the former gateway, and its `openai/` prefix.
    package static func current(_ name: String) -> String {
        switch name {
        case "": standard
        case "google/gemini-2.5-flash": "gpt-5-mini"
        case "google/gemini-2.5-pro": "gpt-5"
        case "google/gemini-2.5-flash-lite": "gpt-5-nano"
        default: name.hasPrefix("openai/") ? String(name.dropFirst("openai/".count)) : name
        }
    }

    /// The configured model, then what is tried when it fails: first what comes after it in the order, then what comes before.
    package static func chain(from name: String) -> [String] {
        let first = current(name)
        guard let place = order.firstIndex(where: { isSame(first, as: $0) }) else { return [first] + order }
        return [first] + order[(place + 1)...] + order[..<place].reversed()
    }

    /// `gpt-5.2-2025-12-11` is a dated `gpt-5.2`; `gpt-5-mini` is not a `gpt-5`.
    package static func isSame(_ name: String, as model: String) -> Bool {
        guard name.hasPrefix(model) else { return false }
        let rest = name.utf8.dropFirst(model.utf8.count)
        guard let dash = rest.first else { return true }
        return dash == UInt8(ascii: "-") && rest.dropFirst().first.map { $0 >= 0x30 && $0 <= 0x39 } ?? false
    }
}

/// What one model accepts in a chat request. Rebuilt for every model tried, for what one demands another refuses.
package struct ModelCapabilities: Sendable, Equatable {
    package enum TokenCap: String, Sendable {
        case maxCompletionTokens = "max_completion_tokens"
        /// Servers that imitate the API often know only the old name, and ignore the new one.
        case maxTokens = "max_tokens"
    }

    package let tokenCap: TokenCap
    /// Least effort the model knows; nil when the parameter is refused.
    package let effort: String?
    package let acceptsTemperature: Bool

    package static func of(_ model: String) -> ModelCapabilities {
        let name = model.split(separator: "/").last.map(String.init) ?? model
        if name.hasPrefix("gpt-5.") {
            return ModelCapabilities(tokenCap: .maxCompletionTokens, effort: "none", acceptsTemperature: false)
        }
        if name.hasPrefix("gpt-5") {
            return ModelCapabilities(tokenCap: .maxCompletionTokens, effort: "minimal", acceptsTemperature: false)
        }
        if isReasoning(name) {
            return ModelCapabilities(tokenCap: .maxCompletionTokens, effort: "low", acceptsTemperature: false)
        }
        if name.hasPrefix("gpt-") || name.hasPrefix("chatgpt-") {
            return ModelCapabilities(tokenCap: .maxCompletionTokens, effort: nil, acceptsTemperature: true)
        }
        return ModelCapabilities(tokenCap: .maxTokens, effort: nil, acceptsTemperature: true)
    }

    /// `o1`, `o3-mini`, …
    private static func isReasoning(_ name: String) -> Bool {
        let bytes = Array(name.utf8.prefix(2))
        return bytes.count == 2 && bytes[0] == UInt8(ascii: "o") && bytes[1] >= 0x30 && bytes[1] <= 0x39
    }
}
