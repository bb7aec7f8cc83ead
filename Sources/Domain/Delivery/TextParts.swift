/// Cuts a text that is too long for one message where a reader would pause: after a paragraph, else after a sentence, else
/// between words. Only a word that is itself too long is cut inside, and never within a character.
package enum TextParts {
    /// What a channel counts against its limit.
    package enum Measure: Sendable {
        case scalars, bytes

        package func size(of text: some StringProtocol) -> Int {
            switch self {
            case .scalars: text.unicodeScalars.count
            case .bytes: text.utf8.count
            }
        }
    }

    /// The parts in order, none empty, none above the limit.
    package static func split(_ text: String, limit: Int, measure: Measure) -> [String] {
        let limit = max(limit, 4)
        let units = units(of: text, limit, measure)
        var parts: [String] = []
        var start = 0
        while start < units.count {
            var end = start
            var size = 0
            while end < units.count, size + units[end].size <= limit {
                size += units[end].size
                end += 1
            }
            if end < units.count { end = pause(in: units, start, end) }
            let part = units[start..<end].map(\.text).joined().trimmed
            if !part.isEmpty { parts.append(part) }
            start = end
        }
        return parts
    }

    private struct Unit {
        let text: String
        let size: Int
        let isSpace: Bool
        let isNewline: Bool
        let endsSentence: Bool
    }

    /// Characters; one that alone is above the limit (a letter under a thousand accents) comes as its scalars.
    private static func units(of text: String, _ limit: Int, _ measure: Measure) -> [Unit] {
        text.flatMap { character -> [Unit] in
            let whole = String(character)
            let pieces =
                measure.size(of: whole) <= limit ? [whole] : whole.unicodeScalars.map { String(Character($0)) }
            return pieces.map { piece in
                Unit(
                    text: piece, size: measure.size(of: piece), isSpace: character.isWhitespace,
                    isNewline: character.isNewline, endsSentence: ".!?…".contains(character))
            }
        }
    }

    /// The best place to stop in `start..<end`; a break in the first quarter would make a part of a few words.
    private static func pause(in units: [Unit], _ start: Int, _ end: Int) -> Int {
        let least = start + max(1, (end - start) / 4)
        func last(_ isPause: (Int) -> Bool) -> Int? { (least...end).last(where: isPause) }
        return last { units[$0 - 1].isNewline || $0 < units.count && units[$0].isNewline }
            ?? last { units[$0 - 1].endsSentence && $0 < units.count && units[$0].isSpace }
            ?? last { units[$0 - 1].isSpace || $0 < units.count && units[$0].isSpace }
            ?? end
    }
}

extension String {
    /// By scalars: an accent that stands on a space is part of the text.
    fileprivate var trimmed: String {
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let kept = unicodeScalars.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return String(String.UnicodeScalarView(kept))
    }
}
