/// What of an answer stands word for word in a quoted line. The shop says it of itself: whatever its words look like, the assistant claims nothing.
struct Verbatim {
    /// Of the answer: sentences and clauses that are a line's own from one mark to another.
    private var whole: [Range<Int>] = []
    private var parts: [Range<Int>] = []
    /// Runs of words in a line, or in the title over it.
    private var runs: [Range<Int>] = []

    /// Runs in a title that tells of nothing that happens: `Canastra extra curado`.
    private var named: [Range<Int>] = []

    private static let leastOfRun = 5
    private static let leastOfClause = 4
    /// "Brocatto 650 W": a word and its figure.
    private static let leastOfTitle = 3

    init(_ clauses: [Clause], quoted lines: [FactSheet], titles: [FactSheet]) {
        let lines = lines.map { Line($0.lexemes) }
        for sentence in Dictionary(grouping: clauses, by: \.sentence).values {
            let lexemes = sentence.flatMap(\.lexemes)
            let own = Array(lexemes.drop { Self.openers.contains($0.text) })
            if own.count >= 2, lines.contains(where: { $0.hasSentence(own.map(\.text)) }) {
                whole.append(Self.span(own))
            }
            let isSupposed = sentence.contains { $0.isConditional(before: $0.words.count) }
            for clause in sentence where clause.words.count >= Self.leastOfClause {
                let words = Array(clause.words.drop { Self.openers.contains($0) })
                if lines.contains(where: { $0.hasClause(words, isSupposed: isSupposed) }) { parts.append(clause.span) }
            }
            for line in lines { runs += Self.runs(lexemes, line.words, least: Self.leastOfRun) }
            for title in titles {
                let words = title.lexemes.filter { $0.kind != .mark }.map(\.text)
                let found = Self.runs(lexemes, words, least: Self.leastOfTitle)
                runs += found
                if !words.contains(where: Told.events.contains) { named += found }
            }
        }
    }

    /// Nothing else in the answer needs it: it is what a line says.
    func covers(_ finding: GuardrailFinding) -> Bool {
        func isIn(_ spans: [Range<Int>]) -> Bool {
            spans.contains { $0.lowerBound <= finding.span.lowerBound && finding.span.upperBound <= $0.upperBound }
        }
        guard !finding.span.isEmpty else { return false }
        switch finding.kind {
        case .action where named.contains(where: { $0.upperBound == finding.span.upperBound }): return true
        case .action, .promise, .offTopic, .deadline: return isIn(whole) || isIn(parts)
        case .contradiction: return isIn(whole)
        case .price, .number, .name, .coupon, .policy: return isIn(whole) || isIn(runs)
        default: return false
        }
    }

    /// Words before a sentence that change nothing of what it says.
    private static let openers: Set<String> = [
        "sim", "oi", "ola", "claro", "lembrando", "que", "so", "e", "olha", "entao",
    ]

    private static func span(_ lexemes: [Lexeme]) -> Range<Int> {
        (lexemes.first?.range.lowerBound ?? 0)..<(lexemes.last?.range.upperBound ?? 0)
    }

    /// The longest runs that both have.
    private static func runs(_ lexemes: [Lexeme], _ words: [String], least: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var lengths = [Int](repeating: 0, count: words.count + 1)
        for (index, lexeme) in lexemes.enumerated() {
            var next = [Int](repeating: 0, count: words.count + 1)
            for (place, word) in words.enumerated() where word == lexeme.text {
                next[place + 1] = lengths[place] + 1
                if next[place + 1] >= least {
                    found.append(span(Array(lexemes[(index + 1 - next[place + 1])...index])))
                }
            }
            lengths = next
        }
        return found
    }

    /// A quoted line with its marks.
    private struct Line {
        let words: [String]
        /// Before which word a sentence begins, and before which a clause; of both also the end of the line.
        private var sentences: Set<Int> = [0]
        private var clauses: Set<Int> = [0]
        /// Words that stand behind a condition of the same sentence.
        private var supposed: Set<Int> = []

        init(_ lexemes: [Lexeme]) {
            var words: [String] = []
            for lexeme in lexemes {
                if lexeme.kind != .mark {
                    words.append(lexeme.text)
                    continue
                }
                if lexeme.endsSentence || lexeme.text == "|" { sentences.insert(words.count) }
                if lexeme.endsClause || lexeme.text == "|" || lexeme.text == "-" && !lexeme.isJoined {
                    clauses.insert(words.count)
                }
            }
            sentences.insert(words.count)
            clauses.formUnion(sentences)
            self.words = words
            let all = Clause.split(lexemes)
            var start = 0
            var condition: Int?
            for clause in all {
                if condition == clause.sentence { supposed.insert(start) }
                if clause.isConditional(before: clause.words.count) { condition = clause.sentence }
                start += clause.words.count
            }
        }

        /// From the beginning of a sentence to a mark.
        func hasSentence(_ other: [String]) -> Bool {
            places(of: other).contains { sentences.contains($0) && clauses.contains($0 + other.count) }
        }

        /// From mark to mark, and without the condition before it only where none is.
        func hasClause(_ other: [String], isSupposed: Bool) -> Bool {
            places(of: other).contains {
                clauses.contains($0) && clauses.contains($0 + other.count) && (isSupposed || !supposed.contains($0))
            }
        }

        private func places(of other: [String]) -> [Int] {
            guard !other.isEmpty, other.count <= words.count else { return [] }
            return (0...words.count - other.count).filter { words[$0..<$0 + other.count].elementsEqual(other) }
        }
    }
}
