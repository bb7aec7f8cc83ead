/// Whether an answer says what its quoted lines deny, denies what they say, or denies what they do not speak of.
///
/// Segment against segment (a verb with what belongs to it), by the stems of their telling words: `trocamos peças íntimas` over `não
/// trocamos peças íntimas, meias e brincos`. A denial must stand on a line that denies or restricts something of the same kind; an
/// assertion is stopped where almost every word of it stands in a denial and no other quoted segment says as much.
enum Polarity {
    struct Statement {
        /// `sem` goes with the word it takes away: `sem etiqueta` is not `etiqueta`. Words that say little are marked by a point.
        let stems: Set<String>
        let isDenied: Bool
        /// `apenas`, `sem`, `obrigatório`, `grátis`: from these a denial may follow.
        let isRestricted: Bool
        /// Words that say which case is meant; two statements about different cases do not contradict each other.
        let scope: Set<String>
        let span: Range<Int>
        /// Its denial is an English word: its stems are not those of the source.
        var isEnglish = false
        /// `tem`, `há`, `cobramos`: says that there is something.
        var isThere = false
        /// "Espere 30 dias antes de adubar", "evite o sol": denies without a word of denial.
        var isWarning = false
        /// `enquanto o pedido não sai`: says when, and is held only against its like.
        var isSubordinate = false
        /// Numbers that stand in it.
        var figures: Set<String> = []
        /// "Não aceitamos cheque" over what is accepted: three words at most, inferred from a list.
        var isShort = false
        /// "Não tem marcas": what it is without.
        var lacks: String?

        var telling: Set<String> { stems.filter { !$0.hasPrefix(".") } }
    }

    /// Share of the answer's segment that must stand in the quoted one.
    private static let likeness = 0.7

    /// - Parameter question: what the customer asked last, for answers that begin with a bare yes or no.
    static func find(_ answer: [Clause], question: FactSheet, quoted lines: [FactSheet]) -> [Range<Int>] {
        let proof = lines.flatMap { statements(Clause.split($0.lexemes)) }
        let excepted = Set(lines.flatMap { stems(Self.excepted($0.lexemes)) })
        guard !proof.isEmpty else { return [] }
        let all = Set(proof.flatMap(\.stems))
        let without = Set(all.filter { $0.hasPrefix("sem ") }.map { String($0.dropFirst(4)) }).subtracting(all)
        let asked = Set(statements(Clause.split(question.lexemes)).flatMap(\.telling))
        let figures = Set(lines.flatMap(\.lexemes).filter { $0.kind == .number }.map(\.text))
        let hasException = lines.contains { $0.lexemes.contains { exceptions.contains($0.text) } }
        // "Infelizmente não.", "Não muito:" answer the question; what they deny is judged with it.
        let body = answer.filter {
            !($0.words.count <= 3 && $0.words.contains { ["nao", "sim", "no", "yes", "not"].contains($0) }
                && $0.words.allSatisfy { Stopwords.weight($0) < 1 || bare.contains($0) })
                // "Com 7 graus não": the customer's own figure, which no line has.
                && !($0.words.count <= 5 && $0.words.last == "nao"
                    && $0.lexemes.contains { $0.kind == .number && !figures.contains($0.text) })
        }
        var found = statements(body).filter { said in
            contradicts(said, proof) || deniesFigure(said, proof)
                || said.isDenied && !said.isShort && !said.isSubordinate && !(said.isEnglish && hasException)
                    && said.telling.isDisjoint(with: excepted) && !isBacked(said, asked, proof)
                || said.isThere && !said.isDenied && !said.stems.isDisjoint(with: without)
        }.map(\.span)
        // "Não, aos domingos não há motoboy": the denial behind a bare no says what is denied, and was judged above.
        let isExplained = found.isEmpty && statements(body).contains { $0.isDenied && isBacked($0, [], proof) }
        if let lead = lead(answer, question), contradicts(lead, proof), !(lead.isDenied && isExplained) {
            found.append(lead.span)
        }
        return found
    }

