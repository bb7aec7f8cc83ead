/// Claims that something was done, happened or is being done. The assistant can do nothing and sees nothing happen, so each of them is
/// false unless a quoted line says it of everybody.
enum ActionClaims {
    struct Claim: Sendable {
        let range: Range<Int>
        let why: GuardrailFinding.Why
    }

    /// - Parameter asked: stems of what the customer asked.
    static func find(in clause: Clause, told: Told, asked: Set<String>) -> Claim? {
        if let range = firstPerson(clause, told) { return Claim(range: range, why: .firstPerson) }
        if !clause.isAsked, let range = happened(clause, told, asked) { return Claim(range: range, why: .report) }
        if let range = ours(clause, told, asked) { return Claim(range: range, why: .firstPerson) }
        if let range = ongoing(clause, told) { return Claim(range: range, why: .progressive) }
        if clause.isAsked { return nil }
        if let range = passive(clause, told) ?? state(clause, told) { return Claim(range: range, why: .passive) }
        if let range = bare(clause, told) ?? nominal(clause, told) { return Claim(range: range, why: .report) }
        return nil
    }

    // MARK: I did

    private static func firstPerson(_ clause: Clause, _ told: Told) -> Range<Int>? {
        let words = clause.words
        if let range = mine.firstRange(in: words), !isIncluding(clause, range) { return range }
        // "Tenho o seu pedido separado", "deixo anotado"
        if let holding = words.firstIndex(where: holdings.contains), !told.words.contains(words[holding]),
            let deed = words.indices.first(where: {
                $0 > holding && $0 <= holding + 5 && VerbForms.isParticiple(words[$0])
            }),
            !told.words.contains(words[deed])
        {
            return holding..<deed + 1
        }
        return words.indices.first { index in
            let word = words[index]
            guard VerbForms.isFirstPast(word), !told.words.contains(word), !clause.isEnglish,
                !(index > 0 && clause.lexemes[index].isCapital),
                !harmless.contains(word)
            else { return false }
            if ShopHabits.tells(clause, index, told) { return false }
            // "Não localizei", "não recebi": searching in vain.
            return !(searching.contains(word) && words[max(index - 2, 0)..<index].contains("nao"))
        }.map { $0..<$0 + 1 }
    }

    /// "O spot já inclui a lâmpada"
    private static func isIncluding(_ clause: Clause, _ range: Range<Int>) -> Bool {
        clause.words[range.upperBound - 1] == "inclui" && !clause.lexemes[range.upperBound - 1].isAccented
            && range.lowerBound > 0 && !clause.isPersonal
    }

    private static let holdings: Set<String> = ["tenho", "temos", "deixo", "deixamos", "tem", "dou", "damos"]
    /// Searching and understanding.
    private static let harmless: Set<String> = [
        "encontrei", "achei", "gostei", "adorei", "amei", "errei", "pensei", "entendi", "compreendi",
    ]
    private static let searching: Set<String> = [
        "localizei", "vi", "recebi", "identifiquei", "consegui", "tive", "pude", "percebi",
    ]

    private static let mine = PatternSet(
        """
        acabo/acabamos/acabou/acabaram de
        estou/estamos com o/a/os/as/seu/sua/seus/suas
        ^ *ui o/a/os/as/um/uma/mais ..8 seu/sua/seus/suas/voce
        ^ *ui ..1 seu/sua/seus/suas
        eu/ja *ui
        ya ..2 *
        he/hemos/han *ado/*ido/hecho
        """)

    // MARK: It happened

    /// `entrou no sistema`, `autorizou`: a preterite tells what happened, which no rule of a shop does.
    private static func happened(_ clause: Clause, _ told: Told, _ asked: Set<String>) -> Range<Int>? {
        let words = clause.words
        let his = ofHis(words, asked)
        return words.indices.first { index in
            let word = words[index]
            guard VerbForms.isThirdPast(word), index != his, !told.words.contains(word), !auxiliaries.contains(word),
                !(index > 0 && clause.lexemes[index].isCapital)
            else { return false }
            return !clause.isSubordinate(index)
        }.map { $0..<$0 + 1 }
    }

