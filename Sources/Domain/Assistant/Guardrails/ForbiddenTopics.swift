/// Subjects a shop does not want spoken of, in whatever form of the word.
package enum ForbiddenTopics {
    /// The first topic that a text touches, and where; nil when it touches none.
    static func find(_ topics: [String], in lexemes: [Lexeme]) -> (topic: String, span: Range<Int>)? {
        let words = lexemes.filter { $0.kind != .mark }
        for topic in topics {
            let wanted = Words.split(topic).filter { Stopwords.weight($0) > 0 || Words.split(topic).count == 1 }
            guard !wanted.isEmpty, wanted.count <= words.count else { continue }
            let telling = words.filter { Stopwords.weight($0.text) > 0 || wanted.contains($0.text) }
            guard wanted.count <= telling.count else { continue }
            for start in 0...telling.count - wanted.count {
                let run = telling[start..<start + wanted.count]
                if zip(run, wanted).allSatisfy({ isSame($0.text, $1) }), let first = run.first, let last = run.last {
                    return (topic, first.range.lowerBound..<last.range.upperBound)
                }
            }
        }
        return nil
    }

    /// The first topic that a message touches.
    package static func find(_ topics: [String], in text: String) -> String? {
        find(topics, in: Lexer.split(FoldedText(text)))?.topic
    }

    private static func isSame(_ word: String, _ wanted: String) -> Bool {
        if word == wanted { return true }
        let stem = Stemming.stem(word), other = Stemming.stem(wanted)
        if stem == other { return true }
        // A diminutive, a derived word: `político`, `politicagem`, `politiqueiro`.
        if other.utf8.count >= 5, stem.hasPrefix(other.dropLast(other.utf8.count >= 7 ? 2 : 1)) { return true }
        return wanted.utf8.count >= 6 && Spelling.isSlip(word, of: wanted, allowed: 1)
    }
}