    /// What stands behind `exceto` and its like, to the next mark.
    private static func excepted(_ lexemes: [Lexeme]) -> [Lexeme] {
        guard let start = lexemes.firstIndex(where: { exceptions.contains($0.text) }) else { return [] }
        return Array(lexemes[(start + 1)...].prefix { !$0.endsSentence && $0.text != ";" })
    }

    private static func contradicts(_ said: Statement, _ proof: [Statement]) -> Bool {
        func shared(_ other: Statement) -> Int { said.stems.intersection(other.stems).count }
        guard said.stems.count >= 2, !said.isWarning else { return false }
        let against = proof.filter { other in
            let count = shared(other)
            return other.isDenied != said.isDenied && other.scope == said.scope && count >= 2
                && (!(said.isSubordinate && said.isDenied || other.isSubordinate && other.isDenied)
                    || said.isSubordinate == other.isSubordinate)
                // "Sem níquel" over "não levam níquel", and the other way round
                && !other.telling.contains { said.stems.contains("sem \($0)") }
                && !(said.lacks.map { other.stems.contains("sem \($0)") } ?? false)
                && Double(count) >= likeness * Double(said.stems.count)
                && !said.telling.isDisjoint(with: other.telling)
        }
        guard let most = against.map(shared).max() else { return false }
        return !proof.contains { $0.isDenied == said.isDenied && shared($0) >= most }
    }

    /// "O prazo não é de 2 a 5 dias": denies a figure that a quoted line gives, of the same case and without denying anything.
    private static func deniesFigure(_ said: Statement, _ proof: [Statement]) -> Bool {
        guard said.isDenied, !said.isEnglish, !said.isSubordinate, !said.figures.isEmpty else { return false }
        let about = proof.filter { !said.figures.isDisjoint(with: $0.figures) }
        // "O desconto de 8% não soma com cupons": the figure only names what another line denies something of.
        if proof.contains(where: { $0.isDenied && said.telling.intersection($0.telling).count >= 2 }) { return false }
        return !about.isEmpty
            && about.allSatisfy {
                !$0.isDenied && !$0.isRestricted && !$0.isSubordinate && said.figures.isSubset(of: $0.figures)
                    && said.telling.intersection($0.telling).count * 2 > said.telling.count && $0.scope == said.scope
            }
    }

    /// A denial stands on a denial or a restriction about one of its things, or about what was asked.
    private static func isBacked(_ said: Statement, _ asked: Set<String>, _ proof: [Statement]) -> Bool {
        let about = said.telling.union(asked).union(said.telling.map { "sem \($0)" })
        return proof.contains { other in
            isBeyond(said.scope, other.scope)
                || (other.isDenied || other.isRestricted)
                    && (said.isEnglish || !about.isDisjoint(with: other.telling) || other.telling.count <= 2
                        || said.telling.isEmpty)
        }
    }

    /// "Os aprovados depois das 15h não", over "até as 15h".
    private static func isBeyond(_ said: Set<String>, _ told: Set<String>) -> Bool {
        told.contains("ate") && !said.isDisjoint(with: ["depois", "apos", "acima", "alem", "mais"])
            || !told.isDisjoint(with: ["acima", "partir", "alem"])
                && !said.isDisjoint(with: ["abaixo", "menos", "ate"])
    }

    // MARK: Statements

    static func statements(_ clauses: [Clause]) -> [Statement] {
        let sentences = Dictionary(grouping: clauses, by: \.sentence)
        return sentences.keys.sorted().flatMap { statements(ofSentence: sentences[$0] ?? []) }
    }

