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
        if isListed(fact) { return true }
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
        if !isThing {
            return ["os", "as", "the", "desses", "dessas", "destes", "destas", "esses", "essas", "estes", "estas"]
                .contains(before)
        }
        if isOfOptions(index), shows(count, after: index) { return true }
        guard let thing = next?.text else { return false }
        // "São três planos: …": one for each line.
        let mark = lexemes.indices.contains(index + 2) ? lexemes[index + 2].text : ""
        if mark == ":", lines.count == count { return true }
        if lines.count(where: { $0.hasPrefix("|") }) == count || lists(count, after: index) { return true }
        return lines.contains { names(in: $0, after: Stemming.stem(thing)) == count }
    }

    /// The `1.`, `2)` of a list that begins with 1.
    private func isListed(_ fact: Fact) -> Bool {
        let marks = lexemes.indices.filter { index in
            lexemes[index].kind == .number && index + 1 < lexemes.count && [".", ")"].contains(lexemes[index + 1].text)
                && lexemes[index + 1].isJoined
                && (index == 0 || lexemes[index - 1].endsClause || lexemes[index - 1].text == "e")
        }
        guard let place = marks.firstIndex(where: { lexemes[$0].range.overlaps(fact.span) }) else { return false }
        let numbers = marks.map { lexemes[$0].text }
        return numbers.count > 1 && numbers.elementsEqual((1...numbers.count).map { "\($0)" })
            && lexemes[marks[place]].text == "\(place + 1)"
    }

    /// "Três sabores: puro, com coco e com café"
    private func lists(_ count: Int, after index: Int) -> Bool {
        let sentence = lexemes[(index + 1)...].prefix { !$0.endsSentence }
        guard let colon = sentence.firstIndex(where: { $0.text == ":" }), colon - index <= 6 else { return false }
        let list = sentence[(colon + 1)...]
        let marks: Set<String> = list.contains { $0.text == ";" } ? [";"] : [",", "e", "ou", "and", "or"]
        return list.split { marks.contains($0.text) }.count == count
    }

    /// `duas opções`, `três ótimas opções`
    private func isOfOptions(_ index: Int) -> Bool {
        lexemes[(index + 1)...].prefix(2).contains { Self.options.contains($0.text) }
    }

    private static let options: Set<String> = [
        "opcoes", "modelos", "tamanhos", "versoes", "formas", "maneiras", "jeitos", "alternativas", "tipos", "canais",
        "caminhos", "linhas", "cores", "options", "models", "sizes", "ways", "versions", "types",
    ]

    /// As many lines are quoted, or one of them has as many figures of a kind or as many parts of a list.
    private func shows(_ count: Int, after index: Int) -> Bool {
        if lines.count == count { return true }
        return lines.contains { line in
            let sheet = FactSheet(line)
            let figures = Dictionary(grouping: sheet.facts) { $0.keys.first?.prefix { $0 != ":" } ?? "" }
            if figures.values.contains(where: { $0.count == count }) { return true }
            let clauses = sheet.lexemes.split { $0.endsSentence || [":", ";", "(", ")"].contains($0.text) }
            return clauses.contains { $0.count { [",", "e", "ou", "and", "or"].contains($0.text) } == count - 1 }
        }
    }

    /// How many proper names stand behind a thing: of `os rótulos Horizonte e Névoa` two.
    private func names(in line: String, after stem: String) -> Int {
        let words = Lexer.split(FoldedText(line))
        guard let start = words.firstIndex(where: { Stemming.stem($0.text) == stem }) else { return 0 }
        let list = words[(start + 1)...].prefix { $0.isCapital || [",", "e", "ou", "and"].contains($0.text) }
        return list.count(where: \.isCapital)
    }
}
