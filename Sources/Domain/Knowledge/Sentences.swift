/// Cuts running text into sentences.
package enum Sentences {
    /// Ranges of the sentences within a range; white space between them belongs to none.
    package static func split(_ text: ScalarText, in range: Range<Int>) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        let range = text.trimmed(range)
        var start = range.lowerBound
        for index in range where ends(text, at: index, in: range, from: start) {
            let sentence = text.trimmed(start..<index + 1)
            if !sentence.isEmpty { sentences.append(sentence) }
            start = index + 1
        }
        let rest = text.trimmed(start..<range.upperBound)
        if !rest.isEmpty { sentences.append(rest) }
        return sentences
    }

    private static func ends(_ text: ScalarText, at index: Int, in range: Range<Int>, from start: Int) -> Bool {
        let mark = text.scalars[index]
        guard mark == "." || mark == "!" || mark == "?" || mark == "…" else { return false }
        let next = index + 1
        guard next < range.upperBound else { return true }
        guard text.scalars[next].properties.isWhitespace else { return false }
        guard mark == "." else { return true }
        let word = Folding.fold(text.slice(wordBefore(text, index, from: start)))
        if abbreviations.contains(word) { return false }
        // "2. Leve um documento": a number at the beginning is the mark of a list.
        return
            !(word.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && text.trimmed(start..<index).count <= word.utf8.count)
    }

    private static func wordBefore(_ text: ScalarText, _ index: Int, from start: Int) -> Range<Int> {
        var begin = index
        while begin > start,
            text.scalars[begin - 1].properties.isAlphabetic || ("0"..."9").contains(text.scalars[begin - 1])
        {
            begin -= 1
        }
        return begin..<index
    }

    private static let abbreviations: Set<String> = [
        "r", "av", "sr", "sra", "srs", "dr", "dra", "n", "no", "tel", "ex", "etc", "art", "obs", "pag", "p", "cia",
        "ltda", "min", "max",
        "al", "est", "rod", "cj", "apto", "km", "st",
    ]
}
