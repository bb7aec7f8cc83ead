import Privacy

/// Personal data replaced by tokens such as `[CPF_1]` for one call to a model, and put back into what the customer receives.
///
/// The same value has the same token throughout the call, however it is written. What the finder misses and ``Mask`` knows is masked
/// for good. Lives in memory only.
package struct Pseudonyms: Sendable {
    private var tokens: [String: String] = [:]
    private var originals: [String: String] = [:]
    private var counts: [String: Int] = [:]

    package init() {}

    /// The text as a model may read it.
    package mutating func hide(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output = ""
        var position = 0
        for found in PersonalData.find(in: text) where found.range.lowerBound >= position {
            output += Self.rest(bytes[position..<found.range.lowerBound])
            output += token(for: found.kind, written: String(decoding: bytes[found.range], as: UTF8.self))
            position = found.range.upperBound
        }
        return output + Self.rest(bytes[position...])
    }

    private static func rest(_ bytes: ArraySlice<UInt8>) -> String {
        Mask.text(defused(String(decoding: bytes, as: UTF8.self)))
    }

    /// The text as the customer reads it. A token that was never given out stays as it is: the guardrails then stop the answer.
    package func reveal(_ text: String) -> String {
        guard !originals.isEmpty, text.utf8.contains(UInt8(ascii: "[")) else { return text }
        return originals.reduce(text) { $0.replacing($1.key, with: $1.value) }
    }

    private mutating func token(for kind: PersonalData, written: String) -> String {
        let key = "\(kind.label):\(Self.value(written, kind))"
        if let token = tokens[key] { return token }
        let number = (counts[kind.label] ?? 0) + 1
        counts[kind.label] = number
        let token = "[\(kind.label)_\(number)]"
        tokens[key] = token
        originals[token] = written
        return token
    }

    /// What two spellings of the same have in common.
    private static func value(_ written: String, _ kind: PersonalData) -> String {
        if kind == .email { return written.lowercased() }
        let bare = written.lowercased().filter { $0.isLetter || $0.isNumber }
        return kind == .phone && bare.hasPrefix("55") && bare.count >= 12 ? String(bare.dropFirst(2)) : bare
    }

    /// A customer who types a token himself gets nothing for it.
    private static func defused(_ text: String) -> String {
        text.utf8.contains(UInt8(ascii: "[")) ? text.replacing("[", with: "(").replacing("]", with: ")") : text
    }
}
