/// What a shop does every day, told in the plural of the present: `enviamos vasos para todo o Brasil`, `não enviamos para BH`,
/// `dividimos em até 10 vezes`. It is spelled like the past, and no deed where nothing of the customer's own is its object.
enum ShopHabits {
    static func tells(_ clause: Clause, _ index: Int, _ told: Told) -> Bool {
        let words = clause.words
        guard VerbForms.isPlural(words[index]) || trade.contains(words[index]), !clause.isPersonal,
            !words.contains(where: { ["ja", "ontem", "hoje", "agora", "acabamos"].contains($0) })
        else { return false }
        let rest = words[(index + 1)...]
        if words[max(index - 2, 0)..<index].contains("nao") { return !isOwned(rest) }
        guard trade.contains(words[index]), !isOwned(rest) else { return false }
        if rest.allSatisfy({ $0 == "sim" }) { return true }
        let telling = rest.filter { Stopwords.weight($0) > 0 }
        return telling.count(where: told.says) * 3 >= telling.count * 2
    }

    /// "Cancelamos o pedido.": one customer's, whole, and when or whether is not told.
    static func isDeed(_ clause: Clause, _ index: Int, _ told: Told) -> Bool {
        let rest = clause.words[(index + 1)...]
        return isOwned(rest) && rest.count <= 4 && clause.isWhole && !told.words.contains(clause.words[index])
            && !clause.words[max(index - 2, 0)..<index].contains("nao")
    }

    private static func isOwned(_ rest: ArraySlice<String>) -> Bool {
        rest.first.map(articles.contains) == true && rest.prefix(3).contains(where: owned.contains)
    }

    private static let articles: Set<String> = [
        "o", "a", "os", "as", "um", "uma", "para", "este", "esse", "esta", "essa",
    ]

    private static let trade: Set<String> = [
        "enviamos", "entregamos", "mandamos", "vendemos", "dividimos", "parcelamos", "subimos", "aceitamos",
        "atendemos", "colocamos", "produzimos", "trabalhamos", "abrimos", "levamos", "cobramos", "oferecemos",
        "despachamos", "postamos", "fabricamos",
        "indicamos", "recomendamos", "consertamos", "alugamos", "instalamos", "montamos", "usamos", "funcionamos",
        "arrumamos", "emitimos", "bordamos", "gravamos", "embrulhamos", "buscamos",
    ]
    /// Of one customer.
    private static let owned: Set<String> = [
        "pedido", "compra", "pacote", "encomenda", "caixa", "item", "produto", "valor", "troca", "devolucao", "novo",
        "nova", "outro", "outra", "chamado", "solicitacao", "reembolso", "estorno", "nota", "boleto", "link", "codigo",
        "cancelamento", "agendamento", "reserva", "cadastro", "endereco",
    ]
}