    private static func statements(ofSentence clauses: [Clause]) -> [Statement] {
        var segments: [[Lexeme]] = []
        for clause in clauses {
            for (index, part) in parts(clause).enumerated() {
                guard index == 0, !clause.isApart, let last = segments.indices.last else {
                    segments.append(part)
                    continue
                }
                // An item of a list goes on with what is said of the list.
                let isItem = !isOwn(part.map(\.text)) && !part.contains(where: { $0.text == "e" && $0.isAccented })
                if isItem || isSubject(segments[last], of: part, isFirst: last == 0) {
                    segments[last] += part
                } else {
                    segments.append(part)
                }
            }
        }
        let topic = segments.first.map(subject(of:)) ?? []
        return segments.enumerated().compactMap { index, segment in
            // "Depois que o pedido sai, não há cancelamento": when, and no more.
            if index + 1 < segments.count, let first = segment.first, junctions.contains(first.text),
                !segment.contains(where: { negators.contains($0.text) })
            {
                return nil
            }
            let start = segment.first.map { joints.contains($0.text) ? 1 : 0 } ?? 0
            let begins = segment.indices.contains(start) ? segment[start].text : ""
            // "…, que custa R$ 1.280,00": of the noun before it.
            let isCarried = index > 0 && segment.first?.text != "que" && (negators.contains(begins) || isVerb(begins))
            return statement(segment, subject: isCarried ? topic : [])
        }
    }

    /// "Fita cortada, fio por metro e peças sob encomenda não têm troca": the first of several things that are denied something.
    private static func isSubject(_ segment: [Lexeme], of next: [Lexeme], isFirst: Bool) -> Bool {
        let (words, rest) = (segment.map(\.text), next.map(\.text))
        guard isFirst, !isOwn(words), let first = words.first, Stopwords.weight(first) == 1, let begins = rest.first,
            !negators.contains(begins), !isVerb(begins), !openers.contains(begins),
            let joint = rest.firstIndex(of: "e"), let denial = rest.firstIndex(where: negators.contains)
        else { return false }
        return joint < denial && !rest[..<denial].contains(where: isVerb)
    }

    /// `é digital e não vence` says two things.
    private static func parts(_ clause: Clause) -> [[Lexeme]] {
        var cuts = [0]
        let words = clause.words
        for index in words.indices.dropFirst() where joints.contains(words[index]) {
            let next = words.indices.contains(index + 1) ? words[index + 1] : ""
            if negators.contains(next) || isVerb(next) || breaks.contains(words[index]) { cuts.append(index) }
        }
        cuts.append(words.count)
        return zip(cuts, cuts.dropFirst()).map { Array(clause.lexemes[$0..<$1]) }.filter { !$0.isEmpty }
    }

    /// It says something of its own: it has a verb or a denial, or begins an exception.
    private static func isOwn(_ words: [String]) -> Bool {
        words.contains { negators.contains($0) || isVerb($0) || ["possivel", "permitido", "necessario"].contains($0) }
            || words.starts(with: ["da", "para"]) || words.starts(with: ["da", "pra"])
            || words.first.map(openers.contains) == true
            || words.first.map(breaks.contains) == true
    }

    /// What the sentence is about: its telling words before the first verb.
    private static func subject(of segment: [Lexeme]) -> Set<String> {
        let head = segment.prefix { $0.text != "e" && !negators.contains($0.text) && !isVerb($0.text) }
        return head.count == segment.count ? [] : stems(Array(head))
    }

    private static func stems(_ lexemes: [Lexeme]) -> Set<String> {
        var stems: Set<String> = []
        var isWithout = false
        for lexeme in lexemes where lexeme.kind == .word {
            let word = lexeme.text
            if word == "sem" {
                isWithout = true
                continue
            }
            let weight = Stopwords.weight(word)
            guard weight > 0, !negators.contains(word), !scopes.contains(word) else { continue }
            let stem = participles[word] ?? Stemming.stem(word)
            stems.insert((isWithout ? "sem " : "") + (weight < 1 || Stopwords.isWeak(stem: stem) ? "." : "") + stem)
            isWithout = false
        }
        return stems
    }

