/// Decides whether an answer may reach a customer: every fact in it stands in a line it quotes, and it claims, promises and reveals
/// nothing. Deterministic; what cannot be proved is a finding.
package struct Guardrails: Sendable {
    package struct Verdict: Sendable {
        package let findings: [GuardrailFinding]
        /// The quotations that hold: place of the evidence and its own words.
        package let citations: [(evidence: Int, quote: String)]

        package var isClean: Bool { findings.isEmpty }
        /// Nothing but length and emoji.
        package var isFormOnly: Bool { findings.allSatisfy(\.isForm) }
    }

    private let context: GuardrailContext
    private let secrets: Leaks.Secrets
    private let said: [Fact]
    /// What the customer asked last.
    private let question: FactSheet
    private let saidStems: Set<String>

    /// Of the prompt that is the same for every shop.
    private static let prompt = Leaks.Secrets([GuardrailPrompt.text, PromptBuilder.rules])

    package init(_ context: GuardrailContext) {
        self.context = context
        secrets = Self.prompt.union(Leaks.Secrets(context.secrets))
        said = context.customerSaid.flatMap { FactSheet($0).facts }
        question = FactSheet(ChatSpelling.written(context.customerSaid.last ?? ""))
        saidStems = Self.stems(context.customerSaid + context.names)
    }

    package func verify(_ text: String, quoting quotes: [ModelAnswer.Quote]) -> Verdict {
        let quoted = QuotedLines(quotes, of: context.evidence)
        return Verdict(
            findings: quoted.findings + findings(in: text, quoted),
            citations: quoted.citations.map { ($0.evidence, $0.text) })
    }

    /// For text that is itself a quotation, of any number of lines.
    package func verifyExcerpt(_ text: String, quoting quotes: [ModelAnswer.Quote]) -> [GuardrailFinding] {
        let quoted = QuotedLines(quotes, of: context.evidence, most: .max)
        return quoted.findings
            + findings(in: text, quoted, isExcerpt: true).filter {
                ![.name, .offTopic, .contradiction].contains($0.kind)
            }
    }

    // MARK: The checks

    /// - Parameter isExcerpt: the text has its heading over it, which is told as well as the lines.
    private func findings(in text: String, _ quoted: QuotedLines, isExcerpt: Bool = false) -> [GuardrailFinding] {
        let answer = ScalarText(text)
        let sheet = FactSheet(text)
        let clauses = Clause.split(sheet.lexemes)
        let lines = quoted.lines.joined(separator: "\n")
        let sheets = quoted.lines.map { FactSheet($0) }
        let titles = quoted.citations.map { context.evidence[$0.evidence].title }
        // "Fim de semana" over the column of a quoted row.
        let columns = quoted.headers.flatMap { FactSheet($0).facts }.filter { $0.kind == .deadline }
        let proof = columns + (sheets + (isExcerpt ? titles.map { FactSheet($0) } : [])).flatMap(\.facts)
        let quotedStems = Self.stems([lines] + titles + quoted.headers)
        let known = quotedStems.union(saidStems)

        func finding(_ kind: GuardrailFinding.Kind, _ why: GuardrailFinding.Why, _ span: Range<Int>) -> GuardrailFinding
        {
            GuardrailFinding(kind: kind, why: why, span: span, text: answer.slice(span))
        }

        var findings = FormRules.find(answer, maxLength: context.maxLength, usesEmojis: context.usesEmojis)
        let weekdays = OpenDays(sheets)
        let counts = CountedThings(sheet.lexemes, quoted: quoted.lines, proof)
        let facts = sheet.facts.map { (fact: $0, isProved: $0.isSupported(by: proof)) }
        let proved = facts.filter { $0.isProved && $0.fact.value != nil }.map(\.fact.span)
        let contacts = facts.filter { $0.isProved && [.phone, .email, .url].contains($0.fact.kind) }.map(\.fact.span)
        let ownCase = OwnCase(question: question, shown: context.evidence, answer: sheet, proved: proved, proof: proof)
        findings += facts.filter { pair in
            if pair.isProved { return false }
            if let isRight = weekdays.judge(pair.fact, in: clauses) { return !isRight }
            return !isEcho(pair.fact, clauses) && !isCompared(pair.fact, clauses, proved)
                && !ownCase.holds(pair.fact, in: clauses) && !counts.hold(pair.fact)
                && !OfferScanner.isIncluded(pair.fact, sheet.lexemes, quoted: sheets)
        }.map {
            finding($0.fact.kind, .notInQuote, $0.fact.span)
        }
        let orders = OwnOrders(quoted, of: context.evidence)
        let everybody = Told(orders.others + (isExcerpt ? titles : []))
        let asked = Self.stems([context.customerSaid.last ?? ""])
        for clause in clauses {
            // "I'm sorry that happened": what the customer told.
            if Self.sorrow.matches(clause.words) { continue }
            let told = everybody.adding(own: orders.words(for: clause, of: clauses))
            if let claim = ActionClaims.find(in: clause, told: told, asked: asked) {
                findings.append(finding(.action, claim.why, clause.span(claim.range)))
            }
            let hasProof = facts.contains { $0.isProved && clause.span.overlaps($0.fact.span) }
            if let claim = PromiseClaims.find(in: clause, told: told, hasProof: hasProof, asked: asked) {
                findings.append(finding(.promise, claim.why, clause.span(claim.range)))
            }
            if let range = SecretRequests.find(in: clause) {
                findings.append(finding(.personal, .asked, clause.span(range)))
            }
            // Free of charge is much: what shall come is proved by a figure.
            let hasFigure = proved.contains { clause.span.overlaps($0) }
            if let claim = EnglishClaims.find(in: clause, told: told, hasProof: hasFigure) {
                findings.append(finding(claim.kind, claim.why, clause.span(claim.range)))
            }
        }
        findings += NameScanner.find(sheet.lexemes, known: known, quoted: quotedStems).map {
            finding($0.kind, .notInQuote, $0.span)
        }
        findings += Leaks.find(
            sheet.lexemes, clauses: clauses, secrets: secrets, quoted: Leaks.runs(of: lines), told: Told(quoted.lines),
            sources: context.evidence.count
        ).map { finding(.leak, $0.why, $0.span) }
        if let topic = ForbiddenTopics.find(context.forbiddenTopics, in: sheet.lexemes) {
            findings.append(finding(.topic, .forbidden, topic.span))
        }
        findings += Polarity.find(clauses, question: question, quoted: sheets + underDenials(quoted)).map {
            finding(.contradiction, .denied, $0)
        }
        // The names over the columns of a quoted row, quoted themselves, are no row.
        let rows = zip(quoted.lines, sheets).filter { !quoted.isColumnNames($0.0) }.map(\.1)
        findings += Bindings.find(sheet, question: question, quoted: rows).map {
            finding(.contradiction, .swapped, $0)
        }
        findings += Grounding.stray(clauses, known: known, proved: proved + contacts).map {
            finding(.offTopic, .unrelated, $0)
        }
        let verbatim = Verbatim(clauses, quoted: sheets, titles: titles.map { FactSheet($0) })
        return findings.filter { !verbatim.covers($0) }.sorted {
            ($0.span.lowerBound, $0.kind.rawValue) < ($1.span.lowerBound, $1.kind.rawValue)
        }
    }

    /// Under "O que a garantia não cobre" stands what it does not cover: such lines are read with their heading, too.
    private func underDenials(_ quoted: QuotedLines) -> [FactSheet] {
        quoted.citations.compactMap { citation in
            let heading =
                context.evidence[citation.evidence].title.split(separator: ">").last.map { Words.split(String($0)) }
                ?? []
            guard let denial = heading.firstIndex(of: "nao") else { return nil }
            // From behind the "que": in a clause of its own the denial would only say which things are meant.
            let start = heading[..<denial].lastIndex(of: "que").map { $0 + 1 } ?? 0
            return FactSheet("\(heading[start...].joined(separator: " ")) \(citation.text)")
        }
    }

    /// What the customer said himself may be repeated where it is plainly his: his order, his own numbers, or what he asked about at the
    /// beginning of a sentence (`Para um pedido de R$ 350,00, …`).
    private func isEcho(_ fact: Fact, _ clauses: [Clause]) -> Bool {
        let isSaid = fact.isSupported(by: said)
        switch fact.kind {
        case .order: return isSaid
        case .personal: return isSaid
        case .phone, .email: return isSaid && isPossessed(fact.span, clauses)
        case .url, .coupon: return false
        case .deadline where fact.value == nil:
            return isSaid && (isUnknown(fact.span, clauses) || isSupposed(fact.span, clauses))
        default:
            guard let value = fact.value, said.contains(where: { $0.value == value }) else { return false }
            return isIntroduced(fact.span, clauses)
        }
    }

    /// "Uma compra de R$ 300,00 pode ser dividida em 3 vezes": the customer's own figure beside a proved one, in one sentence.
    private func isCompared(_ fact: Fact, _ clauses: [Clause], _ proved: [Range<Int>]) -> Bool {
        let last = question.facts
        guard fact.kind == .number || fact.keys.contains(where: { $0.hasPrefix("money:") }), let value = fact.value,
            last.contains(where: { $0.value == value }),
            let sentence = clauses.first(where: { $0.span.overlaps(fact.span) })?.sentence
        else { return false }
        return clauses.contains { clause in
            clause.sentence == sentence && proved.contains { $0.overlaps(clause.span) }
        }
    }

    private func isPossessed(_ span: Range<Int>, _ clauses: [Clause]) -> Bool {
        let lexemes = clauses.flatMap(\.lexemes)
        let owned = lexemes.indices.filter { index in
            ["seu", "sua", "your"].contains(lexemes[index].text)
                && (0..<60).contains(span.lowerBound - lexemes[index].range.upperBound)
                // His address or number, not something of his that goes there.
                && lexemes[(index + 1)...].prefix(2).contains { Self.lines.contains($0.text) }
        }.map { lexemes[$0] }
        // Of the same sentence: none ends in between.
        return owned.contains { word in
            !clauses.contains { clause in
                clause.span.lowerBound >= word.range.upperBound && clause.span.lowerBound < span.lowerBound
                    && clause.sentence != clauses.first { $0.span.overlaps(word.range) }?.sentence
            }
        }
    }

    private static let lines: Set<String> = [
        "email", "mail", "telefone", "celular", "whatsapp", "whats", "numero", "contato", "endereco", "fone", "phone",
        "number", "address",
    ]

    /// "Não encontrei informação sobre domingos."
    private func isUnknown(_ span: Range<Int>, _ clauses: [Clause]) -> Bool {
        clauses.contains { $0.span.overlaps(span) && Self.notKnown.matches($0.words) }
    }

    /// "Se despacharam ontem, …", "como você pagou hoje, …": the customer's own words, supposed.
    private func isSupposed(_ span: Range<Int>, _ clauses: [Clause]) -> Bool {
        clauses.contains { $0.span.overlaps(span) && Self.suppositions.contains($0.words.first ?? "") }
    }

    private static let suppositions: Set<String> = ["se", "como", "caso", "if", "as", "since"]

    private static let notKnown = PatternSet(
        """
        nao ..1 encontrei/achei/tenho/vejo/consigo/ha/consta
        no information/details
        not/t find/see/have
        """)

    private func isIntroduced(_ span: Range<Int>, _ clauses: [Clause]) -> Bool {
        guard let index = clauses.firstIndex(where: { $0.span.overlaps(span) }), index + 1 < clauses.count else {
            return false
        }
        let clause = clauses[index]
        let isFirst = index == 0 || clauses[index - 1].sentence != clause.sentence
        return isFirst && clauses[index + 1].sentence == clause.sentence
            && Self.introductions.contains(clause.words.first ?? "")
    }

    private static let sorrow = PatternSet(
        """
        ^ ..2 sorry ..1 that/this/it happened $
        ^ ..2 sorry about that/this $
        """)

    private static let introductions: Set<String> = [
        "com", "para", "se", "como", "sobre", "quem", "with", "for", "if", "since", "about",
    ]

    private static func stems(_ texts: [String]) -> Set<String> {
        Set(texts.flatMap { Words.split($0) }.map(Stemming.stem))
    }
}
