/// A small pattern over folded words.
///
/// `quero/preciso ..3 cancel*` = one of two words, up to three words of any kind, then a word that begins with `cancel`; `*r` is a word
/// that ends with `r`.
/// `^` at the beginning ties it to the first word, `$` at the end to the last. A lenient pattern forgives one typing slip in words
/// of six letters and more, so a rule need not list misspellings.
struct Pattern: Sendable {
    private enum Element: Sendable {
        case words(Choice)
        case gap(Int)
    }

    /// One of several words.
    private struct Choice: Sendable {
        var exact: Set<String> = []
        var prefixes: [String] = []
        var suffixes: [String] = []

        init(_ source: Substring) {
            for word in source.split(separator: "/").map(String.init) {
                if word.hasSuffix("*") {
                    prefixes.append(String(word.dropLast()))
                } else if word.hasPrefix("*") {
                    suffixes.append(String(word.dropFirst()))
                } else {
                    exact.insert(word)
                }
            }
        }

        func fits(_ word: String) -> Bool {
            exact.contains(word) || prefixes.contains(where: word.hasPrefix) || suffixes.contains(where: word.hasSuffix)
        }

        /// A typing slip away from one of the longer words.
        func isNearly(_ word: String) -> Bool {
            let length = word.utf8.count
            // A word that is right as it stands is not a misspelling of another.
            guard length >= 5, Stopwords.weight(word) == 1, Concepts.of(word).isEmpty else { return false }
            return exact.contains { $0.utf8.count >= 6 && Spelling.isSlip(word, of: $0, allowed: 1) }
                || length >= 6
                    && prefixes.contains { prefix in
                        prefix.utf8.count >= 6
                            && Spelling.isSlip(String(word.prefix(prefix.utf8.count)), of: prefix, allowed: 1)
                    }
        }
    }

    private let elements: [Element]
    private let fromStart: Bool
    private let toEnd: Bool
    private let isLenient: Bool
    /// Words of which a text must have one: most texts have none, and are done with at once. nil where there are none to go by.
    let needed: Set<String>?

    init(_ source: String, lenient: Bool = false) {
        isLenient = lenient
        var parts = source.split(separator: " ")
        fromStart = parts.first == "^"
        if fromStart { parts.removeFirst() }
        toEnd = parts.last == "$"
        if toEnd { parts.removeLast() }
        elements = parts.map { part in
            if part.hasPrefix(".."), let count = Int(part.dropFirst(2)) { return .gap(count) }
            return .words(Choice(part))
        }
        let exact = elements.compactMap { element -> Set<String>? in
            guard case .words(let choice) = element, choice.prefixes.isEmpty, choice.suffixes.isEmpty else {
                return nil
            }
            return choice.exact
        }
        needed = lenient ? nil : exact.min { $0.count < $1.count }
    }

    func matches(_ words: [String]) -> Bool { firstRange(in: words) != nil }

    /// The words of the first place where it matches.
    func firstRange(in words: [String], from first: Int = 0) -> Range<Int>? {
        let starts = fromStart ? 0..<1 : 0..<max(words.count, 1)
        for start in starts where start >= first {
            if let end = match(words, at: start, element: 0) { return start..<end }
        }
        return nil
    }

    /// Where it ends; nil when it does not match.
    private func match(_ words: [String], at index: Int, element: Int) -> Int? {
        guard element < elements.count else { return toEnd && index < words.count ? nil : index }
        switch elements[element] {
        case .gap(let most):
            for skipped in 0...most where index + skipped <= words.count {
                if let end = match(words, at: index + skipped, element: element + 1) { return end }
            }
            return nil
        case .words(let choice):
            guard index < words.count, choice.fits(words[index]) || isLenient && choice.isNearly(words[index]) else {
                return nil
            }
            return match(words, at: index + 1, element: element + 1)
        }
    }
}

/// Patterns of one meaning, one a line.
struct PatternSet: Sendable {
    private let patterns: [Pattern]
    /// Places of the patterns that need one of certain words, by word; and of those that need none.
    private let byWord: [String: [Int]]
    private let always: [Int]

    init(_ lines: String, lenient: Bool = false) {
        let patterns = lines.split(separator: "\n").map { Pattern(String($0), lenient: lenient) }
        self.patterns = patterns
        var byWord: [String: [Int]] = [:]
        for (index, pattern) in patterns.enumerated() {
            for word in pattern.needed ?? [] { byWord[word, default: []].append(index) }
        }
        self.byWord = byWord
        always = patterns.indices.filter { patterns[$0].needed == nil }
    }

    func matches(_ words: [String]) -> Bool { firstRange(in: words) != nil }

    func firstRange(in words: [String]) -> Range<Int>? {
        likely(words).lazy.compactMap { $0.firstRange(in: words) }.first
    }

    /// Every place where one of the patterns matches.
    func ranges(in words: [String]) -> [Range<Int>] {
        likely(words).flatMap { pattern in
            var found: [Range<Int>] = []
            var from = 0
            while from < words.count, let range = pattern.firstRange(in: words, from: from), !range.isEmpty {
                found.append(range)
                from = range.upperBound
            }
            return found
        }
    }

    /// Patterns whose telling words the text has, in their order.
    private func likely(_ words: [String]) -> [Pattern] {
        var found: [Int] = []
        for word in words { if let some = byWord[word] { found += some } }
        if found.isEmpty { return always.map { patterns[$0] } }
        return Set(found + always).sorted().map { patterns[$0] }
    }
}