    private static func statement(_ lexemes: [Lexeme], subject: Set<String>) -> Statement? {
        let words = lexemes.map(\.text)
        let denials = words.indices.filter { isDenial(words, at: $0) }
        // "quem não", "se não": a condition, not a denial of the whole.
        let isSubordinate = denials.contains { index in
            guard let joint = words[..<index].suffix(3).lastIndex(where: conditions.contains) else { return false }
            // "Peças que faltam não são enviadas": the verb of the `que` stands before the denial.
            return !words[(joint + 1)..<index].contains { isVerb($0) || $0.utf8.count > 4 && $0.hasSuffix("am") }
        }
        guard !words.contains(where: exceptions.contains), !openers.contains(words.first ?? ""),
            !unknowing.matches(words),
            let first = lexemes.first, let last = lexemes.last
        else { return nil }
        let stems = stems(lexemes).union(subject)
        guard !stems.isEmpty else { return nil }
        return Statement(
            stems: stems, isDenied: isDenied(words, denials) || denials.isEmpty && isClosed(words),
            isRestricted: restricting.matches(words),
            scope: Set(words).intersection(scopes), span: first.range.lowerBound..<last.range.upperBound,
            isEnglish: denials.contains { englishNegators.contains(words[$0]) },
            isThere: words.prefix(4).contains(where: existing.contains),
            isWarning: words.contains(where: warnings.contains),
            isSubordinate: isSubordinate || words.prefix(3).contains(where: junctions.contains),
            figures: Set(lexemes.filter { $0.kind == .number }.map(\.text)), isShort: lexemes.count <= 3,
            lacks: lacking(words))
    }

    /// "Nenhum … não" says yes, "não … nenhum" says no.
    private static func isDenied(_ words: [String], _ denials: [Int]) -> Bool {
        guard let first = denials.first else { return false }
        let isDouble =
            ["nenhum", "nenhuma", "ninguem", "nunca", "jamais"].contains(words[first])
            && denials.dropFirst().contains { words[$0] == "nao" }
        return !isDouble
    }

    private static func isDenial(_ words: [String], at index: Int) -> Bool {
        let word = words[index]
        let next = words.indices.contains(index + 1) ? words[index + 1] : ""
        let before = index > 0 ? words[index - 1] : ""
        // don't, isn't
        if word == "t" { return contracted.contains(before) }
        // "O frete deixa de ser cobrado"
        if ["deixa", "deixam", "deixara"].contains(word), next == "de" { return true }
        guard negators.contains(word) else { return false }
        // `não só`, `a não ser`, `por que não`, `No Pix`
        if ["so", "somente", "apenas", "ser", "deixe", "esqueca", "hesite"].contains(next) { return false }
        if word == "no" {
            return english.contains(next) || index == 0 && words.count == 1
                || ["contains", "contain", "has", "have", "is", "are", "there", "with"].contains(before)
        }
        return !(before == "que" && index > 1 && words[index - 2] == "por")
    }

    private static func isVerb(_ word: String) -> Bool {
        verbs.contains(word)
            || word.utf8.count >= 6 && ["amos", "emos", "imos"].contains { word.hasSuffix($0) }
    }

    // MARK: A bare yes or no

    private static let bare: Set<String> = [
        "infelizmente", "ainda", "yet", "not", "yes", "no", "melhor", "claro", "unfortunately", "sorry", "paga",
        "pagam", "nada",
    ]

    /// The question itself as a statement, affirmed or denied by the first words of the answer.
    private static func lead(_ answer: [Clause], _ question: FactSheet) -> Statement? {
        guard let first = answer.first, first.words.count <= 3 else { return nil }
        let isYes = first.words.contains("sim") || ["claro", "pode", "yes"].contains(first.words.first ?? "")
        let isNo = first.words.last == "nao" || first.words == ["no"]
        guard isYes != isNo else { return nil }
        let asked = statements(Clause.split(question.lexemes))
        guard asked.count == 1, let statement = asked.first, !statement.isDenied else { return nil }
        return Statement(
            stems: statement.stems, isDenied: isNo, isRestricted: false, scope: statement.scope, span: first.span)
    }
}
