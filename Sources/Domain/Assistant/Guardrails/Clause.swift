/// Words between two marks. Claims are judged clause by clause: a condition before a comma does not cover what follows it.
struct Clause: Sendable {
    let words: [String]
    let lexemes: [Lexeme]
    /// Number of the sentence it stands in.
    let sentence: Int

    /// Scalars of a run of its words.
    func span(_ range: Range<Int>) -> Range<Int> {
        let range = range.clamped(to: 0..<lexemes.count)
        guard let first = range.first, let last = range.last else { return 0..<0 }
        return lexemes[first].range.lowerBound..<lexemes[last].range.upperBound
    }

    var span: Range<Int> { span(0..<lexemes.count) }

    static func split(_ lexemes: [Lexeme]) -> [Clause] {
        var clauses: [Clause] = []
        var current: [Lexeme] = []
        var sentence = 0
        for lexeme in lexemes + [Lexeme(kind: .mark, text: ".", range: 0..<0)] {
            if lexeme.endsClause || lexeme.text == "-" && !lexeme.isJoined {
                if !current.isEmpty {
                    clauses.append(Clause(words: current.map(\.text), lexemes: current, sentence: sentence))
                }
                current = []
                if lexeme.endsSentence { sentence += 1 }
            } else if lexeme.kind != .mark {
                current.append(lexeme)
            }
        }
        return clauses
    }

    /// It begins with a condition, or has one before a place: `se`, `quando`, `assim que`, `once`.
    func isConditional(before end: Int) -> Bool { Self.conditions.matches(Array(words.prefix(end))) }

    private static let conditions = PatternSet(
        """
        se/caso/quando/enquanto/salvo/embora
        assim/depois/ate/sempre/desde que
        depois/antes/apos
        apos
        if/when/once/unless/until/after/before/whenever/while/as
        """)

    /// Speaks of the customer's own affairs.
    var isPersonal: Bool { words.contains(where: Self.personal.contains) }

    private static let personal: Set<String> = [
        "seu", "sua", "seus", "suas", "teu", "tua", "voce", "te", "lhe", "your", "you", "yours",
    ]
}
