/// What a customer wrote in one go, prepared for the rules.
package struct Utterance: Sendable {
    package let text: String
    /// Folded words with abbreviations written out.
    let words: [String]
    let clauses: [Clause]
    let isShouted: Bool

    struct Clause: Sendable {
        let words: [String]
        let asks: Bool
    }

    /// Longer than any message a person types; what lies beyond is not looked at by the rules.
    private static let longest = 4_000

    package init(_ text: String) {
        let text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longest)))
        self.text = text
        words = Words.spoken(text)
        clauses = Self.split(text)
        let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
        isShouted = letters.count >= 12 && letters.count(where: \.properties.isUppercase) * 10 >= letters.count * 8
    }

    /// The questions in it, each on its own, when there are two or three; else the whole text as one.
    package var questions: [String] {
        let asked = clauses.filter(\.asks).map { $0.words.joined(separator: " ") }.filter { !Question($0).isEmpty }
        return (2...3).contains(asked.count) ? asked : [text]
    }

    /// Whether it has one of the shop's own words, spelled as the shop or the customer likes; several words must follow each other.
    package func mentions(anyOf terms: [String]) -> String? {
        terms.first { term in
            let wanted = Words.split(term)
            guard !wanted.isEmpty, wanted.count <= words.count else { return false }
            return (0...(words.count - wanted.count)).contains { start in
                zip(words[start...], wanted).allSatisfy { $0 == $1 || Stemming.stem($0) == Stemming.stem($1) }
            }
        }
    }

    /// A line break does not end a clause: on a phone people send a sentence in pieces.
    private static func split(_ text: String) -> [Clause] {
        var clauses: [Clause] = []
        var current = String.UnicodeScalarView()
        func close(asks: Bool) {
            let words = Words.spoken(String(current))
            if !words.isEmpty { clauses.append(Clause(words: SmallTalk.withoutOpening(words), asks: asks)) }
            current = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case ".", "!", ";", ",", "…": close(asks: false)
            case "?": close(asks: true)
            default: current.append(scalar)
            }
        }
        close(asks: false)
        return clauses
    }
}
