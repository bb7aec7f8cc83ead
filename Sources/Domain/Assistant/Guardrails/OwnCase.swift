/// What the customer told of his own case and an answer may repeat: how long ago he bought, when he would come, what he holds in his hand. It
/// is his and not the shop's only where the words before it say so: `com 5 meses`, `depois de uma semana`, `pagando às 11h`; after `em até` it
/// would be a term of the shop.
struct OwnCase {
    private let asked: [Fact]
    /// Words of the titles and of the texts that the model was shown.
    private let shown: Set<String>
    private let told: Set<String>
    private let words: [(text: String, range: Range<Int>)]
    private let proved: [Range<Int>]
    private let facts: [Fact]
    /// What the quoted lines say.
    private let proof: [Fact]

    init(question: FactSheet, shown: [Evidence], answer: FactSheet, proved: [Range<Int>], proof: [Fact]) {
        asked = question.facts
        self.shown = Set(shown.flatMap { Words.split($0.title) })
        told = Set(shown.flatMap { Words.split($0.text) })
        words = answer.lexemes.map { ($0.text, $0.range) }
        facts = answer.facts
        self.proof = proof
        self.proved = proved
    }

    func holds(_ fact: Fact, in clauses: [Clause]) -> Bool {
        switch fact.kind {
        case .coupon: return isNameOfThing(fact, clauses)
        case .deadline where fact.value == nil && isDay(fact, clauses): return true
        case .deadline where isHeldAgainst(fact, clauses), .number where isHeldAgainst(fact, clauses):
            return true
        case .deadline: return fact.isSupported(by: asked) && isTold(fact, isBesideProof(fact, clauses))
        default: return false
        }
    }

    /// `3 meses` that were bought ago, `14h` at which he comes: beside what the shop says of it.
    private func isTold(_ fact: Fact, _ isBesideProof: Bool) -> Bool {
        var before = words.filter { $0.range.upperBound <= fact.span.lowerBound }.suffix(2).map(\.text)
        // "Com uns 6 anos"
        if before.first == "com", ["uns", "umas"].contains(before.last ?? "") { before = ["com"] }
        if before.last == "as", ["pagando", "chegando", "vindo", "comprando"].contains(before.first ?? "") {
            return true
        }
        guard isBesideProof, let last = before.last else { return false }
        let after = words.filter { $0.range.lowerBound >= fact.span.upperBound }.prefix(1).map(\.text)
        return ["atras", "ago", "antes"].contains(after.first ?? "")
            || ["com", "with", "faz", "ha", "apos", "after", "passados", "passadas"].contains(last)
            || [["depois", "de"], ["ja", "sao"], ["entao", "as"]].contains(before)
    }

    /// "Em 9 dias o prazo já passou: são 5 dias", "os seus 10 entram na regra": the customer's figure held against one of the shop's of its kind.
    private func isHeldAgainst(_ fact: Fact, _ clauses: [Clause]) -> Bool {
        guard fact.value != nil || fact.keys.contains(where: { $0.hasPrefix("month:") || $0.hasPrefix("weekday:") }),
            fact.isSupported(by: asked), let sentence = clauses.first(where: { $0.span.overlaps(fact.span) })?.sentence
        else { return false }
        // "Ainda chega em 2 dias": what the customer wishes for is no term of the shop.
        let before = words.filter { $0.range.upperBound <= fact.span.lowerBound }.suffix(2).map(\.text)
        guard Self.terms.isDisjoint(with: before) else { return false }
        let own = clauses.filter { $0.sentence == sentence }
        guard own.contains(where: { !Self.comparing.isDisjoint(with: $0.words) }) else { return false }
        return facts.contains { other in
            other.kind == fact.kind && other.isSupported(by: proof) && !other.span.overlaps(fact.span)
                && own.contains { $0.span.overlaps(other.span) }
        }
    }

    private static let terms: Set<String> = [
        "ate", "leva", "levam", "chega", "chegam", "sai", "demora", "demoram", "dura", "duram", "vale", "valem",
        "prazo", "garantia",
        "entregamos", "entrega", "enviamos", "takes", "take", "within", "arrives", "ships", "lasts",
    ]
    private static let comparing: Set<String> = [
        "passou", "acabou", "venceu", "expirou", "ja", "ainda", "dentro", "fora", "cabe", "cabem", "entra", "entram",
        "encaixa", "porem", "nao",
        "suficiente", "still", "past", "over", "expired", "covered", "fine", "limit",
    ]

    /// `Ontem` and `amanhã` are the customer's where he said them, and beside a figure of the shop's; `hoje` is the `mesmo dia` of who asks for today.
    private func isDay(_ fact: Fact, _ clauses: [Clause]) -> Bool {
        guard fact.isSupported(by: asked) else { return false }
        if fact.keys == ["when:yesterday"] { return isBesideProof(fact, clauses) }
        return fact.keys == ["when:today"] && proof.contains { $0.keys == ["when:same day"] }
    }

    /// A name with a figure in it (`a T3`) that stands in the title of what is shown, where no coupon is spoken of.
    private func isNameOfThing(_ fact: Fact, _ clauses: [Clause]) -> Bool {
        guard let code = fact.keys.first?.dropFirst("code:".count),
            shown.contains(String(code)) || fact.isSupported(by: asked) && told.contains(String(code)),
            code.utf8.contains(where: { (0x30...0x39).contains($0) }),
            let clause = clauses.first(where: { $0.span.overlaps(fact.span) })
        else { return false }
        let words = clauses.filter { $0.sentence == clause.sentence }.flatMap(\.words)
        return !words.contains { Self.offers.contains($0) }
    }

    private func isBesideProof(_ fact: Fact, _ clauses: [Clause]) -> Bool {
        guard let sentence = clauses.first(where: { $0.span.overlaps(fact.span) })?.sentence else { return false }
        return clauses.contains { clause in
            clause.sentence == sentence && proved.contains { $0.overlaps(clause.span) }
        }
    }

    private static let offers: Set<String> = [
        "cupom", "cupons", "codigo", "desconto", "descontos", "off", "%", "coupon", "voucher", "code", "discount",
        "use", "usar", "digite",
        "aplique", "gratis",
    ]
}
