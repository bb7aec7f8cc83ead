/// Length, emoji, and letters that are not what they look like.
package enum FormRules {
    /// Emoji an answer may have where the shop allows them.
    static let emojiAllowed = 2

    static func find(_ text: ScalarText, maxLength: Int, usesEmojis: Bool) -> [GuardrailFinding] {
        var findings: [GuardrailFinding] = []
        if text.count > maxLength {
            findings.append(
                GuardrailFinding(
                    kind: .length, why: .tooLong, span: maxLength..<text.count, text: "\(text.count) > \(maxLength)"))
        }
        let emoji = text.scalars.indices.filter { isEmoji(text.scalars[$0]) }
        if emoji.count > (usesEmojis ? emojiAllowed : 0), let first = emoji.first {
            findings.append(finding(.emoji, .notAllowed, first..<first + 1, text))
        }
        if let index = text.scalars.indices.first(where: { isDisguised(text.scalars[$0]) }) {
            findings.append(finding(.script, .disguised, index..<index + 1, text))
        }
        if let span = spelledOut(text) { findings.append(finding(.script, .disguised, span, text)) }
        return findings
    }

    static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0xA9 else { return false }
        let properties = scalar.properties
        return properties.isEmojiPresentation || properties.isEmoji && scalar.value > 0x238C && scalar.value != 0x24C2
    }

    package static func withoutEmoji(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isEmoji(scalar) && ![0xFE0F, 0x200D, 0x20E3].contains(scalar.value) {
            output.append(scalar)
        }
        return Words.trimmed(String(output))
    }

    /// A letter of another script, a digit that is none, an invisible or direction-changing character.
    private static func isDisguised(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x250, 0x300...0x36F, 0x1E00...0x1EFF, 0x2010...0x2027, 0x2030...0x205E: false
        case 0x200B...0x200C, 0x200E...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF, 0xE0000...0xE007F: true
        default:
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil && !scalar.properties.isEmoji
        }
    }

    /// `c a n c e l e i`, and long runs that no language has: encoded text.
    private static func spelledOut(_ text: ScalarText) -> Range<Int>? {
        var letters = 0, start = 0
        let words = text.scalars.indices.split {
            text.scalars[$0].properties.isWhitespace || ".-_*".unicodeScalars.contains(text.scalars[$0])
        }
        for word in words {
            guard let first = word.first, let last = word.last else { continue }
            let isLetter = word.count == 1 && text.scalars[first].properties.isAlphabetic
            if isLetter, letters == 0 { start = first }
            letters = isLetter ? letters + 1 : 0
            if letters >= 5 { return start..<last + 1 }
            let isPlain = !word.contains { "/@.".unicodeScalars.contains(text.scalars[$0]) }
            if word.count > 30, isPlain { return first..<last + 1 }
        }
        return nil
    }

    private static func finding(
        _ kind: GuardrailFinding.Kind, _ why: GuardrailFinding.Why, _ span: Range<Int>, _ text: ScalarText
    )
        -> GuardrailFinding
    {
        GuardrailFinding(kind: kind, why: why, span: span, text: text.slice(span))
    }
}
