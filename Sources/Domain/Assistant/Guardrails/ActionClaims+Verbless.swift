/// Claims without a verb of their own: `Endereço atualizado!`, `segue o cancelamento`.
extension ActionClaims {
    /// "Endereço atualizado!", "Prontinho."
    static func bare(_ clause: Clause, _ told: Told) -> Range<Int>? {
        let words = clause.words
        guard words.count <= 8, !clause.isConditional(before: words.count) else { return nil }
        if let range = done.firstRange(in: words) { return range }
        return words.indices.first { index in
            let word = words[index]
            guard VerbForms.isParticiple(word), !told.saysOfOwn(word) else { return false }
            let before = words[..<index]
            // "…, usada de dezembro a março": goes with the noun before the comma. "A compra de usadas": is the noun.
            if index == 0, !clause.isWhole, words.count > 2, clause.isLater || told.says(word) { return false }
            // "Fechado, o creme vale 24 meses": goes with the noun behind the comma.
            if words.count == 1, !clause.isWhole, !clause.isLater, told.says(word) { return false }
            if let last = before.last, Stopwords.weight(last) == 0, !adverbs.contains(last) { return false }
            if ambiguous.contains(word) || before.contains(where: PromiseClaims.own.contains) { return false }
            // "Deixe desligado": said to the customer.
            if ["deixe", "mantenha", "guarde", "conserve"].contains(before.last ?? "") { return false }
            guard before.count <= 5, !before.contains(where: verbs.contains),
                !before.contains(where: VerbForms.isInfinitive)
            else { return false }
            // What follows is where, when or how; a verb would make it a noun.
            if let next = words[(index + 1)...].first, !adverbs.contains(next) { return false }
            return !told.words.contains(word)
                || clause.isWhole && index + 1 == words.count && before.count <= 2 && !before.isEmpty
        }.map { $0..<$0 + 1 }
    }

    private static let adverbs: Set<String> = [
        "no", "na", "nos", "nas", "em", "para", "pra", "por", "com", "conforme", "como", "agora", "hoje", "ja", "sob",
        "ao", "aqui", "ontem", "tudo",
        "automaticamente", "pelo", "pela", "ate", "sem", "e", "mesmo", "ok", "viu", "ta", "neste", "nesse", "desde",
        "todo", "toda",
    ]
    /// Also a present or an adjective: `paga, sim`.
    private static let ambiguous: Set<String> = [
        "paga", "aceita", "ganha", "gasta", "limpa", "salva", "isenta", "solta", "expressa", "aberta", "aberto",
        "coberta", "isento", "limpo",
    ]

    /// `é feito` tells how it goes, not that it happened.
    private static let verbs: Set<String> = [
        "e", "sao", "ser", "seja", "sejam", "for", "forem", "pode", "podem", "deve", "devem", "precisa", "precisam",
        "tem", "ha", "vai", "vao", "can", "be", "must", "nao",
        "quem", "que", "se", "fica", "ficam", "vem", "vale", "custa", "leva", "chega", "sai", "ate", "sem", "com",
        "para", "por", "em", "no", "na", "nos", "nas",
    ]

    private static let done = PatternSet(
        """
        com sucesso $
        ^ tudo pronto/certo/resolvido/ok $
        ^ pronto/pronta/prontinho/prontinha/feito/feita/resolvido $
        ^ ..2 ok $
        """)

    /// The deed as a noun: `segue o cancelamento`, `estorno em andamento`.
    static func nominal(_ clause: Clause, _ told: Told) -> Range<Int>? {
        guard let range = nouns.firstRange(in: clause.words), !clause.isSubordinate(range.lowerBound),
            let last = clause.words[range].last, !told.says(last) || clause.isPersonal
        else { return nil }
        return range
    }

    private static let nouns = PatternSet(
        """
        ^ ..1 segue/seguem ..2 o/a/os/as/seu/sua/seus/suas/um/uma/anexo/abaixo
        ^ ..1 fica/ficam *ado/*ada/*ados/*adas/*ido/*ida/feito/feita
        aqui esta/estao/vai/vao ..1 seu/sua/seus/suas
        em andamento/processamento/curso/execucao/transito/rota/separacao/tratamento/preparo/preparacao/tramitacao
        esta/estao/ja/saiu ..2 a caminho
        considere/considera/considerar ..4 *ado/*ada/*ido/*ida/*ados/*adas/*idos/*idas/feito/feita/pago/paga/pronto/certo
        dar/de por ..2 *ado/*ada/*ido/*ida/certo
        """)
}
