/// Promises: of work, of a call back, of an outcome. Nothing that the assistant says makes anybody do anything.
enum PromiseClaims {
    struct Claim: Sendable {
        let range: Range<Int>
        let why: GuardrailFinding.Why
    }

    /// - Parameters:
    ///   - quotedWords: words of the quoted lines; their own promises may be repeated.
    ///   - hasSupportedDeadline: the sentence states a deadline that the quoted lines state.
    static func find(in clause: Clause, quotedWords: Set<String>, hasSupportedDeadline: Bool) -> Claim? {
        let words = clause.words
        let quotedStems = Set(quotedWords.map(Stemming.stem))
        if let range = sure.firstRange(in: words), !quotedWords.isSuperset(of: words[range]) {
            return Claim(range: range, why: .guarantee)
        }
        if let index = words.indices.first(where: { isOwnFuture(words[$0]) && !quotedWords.contains(words[$0]) }) {
            return Claim(range: index..<index + 1, why: .future)
        }
        if let range = coming.firstRange(in: words), !isTold(words, after: range, quotedStems),
            !isQuotedVerb(words, range, quotedStems)
        {
            return Claim(range: range, why: .future)
        }
        if let range = going.firstRange(in: words), !isHelp(words, range) { return Claim(range: range, why: .future) }
        if let range = offered.firstRange(in: words), !quotedWords.isSuperset(of: words[range]) {
            return Claim(range: range, why: .future)
        }
        guard let range = theirs.firstRange(in: words) else { return nil }
        if hasSupportedDeadline { return nil }
        return isTold(words, after: range, quotedStems) ? nil : Claim(range: range, why: .future)
    }

    /// `retornarei`, `faremos`
    private static func isOwnFuture(_ word: String) -> Bool {
        guard word.utf8.count >= 6 else { return false }
        let isFuture =
            ["arei", "erei", "irei", "aremos", "eremos", "iremos"].contains { word.hasSuffix($0) } || word == "farei"
        // `alterei` and `retirei` are preterites, and reported as such; `queremos` is a present.
        return isFuture && !["queremos", "requeremos", "preferimos"].contains(word)
    }

    /// What shall happen, and what somebody does to you.
    private static let coming = PatternSet(
        """
        vai/vao/ira/irao ..2 *ar/*er/*ir
        te/lhe *a/*e/*am/*em/*o
        eu ..1 mesmo/mesma
        a gente ..1 *a/*e
        """)

    private static func isQuotedVerb(_ words: [String], _ range: Range<Int>, _ quoted: Set<String>) -> Bool {
        guard let verb = words[range].last else { return false }
        return quoted.contains(Stemming.stem(verb)) || help.contains(verb)
            || ["por", "depender", "variar", "precisar", "maior", "melhor"].contains(verb)
    }

    /// `vou explicar` does no harm.
    private static func isHelp(_ words: [String], _ range: Range<Int>) -> Bool {
        guard range.upperBound <= words.count, let verb = words[range].last else { return false }
        return help.contains(verb)
    }

    private static let help: Set<String> = [
        "explicar", "ajudar", "resumir", "listar", "mostrar", "contar", "dizer", "help", "explain", "show", "tell",
        "be",
        "summarize", "list", "know",
    ]

    /// Work that I or we shall do.
    private static let going = PatternSet(
        """
        vou/vamos/irei/iremos ..2 *r
        a gente vai ..1 *r
        i/we ll ..1 *
        i/we will/shall ..1 *
        i/we am/are/m/re going to *
        i/we am/are/m/re gonna *
        let me check/verify/see/look/ask/get/forward/transfer
        deixa/deixe ..1 eu/comigo ..1 *
        deixa/deixe comigo
        voy/vamos a *r
        """)

    /// Present forms that mean the future.
    private static let offered = PatternSet(
        """
        pode deixar ..1 que/comigo
        eu ..1 resolvo/cuido/troco/cancelo/mando/envio/aviso/chamo/ligo/confirmo/providencio/estorno/reembolso/agendo/arrumo/verifico/peco
        te/lhe chamo/chamamos/procuro/procuramos/notificamos/comunico/comunicamos
        gente/equipe ..1 resolve/cancela/manda/avisa/chama/arruma/providencia/estorna
        dar/da/damos/daremos/dou ..1 um jeito
        te/lhe/ja aviso/retorno/mando/ligo/envio/respondo/informo/confirmo/passo/encaminho/avisamos/retornamos/ligamos
        aviso/retorno/mando/ligo/informo ..1 voce/quando
        assim que ..1 possivel/souber/puder/tiver
        as soon as possible
        entro/entraremos/entrarei em contato
        get/gets back to you
        com/de/maxima prioridade
        ..1 give ..1 priority
        in touch
        dar/dara/daremos/damos ..1 retorno/prioridade
        o/um/alguem/equipe/atendente/gerente/responsavel/setor ..4 fala/falara/retorna/retornara/liga/ligara/entra/entrara ..2 com/para/em/logo voce/contato/breve/mais
        """)

    private static let sure = PatternSet(
        """
        garanto/garantimos/asseguro/asseguramos/prometo/prometemos/juro
        dou ..1 minha palavra
        tem/tens ..1 minha palavra
        sem falta
        com certeza ..2 *
        certamente ..1 *
        pode/podem/fique/fica/ficar ..1 tranquil*/sossegad*
        pode/podem confiar/contar
        nao se preocup*
        cem por cento garantid*
        garantid* $
        guarantee/guaranteed/promise
        rest assured
        don t worry
        do not worry
        definitely/certainly
        make/makes/making sure
        count on
        no doubt
        """)

    /// What shall happen to the customer or be done by people of the shop.
    private static let theirs = PatternSet(
        """
        seu/sua/seus/suas/teu/tua ..4 sera/serao/vai/vao/ira/irao/chegara/estara/estarao/caira/saira/voltara/tera/sairao/chegarao
        voce/voces ..2 sera/vai/ira/recebera/tera/ganhara/podera
        equipe/alguem/atendente/gerente/responsavel/setor/financeiro/suporte/especialista/humano ..3 vai/vao/ira/irao/dara/fara/ligara/retornara
        sera/serao ..2 resolvid*/aprovad*/aceit*/compensad*/priorizad*
        dinheiro/valor/estorno/reembolso ..2 volta/cai/chega $
        tudo vai
        vai dar certo
        nao vai ..2 atrasar/acontecer/repetir
        isso ..3 nao ..2 repetir/acontecer ..2 mais
        you ll/will ..3 *
        your ..3 will ..1 *
        someone/team/manager/agent/specialist/representative/they/everything/somebody ..2 will ..1 *
        it ll/will ..1 *
        this won t ..1 *
        we promise/ensure
        """)

    /// What is promised stands in the quoted lines: at least two words of it, and more than half.
    private static func isTold(_ words: [String], after range: Range<Int>, _ quoted: Set<String>) -> Bool {
        let rest = words[range.lowerBound...].filter { Stopwords.weight($0) > 0 && !$0.utf8.allSatisfy(Lexer.isDigit) }
        let known = rest.count { quoted.contains(Stemming.stem($0)) }
        return known >= 2 && known * 5 >= rest.count * 3
    }
}
