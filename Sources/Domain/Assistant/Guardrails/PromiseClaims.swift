/// Promises: of work, of a call back, of an outcome. Nothing that the assistant says makes anybody do anything.
enum PromiseClaims {
    struct Claim: Sendable {
        let range: Range<Int>
        let why: GuardrailFinding.Why
    }

    /// - Parameters:
    ///   - hasProof: the clause states a deadline or a figure that the quoted lines state.
    static func find(in clause: Clause, told: Told, hasProof: Bool, asked: Set<String> = []) -> Claim? {
        let words = clause.words
        if let range = sure.firstRange(in: words), !told.words.isSuperset(of: words[range]),
            !(words.count <= 5 && comfort.matches(words)), !isInterest(words, range)
        {
            return Claim(range: range, why: .guarantee)
        }
        let range =
            ownFuture(words, told) ?? present(clause, told) ?? coming(clause, told, hasProof, asked)
            ?? offered(clause, told) ?? staff(clause, told, hasProof)
        return range.map { Claim(range: $0, why: .future) }
    }

    // MARK: I shall

    /// `retornarei`, `vou verificar`, `posso trocar para você`: all but speaking and helping.
    private static func ownFuture(_ words: [String], _ told: Told) -> Range<Int>? {
        if let index = words.indices.first(where: {
            VerbForms.isFirstFuture(words[$0]) && !told.words.contains(words[$0])
        }) {
            return index..<index + 1
        }
        for index in words.indices where going.contains(words[index]) || abilities.contains(words[index]) {
            // "Fora do que conseguimos atender"
            let isDenied = words[max(index - 3, 0)..<index].contains { ["nao", "fora"].contains($0) }
            guard
                let verb = words.indices.first(where: {
                    $0 > index && $0 <= index + 3 && VerbForms.isInfinitive(words[$0])
                }),
                !speech.contains(words[verb])
            else { continue }
            // "Vou passar para uma pessoa da equipe": what the program does by itself.
            if ["passar", "encaminhar", "transferir", "chamar"].contains(words[verb]),
                words[(verb + 1)...].allSatisfy({ Stopwords.weight($0) < 1 || handing.contains($0) }),
                words[(verb + 1)...].contains(where: handing.contains)
            {
                continue
            }
            if going.contains(words[index]) || !isDenied && !told.says(words[verb]) { return index..<verb + 1 }
        }
        return nil
    }

    private static let going: Set<String> = [
        "vou", "vamos", "irei", "iremos", "voy", "hei", "havemos", "prometo", "comprometo",
    ]
    private static let abilities: Set<String> = [
        "posso", "podemos", "consigo", "conseguimos", "quero", "pretendo", "pretendemos", "tento", "tentamos",
        "prefiro",
    ]

    static let handing: Set<String> = [
        "pessoa", "pessoas", "atendente", "humano", "alguem", "equipe", "time", "atendimento", "loja", "te",
        "conversa", "voce", "caso", "pergunta", "duvida", "agora", "preferir", "quiser",
    ]

    /// Speaking and helping with words do no harm.
    private static let speech: Set<String> = [
        "explicar", "ajudar", "resumir", "listar", "mostrar", "contar", "dizer", "informar", "responder",
        "esclarecer", "orientar", "indicar", "sugerir", "recomendar", "ser", "repetir", "citar", "detalhar", "reforcar",
        "auxiliar",
    ]

    /// `cancelo já`, `te mando`, `eu mesma resolvo`: the present of a deed to come.
    private static func present(_ clause: Clause, _ told: Told) -> Range<Int>? {
        let words = clause.words
        if isHandover(words) { return nil }
        for index in words.indices {
            let word = words[index]
            let before = index > 0 ? words[index - 1] : ""
            let next = words.indices.contains(index + 1) ? words[index + 1] : ""
            let isDenied = words[max(index - 2, 0)..<index].contains("nao")
            if word == "eu" || word == "gente" && before == "a" {
                let verb = words.indices.first { $0 > index && !adverbs.contains(words[$0]) }
                // "O que a gente esperava": how it was.
                if let verb, Stopwords.weight(words[verb]) > 0, !words[verb].hasSuffix("ava"),
                    !own.contains(words[verb]),
                    !speech.contains(words[verb]), !words[index...verb].contains("nao"),
                    !(word == "gente" && told.says(words[verb]))
                {
                    return index..<verb + 1
                }
            }
            if ["te", "lhe", "lhes"].contains(word), !isDenied, !next.isEmpty {
                let verb = adverbs.contains(next) && words.indices.contains(index + 2) ? words[index + 2] : next
                if !told.says(verb), !speech.contains(verb), !own.contains(verb),
                    !(clause.lexemes[index].isJoined && before == "-")
                {
                    return index..<index + 2
                }
            }
            guard VerbForms.isFirstPresent(word), !particles.contains(word), !told.words.contains(word),
                !own.contains(word), !isDenied,
                !(index > 0 && clause.lexemes[index].isCapital)
            else { continue }
            let isVerb =
                VerbForms.irregularFirstPresent.contains(word)
                || ["ja", "te", "lhe", "me", "tambem", "so", "logo", "agora"].contains(before)
                || (index == 0 || ["entao", "mas", "claro", "e"].contains(before) && index <= 1
                    || before == "e" && index == words.count - 1 && isFirst(words, index - 2))
                    && (objects.contains(next)
                        || next == "a"
                            && !(words.indices.contains(index + 2) && VerbForms.isInfinitive(words[index + 2])))
                || index > 0 && ["ja", "agora", "comigo"].contains(next) && before == "e"
            if isVerb { return index..<index + 1 }
        }
        return nil
    }

