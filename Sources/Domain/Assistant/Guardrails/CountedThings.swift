/// Small counts that an answer makes itself: `os dois`, `três planos:` over three quoted rows, `dois rótulos` over a line that names two.
struct CountedThings: Sendable {
    private let lexemes: [Lexeme]
    private let lines: [String]
    private let proof: [Fact]

    init(_ lexemes: [Lexeme], quoted lines: [String], _ proof: [Fact]) {
        self.lexemes = lexemes
        self.lines = lines
        self.proof = proof
    }

    /// The count is no claim, or the quoted lines show as many things.
    func hold(_ fact: Fact) -> Bool {
        // "10 delas": whatever was spoken of.
        if fact.kind == .number, let index = lexemes.firstIndex(where: { $0.range.lowerBound == fact.span.lowerBound }),
            lexemes.indices.contains(index + 1), ["delas", "deles"].contains(lexemes[index + 1].text)
        {
            return proof.contains { $0.value == fact.value }
        }
        // "Children under 3": years go without saying.
        if fact.kind == .number, let value = fact.value, proof.contains(where: { $0.keys.contains("ano:\(value)") }),
            let index = lexemes.firstIndex(where: { $0.range.lowerBound == fact.span.lowerBound }), index > 0
        {
            return ["under", "over", "above", "than", "age"].contains(lexemes[index - 1].text)
        }
        // "10 installments without interest, or 18 with": goes on with what was counted.
        if fact.kind == .number, let value = fact.value, proof.contains(where: { $0.value == value }),
            let index = lexemes.firstIndex(where: { $0.range.lowerBound == fact.span.lowerBound }), index > 0,
            lexemes.indices.contains(index + 1)
        {
            if ["or", "ou"].contains(lexemes[index - 1].text),
                ["with", "com", "without", "sem"].contains(lexemes[index + 1].text)
            {
                return true
            }
        }
        guard fact.kind == .number, let count = fact.value.flatMap({ Int($0) }), (2...5).contains(count),
            let index = lexemes.firstIndex(where: { $0.range.lowerBound == fact.span.lowerBound }),
            lexemes[index].kind == .word
        else { return false }
        let next = lexemes.indices.contains(index + 1) ? lexemes[index + 1] : nil
        let before = index > 0 ? lexemes[index - 1].text : ""
        let isThing =
            next?.kind == .word && Stopwords.weight(next?.text ?? "") > 0
            && !["juntos", "juntas", "together"].contains(next?.text ?? "")
        // "Temos dois: o Horizonte e o Névoa"
        if next?.text == ":" {
            let list = lexemes[(index + 2)...].prefix { !$0.endsSentence }
            if list.count(where: \.isCapital) == count { return true }
        }
        if !isThing { return ["os", "as", "the"].contains(before) }
        guard let thing = next?.text else { return false }
        // "São três planos: …": one for each line.
        let mark = lexemes.indices.contains(index + 2) ? lexemes[index + 2].text : ""
        if mark == ":", lines.count == count { return true }
        return lines.contains { names(in: $0, after: Stemming.stem(thing)) == count }
    }

    /// How many proper names stand behind a thing: of `os rótulos Horizonte e Névoa` two.
    private func names(in line: String, after stem: String) -> Int {
        let words = Lexer.split(FoldedText(line))
        guard let start = words.firstIndex(where: { Stemming.stem($0.text) == stem }) else { return 0 }
        let list = words[(start + 1)...].prefix { $0.isCapital || [",", "e", "ou", "and"].contains($0.text) }
        return list.count(where: \.isCapital)
    }
}
