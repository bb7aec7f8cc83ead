/// Whether each figure of an answer stands with the thing it belongs to: of `Pix 5 %, boleto 3 %` the answer may not make `boleto 5 %`.
///
/// A text is cut between its figures at the strongest mark there; what stands with a figure is its label. A figure is swapped where its
/// label in the answer belongs to another figure of the quoted lines, and has nothing of its own one.
enum Bindings {
    struct Bound {
        let facts: [Fact]
        let label: Set<String>
        let span: Range<Int>
    }

    static func find(_ answer: FactSheet, question: FactSheet, quoted lines: [FactSheet]) -> [Range<Int>] {
        let proof = lines.flatMap(bound)
        guard proof.count >= 2 else { return [] }
        // What was asked in English has none of the sources' words.
        let isEnglish = answer.lexemes.contains { ["the", "is", "are", "of"].contains($0.text) }
        let asked = isEnglish ? [] : label(of: question.lexemes, except: [])
        let said = bound(answer)
        // An answer of one figure is about what was asked, where it has no label of its own.
        return said.filter { bound in
            // "Para 2 meses é o bico lento": the customer's own figure.
            !bound.facts.allSatisfy { $0.isSupported(by: question.facts) }
                && isSwapped(bound, said.count == 1 ? asked : [], proof)
        }.map(\.span)
    }

    private static func isSwapped(_ said: Bound, _ asked: Set<String>, _ proof: [Bound]) -> Bool {
        said.facts.contains { fact in
            let own = proof.filter { fact.isSupported(by: $0.facts) }
            guard !own.isEmpty else { return false }
            let mine = own.reduce(into: Set<String>()) { $0.formUnion($1.label) }
            let others = proof.filter { other in
                !fact.isSupported(by: other.facts) && other.facts.contains { isAlike($0, fact) }
            }
            return others.contains { other in
                let (theirs, ours) = (other.label.subtracting(mine), mine.subtracting(other.label))
                guard !theirs.isEmpty, !ours.isEmpty else { return false }
                let all = theirs.union(ours)
                let plain = said.label.subtracting(costing)
                let label = !plain.isDisjoint(with: all) ? plain : said.label.isDisjoint(with: all) ? asked : said.label
                return !label.isDisjoint(with: theirs) && label.isDisjoint(with: ours)
            }
        }
    }

    /// Both count the same: litres are not held against pieces.
    private static func isAlike(_ one: Fact, _ other: Fact) -> Bool {
        func units(_ fact: Fact) -> Set<Substring> { Set(fact.keys.map { $0.prefix { $0 != ":" } }) }
        return one.kind == other.kind && !units(one).isDisjoint(with: units(other))
    }

    // MARK: Cutting

    private static let kinds: Set<GuardrailFinding.Kind> = [.price, .number, .deadline]

    /// The figures of a text with what stands beside them.
    static func bound(_ sheet: FactSheet) -> [Bound] {
        let facts = sheet.facts.filter { kinds.contains($0.kind) && $0.value != nil }
        // A label does not reach beyond its sentence, unless the sentence has no figure.
        var sentences: [[Lexeme]] = [[]]
        for lexeme in sheet.lexemes {
            if lexeme.endsSentence { sentences.append([]) } else { sentences[sentences.count - 1].append(lexeme) }
        }
        return sentences.flatMap { sentence -> [Bound] in
            guard let first = sentence.first, let last = sentence.last else { return [] }
            let span = first.range.lowerBound..<last.range.upperBound
            return bound(
                facts.filter { span.overlaps($0.span) }.sorted { $0.span.lowerBound < $1.span.lowerBound }, sentence)
        }
    }

    private static func bound(_ facts: [Fact], _ lexemes: [Lexeme]) -> [Bound] {
        guard !facts.isEmpty else { return [] }
        var groups: [[Fact]] = []
        for fact in facts {
            if let last = groups.last, isJoined(last, fact, lexemes) {
                groups[groups.count - 1].append(fact)
            } else {
                groups.append([fact])
            }
        }
        return pieces(groups, groups.count > 1 ? withoutHeader(lexemes, groups) : lexemes)
    }

    /// What stands before a colon and the first of several figures is over all of them.
    private static func withoutHeader(_ lexemes: [Lexeme], _ groups: [[Fact]]) -> [Lexeme] {
        let start = groups.first?.map(\.span.lowerBound).min() ?? 0
        let colon = lexemes.lastIndex { $0.text == ":" && $0.range.upperBound <= start }
        guard let colon,
            !lexemes[(colon + 1)...].filter({ $0.range.upperBound <= start }).allSatisfy({ !isTelling($0) })
        else { return lexemes }
        return Array(lexemes[(colon + 1)...])
    }

    private static func isTelling(_ lexeme: Lexeme) -> Bool {
        lexeme.kind == .word && Stopwords.weight(lexeme.text) > 0
    }

    /// `5 a 8 dias` is one figure.
    private static func isJoined(_ group: [Fact], _ next: Fact, _ lexemes: [Lexeme]) -> Bool {
        let end = group.map(\.span.upperBound).max() ?? 0
        return !lexemes.contains { lexeme in
            lexeme.range.lowerBound >= end && lexeme.range.upperBound <= next.span.lowerBound
                && !joints.contains(lexeme.text)
        }
    }

    private static let joints: Set<String> = ["a", "as", "ate", "-", "de", "to"]

