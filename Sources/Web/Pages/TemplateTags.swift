/// A tag of a template's text.
package struct TemplateTag: Equatable, Sendable {
    package enum Kind: Sendable { case variable, unescaped, section, inverted, close, partial, other }
    package let kind: Kind
    package let name: String

    /// All tags of a mustache text, in order. The house style knows no changed delimiters and no lambdas.
    package static func scan(_ text: String) -> [TemplateTag] {
        var tags: [TemplateTag] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            rest = rest[open.upperBound...]
            let triple = rest.first == "{"
            guard let close = rest.firstRange(of: triple ? "}}}" : "}}") else { break }
            tags.append(tag(rest[..<close.lowerBound], triple: triple))
            rest = rest[close.upperBound...]
        }
        return tags
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
            case "!", "%", "=", "<", "$": .other
            default: .variable
            }
        return TemplateTag(kind: kind, name: (kind == .variable ? body : body.dropFirst()).trimmed)
    }
}
