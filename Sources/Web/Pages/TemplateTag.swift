/// A tag of a template's text.
package struct TemplateTag: Equatable, Sendable {
    package enum Kind: Sendable { case variable, unescaped, section, inverted, close, partial, comment, unknown }
    package let kind: Kind
    package let name: String

    /// A template as it alternates between text and tags.
    enum Token: Equatable {
        case text(Substring)
        case tag(TemplateTag)
    }

    /// All tags of a text, in order.
    package static func scan(_ text: String) -> [TemplateTag] {
        tokens(text).compactMap { token in
            guard case .tag(let tag) = token else { return nil }
            return tag
        }
    }

    static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            if open.lowerBound > rest.startIndex { tokens.append(.text(rest[..<open.lowerBound])) }
            rest = rest[open.upperBound...]
            let triple = rest.first == "{"
            guard let close = rest.firstRange(of: triple ? "}}}" : "}}") else {
                return tokens + [.tag(TemplateTag(kind: .unknown, name: "unclosed"))]
            }
            tokens.append(.tag(tag(rest[..<close.lowerBound], triple: triple)))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { tokens.append(.text(rest)) }
        return tokens
    }

    private static func tag(_ body: Substring, triple: Bool) -> TemplateTag {
        if triple { return TemplateTag(kind: .unescaped, name: body.dropFirst().trimmed) }
        let kind: Kind =
            switch body.first {
            case "#": .section
            case "^": .inverted
            case "/": .close
            case ">": .partial
            case "&": .unescaped
            case "!": .comment
            case "%", "=", "<", "$", nil: .unknown
            default: .variable
            }
        return TemplateTag(kind: kind, name: (kind == .variable ? body : body.dropFirst()).trimmed)
    }
}