    /// No verbs, though they end like one.
    private static let particles: Set<String> = [
        "nisso", "disso", "isso", "isto", "nisto", "disto", "tanto", "quanto", "portanto", "entretanto", "contudo",
        "todo",
        "outro", "certo", "exceto", "claro", "logo", "mesmo", "proprio", "passado", "exato", "correto", "otimo",
        "perfeito",
        "sobre",
        "pouco", "muito", "bastante", "cedo", "direto", "enquanto", "contanto", "segundo", "conforme", "dentro",
        "quando",
    ]

    private static func isFirst(_ words: [String], _ index: Int) -> Bool {
        words.indices.contains(index) && VerbForms.isFirstPresent(words[index])
    }

    private static let adverbs: Set<String> = [
        "mesmo", "mesma", "ja", "nao", "tambem", "so", "aqui", "agora", "sempre", "te", "lhe", "me", "logo", "hoje",
    ]
    /// What a verb in front takes; a noun in front seldom.
    private static let objects: Set<String> = [
        "o", "os", "as", "seu", "sua", "seus", "suas", "isso", "isto", "esse", "essa", "este", "esta", "tudo", "ja",
        "agora",
        "voce", "voces", "imediatamente", "hoje", "amanha",
    ]
    /// What I may say of myself.
    static let own: Set<String> = [
        "sinto", "lamento", "entendo", "compreendo", "posso", "consigo", "tenho", "espero", "sugiro", "recomendo",
        "agradeco", "adianto", "peco", "vejo", "informo", "sou", "estou", "gostaria", "acredito", "acho", "imagino",
        "reforco",
        "lembro", "explico", "digo", "sei", "quero", "encontro", "indico", "encontrei", "achei", "entendi", "ajudo",
        "conto",
        "falo", "esclareco", "respondo", "possuo", "temos", "somos", "pode", "aconselho", "vou", "fico", "desejo",
        "ficamos", "oriento", "ressalto", "observo", "noto",
    ]

    // MARK: It shall

    /// A future must be what the quoted lines say, with their figure or most of their words.
    private static func coming(_ clause: Clause, _ told: Told, _ hasProof: Bool, _ asked: Set<String>) -> Range<Int>? {
        let words = clause.words
        // "Uma pessoa da equipe vai poder responder": what handing over is.
        if takingOver.matches(words) { return nil }
        for index in words.indices {
            let word = words[index]
            var verb = index
            if ["vai", "vao", "ira", "irao", "va"].contains(word)
                || ["ha", "hao", "esta", "estao"].contains(word)
                    && ["de", "para"].contains(words.indices.contains(index + 1) ? words[index + 1] : "")
            {
                guard
                    let found = words.indices.first(where: {
                        $0 > index && $0 <= index + 3 && VerbForms.isInfinitive(words[$0])
                    })
                else { continue }
                verb = found
                // "Que legal que você vai começar": what the customer himself told.
                if index > 0, words[index - 1] == "voce", !["receber", "ter", "ganhar"].contains(words[found]),
                    asked.contains(Stemming.stem(words[found]))
                {
                    continue
                }
            } else if VerbForms.isThirdFuture(clause.lexemes[index]), !isName(clause.lexemes, index) {
                if auxiliaries.contains(word),
                    let found = words.indices.first(where: { $0 > index && $0 <= index + 3 && isDeed(words[$0]) })
                {
                    verb = found
                }
            } else {
                continue
            }
            let isKnown = told.says(words[verb]) || weak.contains(words[verb])
            if isKnown, hasProof || isTold(words, from: index, told) || !clause.isPersonal && told.says(words[verb]) {
                continue
            }
            return index..<verb + 1
        }
        return nil
    }

