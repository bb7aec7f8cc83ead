/// Finds out which word is meant by one that nobody knows: a typing slip, or a diminutive.
///
/// The shop's own words come first, then those of the trade, then everyday ones. A real word is left alone, however near it lies to
/// another one: `ração` is no `razão`.
struct Respelling: Sendable {
    /// What the shop's passages know; empty while none has been found.
    private let words: Set<String>
    private let stems: Set<String>

    static let blind = Respelling(Bag())

    init(_ bag: Bag) {
        words = bag.words
        stems = bag.stems
    }

    /// Who writes more unknown words than this writes no Portuguese, and looking for what they mean would take long.
    private static let most = 40

    func respelled(_ said: [String]) -> [String] {
        var tried = 0
        return said.map { word in
            guard isDoubtful(word), tried < Self.most else { return word }
            tried += 1
            return meant(by: word)
        }
    }

    func respelled(_ word: String) -> String { isDoubtful(word) ? meant(by: word) : word }

    private func isDoubtful(_ word: String) -> Bool {
        (5...24).contains(word.utf8.count) && word.utf8.allSatisfy { (0x61...0x7A).contains($0) } && !isWord(word)
    }

    private func meant(by word: String) -> String {
        let letters = Array(word.utf8)
        let isLong = letters.count >= 6
        // What begins like a word of the trade has its concepts; only that word itself would say more.
        let isVague = !Concepts.of(word).isEmpty
        // An unknown word that looks like a Portuguese one may just be missing here.
        let isReal = Lexicon.looksReal(word)
        for (kind, candidates) in [
            (Slips.Kind.swap, Slips.swaps(letters)), (.missing, Slips.longer(letters)),
            (.added, isLong ? Slips.shorter(letters) : []), (.wrong, isLong ? Slips.replaced(letters) : []),
        ] {
            if let meant = candidates.first(where: isTelling) ?? candidates.first(where: Lexicon.isTrade) {
                return meant
            }
            // A wrong letter makes too many other words of a real one.
            guard !isVague, kind != .wrong || !isReal else { continue }
            if let meant = common(candidates) { return meant }
        }
        if isVague { return word }
        return base(of: word) ?? Slips.swaps(letters).lazy.compactMap(base).first ?? word
    }

    private func common(_ candidates: [String]) -> String? {
        candidates.first { Stopwords.weight($0) < 1 || words.contains($0) } ?? candidates.first(where: hasStem)
            ?? candidates.first { Lexicon.looksReal($0) && Lexicon.isCommon($0) }
    }

    private func hasStem(_ word: String) -> Bool {
        let stem = Stemming.stem(word)
        return stem.utf8.count >= 5 && stems.contains(stem)
    }

    /// A word in itself, and not only by how it begins.
    private func isWord(_ word: String) -> Bool {
        Stopwords.weight(word) < 1 || Lexicon.isCommon(word) || Lexicon.isTrade(word) || words.contains(word)
            || stems.contains(Stemming.stem(word))
    }

    private func isTelling(_ word: String) -> Bool { words.contains(word) && Stopwords.weight(word) == 1 }

    // MARK: Diminutives

    /// `caixinha` → `caixa`, `cartãozinho` → `cartão`.
    private func base(of word: String) -> String? {
        let word = word.hasSuffix("s") ? String(word.dropLast()) : word
        for ending in ["zinho", "zinha", "inho", "inha"] where word.hasSuffix(ending) {
            let stem = String(word.dropLast(ending.count))
            guard stem.utf8.count >= 3 else { continue }
            let hard =
                stem.hasSuffix("qu") ? "\(stem.dropLast(2))c" : stem.hasSuffix("gu") ? String(stem.dropLast()) : stem
            let bases = [hard + String(ending.suffix(1)), "\(stem)e", stem, "\(hard)o", "\(hard)a"]
            if let base = (ending.hasPrefix("z") ? [stem] + bases : bases).first(where: isWord) { return base }
        }
        return nil
    }
}

/// Words that a slip makes of another one, the other way round.
enum Slips {
    enum Kind { case swap, missing, added, wrong }

    static func swaps(_ letters: [UInt8]) -> [String] {
        (0..<(letters.count - 1)).filter { letters[$0] != letters[$0 + 1] }.map { index in
            var other = letters
            other.swapAt(index, index + 1)
            return String(decoding: other, as: UTF8.self)
        }
    }

    /// Those with a letter more: one was missed. Not the first, which hardly anybody misses, nor the last two: there another form of
    /// the same word begins.
    static func longer(_ letters: [UInt8]) -> [String] {
        inner(letters).flatMap { index in alphabet.map { word(letters[..<index], [$0], letters[index...]) } }
    }

    static func shorter(_ letters: [UInt8]) -> [String] {
        inner(letters).map { word(letters[..<$0], letters[($0 + 1)...]) }
    }

    static func replaced(_ letters: [UInt8]) -> [String] {
        inner(letters).flatMap { index in
            alphabet.filter { $0 != letters[index] }.map { word(letters[..<index], [$0], letters[(index + 1)...]) }
        }
    }

    private static let alphabet = UInt8(ascii: "a")...UInt8(ascii: "z")

    private static func inner(_ letters: [UInt8]) -> Range<Int> { 1..<max(letters.count - 1, 1) }

    private static func word(_ parts: ArraySlice<UInt8>...) -> String {
        String(decoding: parts.joined(), as: UTF8.self)
    }
}