    private static func pieces(_ groups: [[Fact]], _ lexemes: [Lexeme]) -> [Bound] {
        var edges: [(end: Int, start: Int)] = []
        var merged: [[Fact]] = [groups[0]]
        for next in groups.dropFirst() {
            let end = merged[merged.count - 1].map(\.span.upperBound).max() ?? 0
            let start = next.map(\.span.lowerBound).min() ?? end
            let between = lexemes.filter { $0.range.lowerBound >= end && $0.range.upperBound <= start }
            let last = merged[merged.count - 1]
            let isOne =
                isInside(lexemes.filter { $0.range.upperBound <= end }, between)
                && !next.contains { fact in last.contains { isAlike($0, fact) } }
            let stop = next.map(\.span.upperBound).max() ?? start
            if !isOne, let gap = cut(between, before: lexemes.first { $0.range.lowerBound >= stop }) {
                edges.append(gap)
                merged.append(next)
            } else {
                // Nothing parts them: what stands there belongs to both.
                merged[merged.count - 1] += next
            }
        }
        return merged.enumerated().map { index, facts in
            let from = index == 0 ? Int.min : edges[index - 1].start
            let to = index < edges.count ? edges[index].end : Int.max
            let words = lexemes.filter { $0.range.lowerBound >= from && $0.range.upperBound <= to }
            let span = (facts.map(\.span.lowerBound).min() ?? 0)..<(facts.map(\.span.upperBound).max() ?? 0)
            return Bound(facts: facts, label: label(of: words, except: facts.map(\.span)), span: span)
        }.reduce(into: [Bound]()) { found, next in
            // "O frete é de R$ 38 para o Sudeste e R$ 59 para as demais": of both.
            let head = found.first?.label.intersection(heads) ?? []
            found.append(
                Bound(
                    facts: next.facts, label: next.label.isDisjoint(with: heads) ? next.label.union(head) : next.label,
                    span: next.span))
        }
    }

    /// What a figure is of: goes on for the figures behind it that have none of these.
    private static let heads = Set(
        [
            "frete", "prazo", "entrega", "taxa", "preço", "valor", "parcela", "desconto", "garantia", "multa",
            "aluguel",
        ]
        .map {
            Stemming.stem(Folding.fold($0))
        })

    /// `(lata 350 ml, R$ 15,90)`: both are of what stands before the bracket.
    private static func isInside(_ before: [Lexeme], _ between: [Lexeme]) -> Bool {
        guard !between.contains(where: { $0.text == ")" }), let open = before.lastIndex(where: { $0.text == "(" })
        else {
            return false
        }
        return !before[open...].contains { $0.text == ")" }
    }

    /// Where the strongest mark stands; of several equal ones, what lies between them belongs to neither side.
    /// - Parameter next: what stands behind the second figure.
    private static func cut(_ lexemes: [Lexeme], before next: Lexeme?) -> (end: Int, start: Int)? {
        // "Manga curta custa R$ 129 e manga longa, R$ 159": the comma stands for the verb.
        if let comma = lexemes.last(where: {
            !["$", "r", "rs", "por", "de", "em", "com", "ate", "sao"].contains($0.text)
        }), comma.text == ",",
            let joint = lexemes.last(where: { ["e", "mas", ";"].contains($0.text) }),
            joint.range.upperBound < comma.range.lowerBound, next?.kind != .word,
            !lexemes.contains(where: { $0.text == "," && $0.range.lowerBound < joint.range.lowerBound })
        {
            return (joint.range.lowerBound, joint.range.upperBound)
        }
        // What closes the bracket that the first figure stands in.
        if let close = lexemes.first(where: { ["(", ")", ";", ".", "\n"].contains($0.text) }), close.text == ")" {
            return (close.range.lowerBound, close.range.upperBound)
        }
        for marks in strengths {
            let found = lexemes.filter { marks.contains($0.text) && ($0.kind == .mark || $0.kind == .word) }
            if let first = found.first, let last = found.last { return (first.range.lowerBound, last.range.upperBound) }
        }
        return nil
    }

    private static let strengths: [Set<String>] = [["\n"], [";", "."], [","], ["e", "and", "mas", "ou"]]

    /// Said of every price: labels only where nothing else is.
    private static let costing = Set(["custa", "custam", "sai", "saem", "r"].map(Stemming.stem))

    /// Stems of the telling words, and the places they name.
    private static func label(of lexemes: [Lexeme], except spans: [Range<Int>]) -> Set<String> {
        var label: Set<String> = []
        var isWithout = false, isOutside = false, isDenied = false
        for lexeme in lexemes where lexeme.kind == .word && !spans.contains(where: { $0.overlaps(lexeme.range) }) {
            // "Não há juros" is "sem juros".
            if lexeme.text == "sem" || isDenied && ["ha", "tem", "cobramos", "cobra"].contains(lexeme.text) {
                isWithout = true
            }
            isDenied = lexeme.text == "nao"
            // "Fora do Sul e do Sudeste": of what is elsewhere.
            if ["fora", "exceto", "outside", "except"].contains(lexeme.text) { isOutside = true }
            if isOutside || ["resto", "demais", "outros", "outras", "todo", "rest", "elsewhere"].contains(lexeme.text) {
                label.insert("elsewhere")
            }
            if isOutside {
                if Stopwords.weight(lexeme.text) < 1
                    || !Concepts.of(lexeme.text, .asked).filter({ $0 >= Concepts.placeBase }).isEmpty
                {
                    continue
                }
                isOutside = false
                if lexeme.isCapital { continue }
            }
            guard Stopwords.weight(lexeme.text) == 1 else { continue }
            label.insert((isWithout ? "sem " : "") + Stemming.stem(lexeme.text))
            isWithout = false
            for concept in Concepts.of(lexeme.text, .asked) where concept >= Concepts.placeBase {
                label.insert("place \(concept)")
            }
        }
        return label
    }
}