    /// The verb that only repeats what the customer told: `que chato que a fonte parou`, or did: `que bom que perguntou`.
    private static func ofHis(_ words: [String], _ asked: Set<String>) -> Int? {
        if let range = gladness.firstRange(in: words) { return range.upperBound - 1 }
        guard let range = regret.firstRange(in: words) else { return nil }
        return words.indices[range.upperBound...].prefix(4).first {
            failing.contains(words[$0]) && asked.contains(Stemming.stem(words[$0]))
        }
    }

    private static let regret = PatternSet(
        """
        ^ ..1 que chato/pena/ruim/triste/susto que
        ^ ..1 sinto/lamento/lamentamos/sentimos ..1 que
        """)
    private static let deedsOfHis = "gostou/amou/adorou/perguntou/escreveu/avisou/chamou/contou/lembrou/procurou"
    private static let gladness = PatternSet(
        """
        ^ ..1 que bom/otimo/legal/maravilha que \(deedsOfHis)
        ^ ..1 que bom/otimo/legal/maravilha que voce \(deedsOfHis)
        """)
    /// What things do by themselves.
    private static let failing: Set<String> = [
        "parou", "quebrou", "rasgou", "estragou", "queimou", "molhou", "trincou", "encolheu", "manchou",
        "desbotou", "descosturou", "furou", "vazou", "pifou", "descolou",
    ]

    /// Judged with their participle.
    private static let auxiliaries: Set<String> = [
        // Of a term that has run out: nothing that anybody did.
        "acabou", "passou", "venceu", "expirou", "terminou", "viu", "foi", "foram", "esteve", "houve", "disse", "teve",
    ]

    // MARK: We do

    /// `reagendamos a sua entrega`: what we do must be what a quoted line says we do.
    private static func ours(_ clause: Clause, _ told: Told, _ asked: Set<String>) -> Range<Int>? {
        let words = clause.words
        return words.indices.first { index in
            let word = words[index]
            guard VerbForms.isPlural(word), !wishes.contains(word) else { return false }
            let isNow = words[max(index - 2, 0)..<index].contains("ja")
            let isHabit = !isNow && !isHis(words[(index + 1)...])
            if isHabit, everyday.contains(word) || asked.contains(Stemming.stem(word)) { return false }
            if ShopHabits.tells(clause, index, told) { return false }
            if !told.says(word) { return !clause.isConditional(before: index) }
            return isNow || !isSaidOfAll(words[index...], told) && isHis(words[(index + 1)...])
                || ShopHabits.isDeed(clause, index, told)
        }.map { $0..<$0 + 1 }
    }

    private static func isHis(_ words: ArraySlice<String>) -> Bool {
        let near = Array(words.prefix(6))
        return near.indices.contains { index in
            // "Enchemos o que você trouxer": whatever it may be.
            let isAny =
                index >= 2 && near[index - 2] == "o" && near[index - 1] == "que" && index + 1 < near.count
                && near[index + 1].hasSuffix("r")
            return ["seu", "sua", "seus", "suas"].contains(near[index]) || near[index] == "voce" && !isAny
        }
    }

    /// The verb and most of what follows it stand in the quoted lines.
    private static func isSaidOfAll(_ words: ArraySlice<String>, _ told: Told) -> Bool {
        let rest = words.dropFirst().filter { Stopwords.weight($0) == 1 }
        return rest.count(where: told.says) * 2 >= rest.count
    }

    /// Being, wanting and speaking.
    private static let wishes: Set<String> = [
        "temos", "somos", "estamos", "podemos", "queremos", "devemos", "lamentamos", "sentimos", "precisamos",
        "agradecemos", "pedimos", "entendemos", "recomendamos", "sugerimos", "esperamos", "encontramos", "indicamos",
        "conseguimos", "vamos",
    ]
    /// What every shop does every day; never said of one customer's things.
    private static let everyday: Set<String> = [
        "aceitamos", "trabalhamos", "atendemos", "vendemos", "oferecemos", "fazemos", "usamos", "abrimos", "fechamos",
        "entregamos", "pagamos", "cobramos", "ficamos", "parcelamos", "funcionamos",
    ]

    // MARK: It is being done

