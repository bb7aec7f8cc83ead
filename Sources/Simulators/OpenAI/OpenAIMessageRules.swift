import Domain

/// What the API demands of messages, forms and tools.
enum OpenAIMessageRules {
    static func check(_ body: JSON) throws(OpenAIRefusal) {
        guard let messages = body["messages"]?.array else {
            throw OpenAIRefusal(
                code: "missing_required_parameter", param: "messages",
                message: "Missing required parameter: 'messages'.")
        }
        guard !messages.isEmpty else {
            throw OpenAIRefusal(code: "empty_array", param: "messages", message: "Invalid 'messages': empty array.")
        }
        try checkOrder(messages)
        try checkForm(body["response_format"], messages)
        for (index, tool) in (body["tools"]?.array ?? []).enumerated() {
            guard tool["type"]?.string == "function", let function = tool["function"], isName(function["name"]) else {
                throw OpenAIRefusal(param: "tools[\(index)]", message: "Invalid tool.")
            }
            guard function["strict"]?.bool == true, let schema = function["parameters"] else { continue }
            if let fault = OpenAIStrictSchema.fault(in: schema) {
                throw OpenAIRefusal(
                    code: "invalid_function_parameters", param: "tools[\(index)].function.parameters",
                    message: "Invalid schema for function '\(function["name"]?.string ?? "")': \(fault)")
            }
        }
    }

    /// Every call of a tool is answered by one tool message, before anything else is said.
    private static func checkOrder(_ messages: [JSON]) throws(OpenAIRefusal) {
        var open: Set<String> = []
        for (index, message) in messages.enumerated() {
            let place = "messages[\(index)]"
            let role = message["role"]?.string ?? ""
            if role == "tool" {
                guard let id = message["tool_call_id"]?.string, open.remove(id) != nil else {
                    throw OpenAIRefusal(
                        param: "\(place).role",
                        message:
                            "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
                    )
                }
                continue
            }
            guard open.isEmpty else { throw unanswered }
            guard ["system", "developer", "user", "assistant"].contains(role) else {
                throw OpenAIRefusal(code: "invalid_value", param: "\(place).role", message: "Invalid value: '\(role)'.")
            }
            let calls = message.elements(of: "tool_calls").compactMap { $0["id"]?.string }
            open = Set(calls)
            guard hasContent(message["content"]) || role == "assistant" && !calls.isEmpty else {
                throw OpenAIRefusal(
                    code: "invalid_type", param: "\(place).content",
                    message: "Invalid type for '\(place).content': expected one of a string or array of objects.")
            }
            for (part, content) in message.elements(of: "content").enumerated() where content["type"]?.string != "text"
            {
                try OpenAIPictureRules.check(content, role: role, at: "\(place).content[\(part)]")
            }
        }
        guard open.isEmpty else { throw unanswered }
    }

    private static let unanswered = OpenAIRefusal(
        param: "messages",
        message:
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'."
    )

    private static func hasContent(_ content: JSON?) -> Bool {
        guard let content else { return false }
        return content.string != nil || (content.array?.allSatisfy { $0["type"]?.string != nil } ?? false)
    }

    private static func checkForm(_ form: JSON?, _ messages: [JSON]) throws(OpenAIRefusal) {
        guard let form, !form.isNull else { return }
        switch form["type"]?.string {
        case "text": return
        case "json_object":
            guard messages.contains(where: { text(of: $0).lowercased().contains("json") }) else {
                throw OpenAIRefusal(
                    param: "messages",
                    message:
                        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
                )
            }
        case "json_schema":
            guard let definition = form["json_schema"], isName(definition["name"]) else {
                throw OpenAIRefusal(
                    code: "missing_required_parameter", param: "response_format.json_schema.name",
                    message: "Missing required parameter: 'response_format.json_schema.name'.")
            }
            guard definition["strict"]?.bool == true else { return }
            if let fault = OpenAIStrictSchema.fault(in: definition["schema"] ?? .null) {
                throw OpenAIRefusal(
                    param: "response_format",
                    message: "Invalid schema for response_format '\(definition["name"]?.string ?? "")': \(fault)")
            }
        default:
            throw OpenAIRefusal(
                code: "invalid_value", param: "response_format.type",
                message: "Invalid value. Supported values are: 'json_object', 'json_schema', and 'text'.")
        }
    }

    private static func isName(_ name: JSON?) -> Bool {
        guard let name = name?.string, (1...64).contains(name.utf8.count) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }

    /// What a message says, whether it is one text or several parts.
    static func text(of message: JSON) -> String {
        message["content"]?.string
            ?? message.elements(of: "content").compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}
