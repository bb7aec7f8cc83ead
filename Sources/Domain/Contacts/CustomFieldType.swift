/// What values a shop's own field of a contact can have.
package enum CustomFieldType: String, Sendable, CaseIterable {
    case text, number, date, boolean, choice

    package static let maximumLength = 500

    /// The one way such a value is stored, from what a person typed; nil for what is no value of this type.
    ///
    /// Numbers keep their digits (`1.234,50` is `1234.50`), dates are `2026-03-12`, booleans `true` or `false`, a choice is spelled
    /// as the shop spells it.
    package func canonical(_ typed: String, options: [String] = []) -> String? {
        let text = String(typed.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        guard !text.isEmpty, text.utf16.count <= Self.maximumLength, !text.utf8.contains(0) else { return nil }
        return switch self {
        case .text: text
        case .number: Self.number(text)
        case .date: Self.date(text)
        case .boolean: Self.boolean(text)
        case .choice: options.first { $0.lowercased() == text.lowercased() }
        }
    }

    private static func number(_ text: String) -> String? {
        var digits = text.replacing(" ", with: "")
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits.removeFirst() }
        // The last mark is the decimal one, unless there are several of its kind: then they part thousands.
        let marks = digits.filter { $0 == "." || $0 == "," }
        if let last = marks.last {
            let isGrouping = marks.count > 1 && marks.allSatisfy { $0 == last }
            let parts = digits.split(separator: last, omittingEmptySubsequences: false)
            guard let tail = parts.last, !tail.isEmpty else { return nil }
            let head = parts.dropLast().joined().filter { $0 != "." && $0 != "," }
            digits = isGrouping ? head + tail : head + "." + tail
        }
        guard (1...30).contains(digits.count), digits.first != ".",
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") })
        else { return nil }
        return (isNegative ? "-" : "") + digits
    }

    private static func date(_ text: String) -> String? {
        let parts = text.split(whereSeparator: { "-/.".contains($0) }).map(String.init)
        guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else { return nil }
        let isISO = parts[0].count == 4
        guard let year = Int(isISO ? parts[0] : parts[2]), let month = Int(parts[1]),
            let day = Int(isISO ? parts[2] : parts[0]), (1000...9999).contains(year), (1...12).contains(month)
        else { return nil }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    private static func boolean(_ text: String) -> String? {
        switch text.lowercased() {
        case "sim", "s", "yes", "y", "si", "sí", "true", "1", "verdadeiro": "true"
        case "não", "nao", "n", "no", "false", "0", "falso": "false"
        default: nil
        }
    }
}