    /// "Para Ribeirão Preto": no verb.
    private static func isName(_ lexemes: [Lexeme], _ index: Int) -> Bool {
        lexemes[index].isCapital && !lexemes[index].isShouted
            && (index > 0 || lexemes.count > 1 && lexemes[1].isCapital)
    }

    private static let takingOver = PatternSet(
        """
        pessoa/alguem ..3 vai ..1 assumir $
        pessoa/alguem ..3 vai ..1 assumir para responder/ajudar/explicar $
        pessoa/alguem ..3 vai ..2 responder/ajudar/orientar/explicar $
        pessoa/alguem ..3 vai ..1 continuar ..2 conversa ..6 *
        person/colleague/someone/somebody ..3 will ..1 take over ..3 $
        person/colleague/someone/somebody ..3 will ..1 help/assist/answer ..1 you $
        person/colleague/someone/somebody ..3 will ..1 help/assist/answer $
        ^ ..4 nao vai dar $
        vai/sera ..1 um prazer ..4 *
        ^ ..1 vai ficar uma/um/lindo/linda/otimo/otima/perfeito/perfeita ..6 *
        ^ ..1 sera preciso/necessario/necessaria
        """)

    private static func isDeed(_ word: String) -> Bool { VerbForms.isParticiple(word) || VerbForms.isInfinitive(word) }

    private static let auxiliaries: Set<String> = [
        "sera", "serao", "estara", "estarao", "tera", "terao", "podera", "poderao", "devera", "deverao",
    ]
    private static let weak: Set<String> = [
        "ser", "ter", "haver", "poder", "precisar", "depender", "variar", "ficar", "sera", "serao", "tera", "podera",
        "devera", "estar",
    ]

    /// What is promised stands in the quoted lines: at least two words of it, and more than half.
    private static func isTold(_ words: [String], from index: Int, _ told: Told) -> Bool {
        let rest = words[index...].filter { Stopwords.weight($0) > 0 && !$0.utf8.allSatisfy(Lexer.isDigit) }
        let known = rest.count(where: told.says)
        return known >= 2 && known * 5 >= rest.count * 3
    }

    // MARK: Others do

    private static func offered(_ clause: Clause, _ told: Told) -> Range<Int>? {
        guard !isHandover(clause.words), let range = idioms.firstRange(in: clause.words),
            !told.words.isSuperset(of: clause.words[range])
        else {
            return nil
        }
        return range
    }

    private static let idioms = PatternSet(
        """
        pode deixar ..1 que/comigo
        pode deixar $
        deixa/deixe ..1 eu/comigo
        dar/da/damos/dou ..1 um jeito
        assim que ..1 possivel/souber/puder/tiver/pudermos/tivermos/soubermos
        assim que ..1 eu/nos
        entro/entra/entram/entramos em contato
        com/de/maxima/total prioridade
        que eu/nos *
        por minha conta
        arca/arcamos/arcaremos/assume/assumimos/banca/bancamos ..3 *
        """)

    // MARK: Sure enough

    /// "Fique tranquilo": a comfort of its own claims nothing; what stands beside it is judged by itself.
    private static let comfort = PatternSet("^ ..3 tranquil*/sossegad* $\n^ nao ..1 preocup* $")

    /// "O juro é de 1,49 %"
    private static func isInterest(_ words: [String], _ range: Range<Int>) -> Bool {
        range.count == 1 && words[range.lowerBound] == "juro" && range.lowerBound > 0
            && ["o", "de", "do", "no", "ao", "com", "sem", "por", "qual"].contains(words[range.lowerBound - 1])
    }

    private static let sure = PatternSet(
        """
        garanto/garantimos/asseguro/asseguramos/prometo/prometemos/juro/juramos/afianco/comprometo/comprometemos
        palavra ..2 que/honra
        minha palavra
        se compromete/comprometem/responsabiliza/responsabilizam/encarrega/encarregam
        sem falta
        com ..1 certeza ..2 *
        tenha/tenham/tem/ter certeza
        certamente/seguramente/indubitavelmente/infalivelmente ..1 *
        sem ..1 duvida ..2 *
        pode/podem/fique/fica/ficar/esteja/durma/dorme ..2 tranquil*/sossegad*/despreocupad*/seguro/segura/certo/certa
        pode/podem ..1 confiar/contar/acreditar/esperar/aguardar/apostar/relaxar
        pode/podem considerar
        confie/confia/acredite/relaxe
        conte/conta comigo/conosco
        conte/conta com a gente $
        nao ..1 preocup*
        nao ..2 precisa ..1 se preocupar
        cem por cento garantid*
        garantid* $
        da/dar/dara ..1 certo $
        """)
}
