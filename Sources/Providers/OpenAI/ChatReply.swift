import Domain

/// What a server answered to a chat request, as far as it can be understood: every field may be missing.
struct ChatReply {
    private(set) var outcome = OpenAI.Outcome.answered
    private(set) var content = ""
    let snapshot: String?
    /// nil when the server does not count.
    let usage: TokenUsage?

    init(_ json: JSON) {
        snapshot = json["model"]?.string.flatMap { $0.isEmpty ? nil : String($0.prefix(100)) }
        usage = Self.usage(json["usage"])
        guard let choice = json["choices"]?[0], let message = choice["message"] else {
            outcome = .malformed
            return
        }
        content = Self.answer(Self.text(message["content"]))
        if let refusal = message["refusal"]?.string, !refusal.isEmpty {
            outcome = .refused
        } else if choice["finish_reason"]?.string == "content_filter" {
            outcome = .refused
        } else if choice["finish_reason"]?.string == "length" {
            outcome = .truncated
        } else if Words.oneLine(content).isEmpty {
            outcome = .empty
        }
    }

    static func usage(_ json: JSON?) -> TokenUsage? {
        guard let json, let input = json["prompt_tokens"]?.int, input >= 0 else { return nil }
        let output = json["completion_tokens"]?.int ?? json["total_tokens"]?.int.map { $0 &- input } ?? 0
        let cached = json["prompt_tokens_details"]?["cached_tokens"]?.int ?? 0
        return TokenUsage(input: input, cachedInput: min(max(cached, 0), input), output: max(output, 0))
    }

    /// A string, or parts of which the texts count.
    static func text(_ content: JSON?) -> String {
        guard let content else { return "" }
        return content.string ?? content.elements.compactMap { $0["text"]?.string ?? $0.string }.joined()
    }

    /// Some servers leave the model's thoughts in front of the answer.
    private static func answer(_ text: String) -> String {
        guard text.drop(while: \.isWhitespace).hasPrefix("<think>"), let end = text.firstRange(of: "</think>") else {
            return text
        }
        return String(text[end.upperBound...])
    }
}
