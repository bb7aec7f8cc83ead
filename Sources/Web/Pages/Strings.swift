/// The texts of one language. `{name}` in a text is filled from the arguments.
package struct Strings: Sendable {
    private let texts: [String: String]

    package init(_ texts: [String: String]) { self.texts = texts }

    package var keys: Set<String> { Set(texts.keys) }

    /// The text as written, or nil.
    package subscript(_ key: String) -> String? { texts[key] }

    /// The text with its arguments. An unknown key comes back as itself, so a gap is visible and harmless.
    package func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
        guard let text = texts[key] else { return key }
        return Self.fill(text, arguments)
    }

    /// The plural form for `count`: `key.one` or `key.other`, with `{count}` among the arguments.
    package func callAsFunction(_ key: String, count: Int, _ arguments: [String: String] = [:]) -> String {
        var arguments = arguments
        arguments["count"] = arguments["count"] ?? String(count)
        return self(key + (count == 1 ? ".one" : ".other"), arguments)
    }

    private static func fill(_ text: String, _ arguments: [String: String]) -> String {
        guard !arguments.isEmpty, text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"),
                let value = arguments[String(rest[rest.index(after: open)..<close])]
            else {
                result += "{"
                rest = rest.dropFirst()
                continue
            }
            result += value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
