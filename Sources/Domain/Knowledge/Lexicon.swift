/// What is known to be a word: a slip is told from another real word by it.
enum Lexicon {
    /// A word of everyday Portuguese.
    static func isCommon(_ word: String) -> Bool { common.contains(word) }

    /// Names nothing that a shop would write about, so that a passage may well answer without it.
    static func isEveryday(_ word: String) -> Bool { everyday.contains(word) }

    /// One of the exact words of ``Concepts``.
    static func isTrade(_ word: String) -> Bool { trade.contains(word) }

    /// Made of groups of letters that Portuguese words have: `produtor`, but not `acmopanho`.
    static func looksReal(_ word: String) -> Bool { grams(of: word).allSatisfy(known.contains) }

    private static let everyday = Set(
        forms(of: LexiconWords.everydayVerbs) + split(LexiconWords.everydayForms)
            + split(LexiconWords.everydayNames).flatMap(inflected))
    private static let common = everyday.union(Places.words).union(
        forms(of: LexiconWords.verbs) + split(LexiconWords.names).flatMap(inflected))
    private static let trade = Set(Concepts.vocabulary)
    private static let known = Set(common.union(trade).flatMap(grams))

    private static func grams(of word: String) -> [[UInt8]] {
        let letters = Array("^\(word)$".utf8)
        return letters.count < 3 ? [] : (0...(letters.count - 3)).map { Array(letters[$0..<$0 + 3]) }
    }

    private static func forms(of verbs: String) -> [String] { split(verbs).flatMap(Conjugation.forms) }

    private static func split(_ text: String) -> [String] { Words.split(text) }

    /// Singular and plural, and of adjectives in `o` the feminine.
    private static func inflected(_ name: String) -> [String] {
        var forms = [name]
        if name.hasSuffix("o"), !name.hasSuffix("ao") { forms.append("\(name.dropLast())a") }
        return forms.flatMap { [$0] + plurals(of: $0) }
    }

    private static func plurals(of name: String) -> [String] {
        if name.hasSuffix("ao") { return ["\(name.dropLast(2))oes", "\(name)s", "\(name.dropLast(2))aes"] }
        if name.hasSuffix("m") { return ["\(name.dropLast())ns"] }
        if name.hasSuffix("il") { return ["\(name.dropLast())s", "\(name.dropLast(2))eis"] }
        if name.hasSuffix("l") { return ["\(name.dropLast())is"] }
        if name.hasSuffix("r") || name.hasSuffix("z") || name.hasSuffix("s") { return ["\(name)es"] }
        return ["\(name)s"]
    }
}
