/// A statement and its parameters.
///
/// Write it as a string literal: every interpolated value becomes a parameter (`$1`, `$2`, …) and never part of the text.
/// ```swift
/// let sql: SQL = "SELECT name FROM contacts WHERE id = \(id)"
/// ```
/// Pieces are put together with `+`, `\(fragment:)` and ``joined(_:separator:)``; parameters are renumbered.
/// Text that is not a parameter needs the ugly word `\(unsafeRaw:)`.
public struct SQL: Sendable {
    /// What the server is asked to prepare; also the key of the statement cache.
    public internal(set) var text: String
    var parameters: ParameterWriter

    init(text: String, parameters: ParameterWriter) {
        self.text = text
        self.parameters = parameters
    }

    /// An empty piece, to start a statement that is built step by step.
    public init() {
        self.init(text: "", parameters: ParameterWriter())
    }

    /// Text that is trusted as it stands: never from outside the program.
    public init(unsafeRaw text: String) {
        self.init(text: text, parameters: ParameterWriter())
    }

    /// True when there is no text.
    public var isEmpty: Bool { text.isEmpty }

    /// How many parameters the statement has.
    public var parameterCount: Int { parameters.slots.count }

    /// Adds a piece; its placeholders are renumbered to follow ours.
    public mutating func append(_ other: SQL) {
        let base = parameters.slots.count
        if base == 0 || other.parameters.slots.isEmpty {
            let offset = text.utf8.count
            text += other.text
            parameters.append(other.parameters, textOffset: { $0 &+ offset })
            return
        }
        var offsets: [Int] = []
        offsets.reserveCapacity(other.parameters.slots.count)
        var rest = Substring(other.text)
        var consumed = 0
        for (index, slot) in other.parameters.slots.enumerated() {
            let literal = rest.utf8.prefix(slot.textOffset - consumed)
            text += Substring(literal)
            offsets.append(text.utf8.count)
            text += "$\(base + index + 1)"
            let placeholder = 1 + String(index + 1).utf8.count
            rest = Substring(rest.utf8.dropFirst(literal.count + placeholder))
            consumed = slot.textOffset + placeholder
        }
        text += rest
        var next = 0
        parameters.append(other.parameters) { _ in
            defer { next += 1 }
            return offsets[next]
        }
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    public static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }

    /// `pieces` one after another with `separator` between them: VALUES lists, conditions.
    public static func joined(_ pieces: some Sequence<SQL>, separator: SQL) -> SQL {
        var result = SQL()
        var isFirst = true
        for piece in pieces {
            if !isFirst { result.append(separator) }
            result.append(piece)
            isFirst = false
        }
        return result
    }
}

/// Shows the text with its placeholders, never a value.
extension SQL: CustomStringConvertible {
    public var description: String { text }
}
