/// Words between two marks. Claims are judged clause by clause: a condition before a comma does not cover what follows it.
struct Clause: Sendable {
    let words: [String]
    let lexemes: [Lexeme]
    /// Number of the sentence it stands in.
    let sentence: Int
    /// The sentence has no other.
    var isWhole = true
    /// The sentence has one before it.
    var isLater = false
    /// A semicolon stands before it.
    var isApart = false
    /// A question mark ends it: it asks, and claims nothing of others.
    var isAsked = false

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
        var isApart = false
        for lexeme in lexemes + [Lexeme(kind: .mark, text: ".", range: 0..<0)] {
            if lexeme.endsClause || lexeme.text == "-" && !lexeme.isJoined {
                if !current.isEmpty {
                    clauses.append(
                        Clause(
                            words: current.map(\.text), lexemes: current, sentence: sentence, isApart: isApart,
                            isAsked: lexeme.text == "?"))
                    isApart = false
                }
                if lexeme.text == ";" { isApart = true }
                current = []
                if lexeme.endsSentence { sentence += 1 }
            } else if lexeme.kind != .mark {
                current.append(lexeme)
            }
        }
        for index in clauses.indices {
            let isAlone = { (other: Int) in
                !clauses.indices.contains(other) || clauses[other].sentence != clauses[index].sentence
            }
            clauses[index].isWhole = isAlone(index - 1) && isAlone(index + 1)
            clauses[index].isLater = !isAlone(index - 1)
        }
        return clauses
    }

    /// A condition stands before a place: `se`, `quando`, `assim que`, `once`.
    func isConditional(before end: Int) -> Bool {
        words.indices.prefix(end).contains { index in
            let word = words[index]
            let next = words.indices.contains(index + 1) ? words[index + 1] : ""
            let before = index > 0 ? words[index - 1] : ""
            if Self.conditions.contains(word) { return true }
            switch word {
            // "Encontra-se", "já se encontra": no condition.
            case "se": return !lexemes[index].isJoined && !["ja", "nao", "que"].contains(before)
            case "que": return ["assim", "depois", "ate", "sempre", "desde", "antes", "logo"].contains(before)
            // "O caso foi": a noun.
            case "caso": return !["o", "seu", "esse", "este", "meu", "um", "no", "do", "ao"].contains(before)
            case "as": return next == "soon" || next == "long"
            default: return false
            }
        }
    }

    private static let conditions: Set<String> = [
        "quando", "enquanto", "salvo", "embora", "depois", "apos", "if", "when", "once", "unless", "until",
        "after", "before", "whenever", "while",
    ]

    /// A place behind `quem`, a condition or the `que` of a noun tells of no event. The `que` of a verb (`informo que foi pago`) hides nothing.
    func isSubordinate(_ index: Int) -> Bool {
        if isConditional(before: index) { return true }
        return words.indices[..<index].suffix(6).contains { place in
            // "O horário que você pediu está agendado": its verb is past, and the main one follows.
            if words[(place + 1)..<index].contains(where: { Self.isFinite($0) && !Told.events.contains($0) }) {
                return false
            }
            if Self.relatives.contains(words[place]) {
                // "Consta como pago": no relative.
                return !(words[place] == "como" && place > 0 && Told.events.contains(words[place - 1]))
            }
            guard ["que", "that", "which"].contains(words[place]), place > 0 else { return false }
            let before = words[place - 1]
            // "Pelo mesmo pagamento que você usou": a noun, though it ends like a verb.
            if place > 1, Self.nounMarks.contains(words[place - 2]), !Self.tells.contains(before) { return true }
            return !Self.tells.contains(before) && !VerbForms.isFirstPresent(before) && !VerbForms.isInfinitive(before)
                && !VerbForms.isFirstPast(before) && !VerbForms.isPlural(before) && !VerbForms.isGerund(before)
        }
    }

    private static let relatives: Set<String> = [
        "quem", "como", "onde", "qual", "quanto", "quais", "quantos", "who", "where", "whose",
    ]
    private static func isFinite(_ word: String) -> Bool {
        VerbForms.isThirdPast(word) || word.utf8.count >= 6 && ["ava", "avam", "iam"].contains(where: word.hasSuffix)
    }

    private static let nounMarks: Set<String> = [
        "o", "os", "do", "dos", "no", "nos", "ao", "aos", "pelo", "pelos", "um", "mesmo", "de", "em", "por", "cada",
        "todo",
        "este", "esse", "deste", "desse", "neste", "nesse", "seu", "seus",
    ]
    /// What a `que` stands behind that begins a statement of its own.
    private static let tells: Set<String> = [
        "informo", "sei", "sabe", "informe", "diz", "dizem", "vejo", "acho", "consta", "ok", "sim", "nao", "parece",
        "certeza", "claro", "fato", "verdade", "aqui", "mostra", "indica", "aponta", "feliz", "sistema", "so", "e",
        "mas",
        "de", "know", "see", "sure", "confirm", "say", "says", "shows", "show", "glad", "happy", "believe", "you",
        "noticia", "novidade", "aviso", "afirmo", "bom", "otimo", "legal", "maravilha", "muito",
    ]

    /// Words that Portuguese has not: `cacti` is no verb there.
    var isEnglish: Bool { words.count { Self.english.contains($0) } >= 2 }

    private static let english: Set<String> = [
        "the", "and", "on", "of", "is", "are", "for", "to", "you", "your", "it", "with", "in", "not",
    ]

    /// Speaks of the customer's own affairs.
    var isPersonal: Bool { words.contains(where: Self.personal.contains) }

    private static let personal: Set<String> = [
        "seu", "sua", "seus", "suas", "teu", "tua", "voce", "te", "lhe", "your", "you", "yours",
    ]
}
