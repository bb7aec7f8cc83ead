import Domain

/// The body of one chat request: what this model takes, less what it has refused.
struct ChatBody {
    let request: OpenAI.ChatRequest
    let model: String
    var refused: Set<String>
    /// Without the older part of the conversation, which was too long.
    var isTrimmed = false

    /// Stands in ``refused`` for a server that takes no form at all; `response_format` alone for one without schemas.
    static let anyForm = "response_format.json_object"

    var json: JSON {
        let capabilities = ModelCapabilities.of(model)
        let members: [(String, JSON?)] = [
            ("model", JSON(model)),
            ("messages", JSON(messages(capabilities))),
            (tokenCap(capabilities) ?? "", JSON(request.maxTokens)),
            ("reasoning_effort", capabilities.effort.map { JSON($0) }),
            ("temperature", capabilities.acceptsTemperature ? request.temperature.map { JSON($0) } : nil),
            ("response_format", form),
            ("stream", streams ? .some(true) : .none),
            ("stream_options", streams ? .some(["include_usage": true]) : .none),
        ]
        return .object(members.filter { !$0.0.isEmpty && (!refused.contains($0.0) || $0.0 == "response_format") })
    }

    /// The answer is asked for word by word.
    var streams: Bool { request.tell != nil && !refused.contains("stream") }

    /// The most that it can cost: no token is shorter than a byte, and a picture counts for as much as a large one looked at closely.
    var most: TokenUsage {
        let images = request.messages.flatMap(\.images)
        let words = json.serialize().count - images.reduce(0) { $0 + $1.base64.utf8.count }
        return TokenUsage(
            input: words + images.count * imageTokens + Self.framing * (request.messages.count + 1),
            output: request.maxTokens)
    }

    /// The most that a picture counts for, by the provider's tables: the small older model bills them many times over.
    private var imageTokens: Int { model.hasPrefix("gpt-4o-mini") ? 50_000 : 4_096 }

    /// Tokens that the provider adds around each message.
    private static let framing = 16

    /// The field to leave out next time, if `named` is one that may be left out and has not been yet.
    func droppable(_ named: String) -> String? {
        switch named {
        case "response_format" where request.form != nil:
            refused.contains(named) ? (refused.contains(Self.anyForm) ? nil : Self.anyForm) : named
        case "max_tokens", "max_completion_tokens", "reasoning_effort", "temperature", "stream", "stream_options":
            json[named] == nil ? nil : named
        default: nil
        }
    }

    static let optionalFields = [
        "response_format", "max_completion_tokens", "max_tokens", "reasoning_effort", "temperature",
        // The longer name first: it has the shorter one in it.
        "stream_options", "stream",
    ]

    private func tokenCap(_ capabilities: ModelCapabilities) -> String? {
        let other: ModelCapabilities.TokenCap =
            capabilities.tokenCap == .maxTokens ? .maxCompletionTokens : .maxTokens
        return [capabilities.tokenCap, other].map(\.rawValue).first { !refused.contains($0) }
    }

    private var form: JSON? {
        guard let form = request.form, !refused.contains(Self.anyForm) else { return nil }
        guard !refused.contains("response_format") else { return ["type": "json_object"] }
        return [
            "type": "json_schema",
            "json_schema": ["name": JSON(form.name), "strict": true, "schema": form.schema],
        ]
    }

    private func messages(_ capabilities: ModelCapabilities) -> [JSON] {
        var messages = request.messages
        if isTrimmed, let last = messages.last {
            messages = messages.dropLast().filter { $0.role == .system } + [last]
        }
        // Compatible servers may ignore the schema without a word, and one that refused it has not seen it.
        if let form = request.form, capabilities.tokenCap == .maxTokens || refused.contains("response_format") {
            let rule = "Responda somente com um objeto JSON que obedeça a este JSON Schema:\n\(form.schema.text())"
            let place = messages.firstIndex { $0.role != .system } ?? messages.endIndex
            messages.insert(ChatMessage(role: .system, content: rule), at: place)
        }
        return messages.map { ["role": JSON($0.role.rawValue), "content": Self.content($0)] }
    }

    /// A text, or a text and pictures.
    private static func content(_ message: ChatMessage) -> JSON {
        guard !message.images.isEmpty else { return JSON(message.content) }
        let pictures = message.images.map { image -> JSON in
            let url = "data:\(image.mimeType);base64,\(image.base64)"
            return ["type": "image_url", "image_url": ["url": JSON(url), "detail": "auto"]]
        }
        return JSON([["type": "text", "text": JSON(message.content)]] + pictures)
    }
}
