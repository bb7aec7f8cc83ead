/// A small pattern over folded words.
///
/// `quero/preciso ..3 cancel*` = one of two words, up to three words of any kind, then a word that begins with `cancel`.
/// `^` at the beginning ties it to the first word, `$` at the end to the last. A lenient pattern forgives one typing slip in words
/// of six letters and more, so a rule need not list misspellings.
struct Pattern: Sendable {
    private enum Element: Sendable {
        case words([Alternative])
        case gap(Int)
    }

    private enum Alternative: Sendable {
        case word(String)
        case prefix(String)
    }

    private let elements: [Element]
    private let fromStart: Bool
    private let toEnd: Bool
    private let isLenient: Bool

    init(_ source: String, lenient: Bool = false) {
        isLenient = lenient
        var parts = source.split(separator: " ").map(String.init)
        fromStart = parts.first == "^"
        if fromStart { parts.removeFirst() }
        toEnd = parts.last == "$"
        if toEnd { parts.removeLast() }
        elements = parts.map { part in
            if part.hasPrefix(".."), let count = Int(part.dropFirst(2)) { return .gap(count) }
            return .words(
                part.split(separator: "/").map { word in
                    word.hasSuffix("*") ? .prefix(String(word.dropLast())) : .word(String(word))
                })
        }
    }

    func matches(_ words: [String]) -> Bool {
        let starts = fromStart ? 0..<1 : 0..<max(words.count, 1)
        return starts.contains { match(words, at: $0, element: 0) }
    }

    private func match(_ words: [String], at index: Int, element: Int) -> Bool {
        guard element < elements.count else { return toEnd ? index >= words.count : true }
        switch elements[element] {
        case .gap(let most):
            return (0...most).contains {
                index + $0 <= words.count && match(words, at: index + $0, element: element + 1)
            }
        case .words(let alternatives):
            guard index < words.count, alternatives.contains(where: { fits($0, words[index]) }) else { return false }
            return match(words, at: index + 1, element: element + 1)
        }
    }

    private func fits(_ alternative: Alternative, _ word: String) -> Bool {
        switch alternative {
        case .word(let expected):
            if word == expected { return true }
            return isLenient && expected.utf8.count >= 6 && word.utf8.count >= 5 && isSlip(word, of: expected)
        case .prefix(let expected):
            if word.hasPrefix(expected) { return true }
            guard isLenient, expected.utf8.count >= 6, word.utf8.count >= 6 else { return false }
            return isSlip(String(word.prefix(expected.utf8.count)), of: expected)
        }
    }

    /// A word that is right as it stands is not a misspelling of another.
    private func isSlip(_ word: String, of expected: String) -> Bool {
        Stopwords.weight(word) == 1 && Concepts.of(word).isEmpty && Spelling.isSlip(word, of: expected, allowed: 1)
    }
}

/// Patterns of one meaning, one a line.
struct PatternSet: Sendable {
    private let patterns: [Pattern]

    init(_ lines: String, lenient: Bool = false) {
        patterns = lines.split(separator: "\n").map { Pattern(String($0), lenient: lenient) }
    }

    func matches(_ words: [String]) -> Bool { patterns.contains { $0.matches(words) } }
}
