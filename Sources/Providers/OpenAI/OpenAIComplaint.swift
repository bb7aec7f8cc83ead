import Domain

/// An error as servers write it: OpenAI's own shape, with an integer as code, with the parts at the top, or a bare text.
///
/// The text is only looked at to tell errors apart; it may repeat the prompt and goes nowhere.
struct OpenAIComplaint {
    let status: Int
    let code: String?
    private let type: String
    private let param: String
    private let message: String

    init(status: Int, _ json: JSON?) {
        let error = json?["error"].flatMap { $0.kind == .object || $0.kind == .string ? $0 : nil } ?? json ?? .null
        let code = error["code"]?.scalarText
        let inner = code.flatMap { Int($0) }
        self.status = status == 200 ? inner.flatMap { (400..<600).contains($0) ? $0 : nil } ?? 500 : status
        let type = error["type"]?.string ?? ""
        self.code = Self.clean(code) ?? Self.clean(type)
        self.type = type
        param = error["param"]?.string ?? ""
        message = (error.string ?? error["message"]?.string ?? "").lowercased()
    }

    /// Only what can be a code: anything else may be content.
    private static func clean(_ text: String?) -> String? {
        guard let text, (1...64).contains(text.utf8.count) else { return nil }
        let isCode = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
        return isCode ? text : nil
    }

    var outcome: OpenAI.Outcome {
        if ["insufficient_quota", "billing_hard_limit_reached"].contains(where: { $0 == code || $0 == type })
            || status == 402
        {
            return .insufficientQuota
        }
        if status == 401 || code == "invalid_api_key" { return .invalidKey }
        if code == "model_not_found" || code == "DeploymentNotFound" { return .unknownModel }
        switch status {
        case 400, 422: return badRequest
        case 403: return message.contains("model") ? .unknownModel : .forbidden
        case 404: return type == "not_found_error" || message.contains("model") ? .unknownModel : .wrongAddress
        case 429: return .rateLimited
        // Even where it calls itself a fault of the server.
        case 413: return .unreadableFile
        case 408, 409, 500...: return .unavailable
        case 300..<400: return .wrongAddress
        default: return .rejected
        }
    }

    private var badRequest: OpenAI.Outcome {
        if param == "model" || message.contains("invalid model") { return .unknownModel }
        if code == "context_length_exceeded" || Self.tooLong.contains(where: message.contains) {
            return .contextTooLong
        }
        if ["content_policy_violation", "invalid_prompt", "content_filter"].contains(code) { return .filtered }
        if Self.badFile.contains(where: { $0 == code }) || Self.badFileWords.contains(where: message.contains) {
            return .unreadableFile
        }
        return .rejected
    }

    private static let badFile = [
        "invalid_image_format", "image_parse_error", "invalid_image", "invalid_image_url", "audio_too_short",
    ]
    private static let badFileWords = [
        "unsupported image", "invalid image", "invalid file format", "could not be decoded", "audio file is too short",
    ]

    private static let tooLong = [
        "maximum context length", "context window", "context size", "context length", "input tokens exceed",
    ]

    /// The optional field that a bad request complains of, by its name in `param` or, where that is missing, in the text.
    var field: String? {
        let named = ChatBody.optionalFields.first(where: names)
        // A cap that is merely too high is no reason to ask without one.
        if named == "max_tokens" || named == "max_completion_tokens", !isUnsupported { return nil }
        return named
    }

    /// Whether a bad request is about this field.
    func names(_ field: String) -> Bool {
        guard status == 400 || status == 422 else { return false }
        return param.split(separator: ".").contains { $0 == field } || param.isEmpty && message.contains(field)
    }

    private var isUnsupported: Bool {
        ["unsupported_parameter", "unknown_parameter", "unsupported_value"].contains(code)
            || ["unsupported", "not supported", "unrecognized", "unknown", "extra", "not permitted"].contains(
                where: message.contains)
    }
}
