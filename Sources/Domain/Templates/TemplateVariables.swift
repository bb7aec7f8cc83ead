/// A text with `{{names}}` in it, taken apart. What people write as `{{nome}}` goes to the provider as `{{1}}`, `{{2}}`, …, numbered
/// by place: a name that stands twice has two numbers, so that the count of parameters is never in doubt.
package struct TemplateVariables: Sendable, Equatable {
    package enum Piece: Sendable, Equatable {
        case words(String)
        case variable(String)
    }

    package let pieces: [Piece]

    /// Nil when braces do not match or a name is none.
    package init?(_ text: String) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { return nil }
            let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
            guard Self.isName(name) else { return nil }
            if open.lowerBound > rest.startIndex { pieces.append(.words(String(rest[..<open.lowerBound]))) }
            pieces.append(.variable(name))
            rest = rest[close.upperBound...]
        }
        guard rest.firstRange(of: "}}") == nil else { return nil }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        self.pieces = pieces
    }

    private static func isName(_ name: String) -> Bool {
        (1...60).contains(name.unicodeScalars.count)
            && name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" }
    }

    /// `names[0]` is what `{{1}}` stands for.
    package var names: [String] {
        pieces.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The text as the provider wants it.
    package var positional: String {
        var number = 0
        return text { _ in
            number += 1
            return "{{\(number)}}"
        }
    }

    /// Values in order of place.
    package func filled(_ values: [String]) -> String {
        var values = values[...]
        return text { _ in values.popFirst() ?? "" }
    }

    private func text(_ variable: (String) -> String) -> String {
        pieces.map { piece in
            switch piece {
            case .words(let words): words
            case .variable(let name): variable(name)
            }
        }.joined()
    }

    /// A value as a parameter may be: no line break, no tab, never more than one space in a row.
    package static func clean(_ value: String) -> String {
        value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