    private static func ongoing(_ clause: Clause, _ told: Told) -> Range<Int>? {
        let words = clause.words
        return words.indices.first { index in
            let word = words[index]
            guard VerbForms.isGerund(word), !speaking.contains(word), !told.words.contains(word) else { return false }
            let before = words[max(index - 3, 0)..<index]
            return before.contains(where: lasting.contains) && !clause.isConditional(before: index)
                || index <= 1 && words.count <= 7 && clause.isWhole && !before.contains("nao")
        }.map { $0..<$0 + 1 }
            // "Sendo feriado"
            ?? lastingToo.firstRange(in: words).flatMap { words[$0].last?.hasPrefix("feriado") == true ? nil : $0 }
    }

    /// "Só lembrando que …", "resumindo: …"
    private static let speaking: Set<String> = [
        "valendo", "lembrando", "considerando", "reforcando", "ressaltando", "respondendo", "resumindo", "falando",
    ]

    private static let lasting: Set<String> = [
        "estou", "estamos", "vou", "vamos", "to", "tamos", "ando", "esta", "estao", "ta", "tao", "estava", "estavam",
        "venho", "vem",
        "segue", "seguem", "sigo", "seguimos", "fico", "ficamos", "continuo", "continua", "continuamos", "vai", "vao",
        "estarei", "estaremos", "estara", "estarao", "sendo",
    ]
    private static let lastingToo = PatternSet(
        "estou/estamos indo\nestou/estamos/esta/estao a *ar/*er/*ir\nsendo *ado/*ada/*ido/*ida/feito/feita")

    // MARK: It was done

    private static func passive(_ clause: Clause, _ told: Told) -> Range<Int>? {
        let words = clause.words
        return words.indices.first { index in
            let word = words[index]
            // "O valor pago consta …": the first of two goes with its noun.
            guard VerbForms.isParticiple(word), CalendarScanner.weekdays[word] == nil else { return false }
            let before = words[max(index - 3, 0)..<index]
            guard let auxiliary = before.last(where: auxiliaryOfEvents), !clause.isSubordinate(index),
                !before.contains(where: Told.supposed.contains)
            else {
                return false
            }
            if told.saysOfOwn(word) { return false }
            // "Uma haste quebrada está coberta", "Curitiba está incluída": a rule and no event.
            if ruled.contains(word), ["esta", "estao"].contains(auxiliary), !clause.isPersonal { return false }
            if clause.isPersonal || auxiliary == "ja" { return !told.words.contains(word) || clause.isPersonal }
            return ["esta", "estao"].contains(auxiliary)
                ? !told.says(word) : !told.happened.contains(Stemming.stem(word))
        }.map { $0..<$0 + 1 }
    }

    private static let ruled: Set<String> = [
        "incluido", "incluida", "incluidos", "incluidas", "incluso", "inclusa", "inclusos", "inclusas", "coberto",
        "coberta", "cobertos", "cobertas", "atendido", "atendida", "atendidos", "atendidas",
    ]

    /// `seja feito`, `estiver aberto` suppose only.
    private static func auxiliaryOfEvents(_ word: String) -> Bool {
        Told.events.contains(word) && !Told.supposed.contains(word)
    }

    /// "Sua entrega está na mão do motorista": how it stands with the customer's own things.
    private static func state(_ clause: Clause, _ told: Told) -> Range<Int>? {
        let words = clause.words
        guard let owner = words.firstIndex(where: { ["seu", "sua", "seus", "suas", "teu", "tua"].contains($0) }),
            let verb = words.indices.first(where: { $0 > owner && $0 <= owner + 6 && Self.states.contains(words[$0]) }),
            !clause.isSubordinate(owner), !clause.isSubordinate(verb)
        else { return nil }
        // "A sua ainda está dentro do prazo", held against the one that is told.
        if inTime.matches(words) { return nil }
        let rest = words[(verb + 1)...].filter { Stopwords.weight($0) > 0 || ["hoje", "agora"].contains($0) }
        return rest.allSatisfy(told.says) && !rest.isEmpty ? nil : owner..<verb + 1
    }

    private static let inTime = PatternSet(
        "esta/estao ..1 dentro/fora do/desse/deste/da/na prazo/garantia/validade\nesta/estao na garantia")

    private static let states: Set<String> = [
        "esta", "estao", "ja", "consta", "constam", "encontra", "encontram", "segue", "seguem", "ficou", "ficaram",
        "continua", "continuam", "acaba", "aparece", "permanece", "foi", "foram", "ta", "tao",
    ]
}
