/// What quoted lines say of the customer's own orders: the one thing that an answer may report as having happened to the customer.
struct OwnOrders: Sendable {
    private struct Order: Sendable {
        let number: [String]
        let words: Set<String>
    }

    private let orders: [Order]
    /// The quoted lines that speak to everybody.
    let others: [String]

    init(_ quoted: QuotedLines, of evidence: [Evidence]) {
        let lines = zip(quoted.places, quoted.lines)
        orders = Set(quoted.places).sorted().compactMap { place in
            guard let number = evidence[place].order else { return nil }
            let own = lines.filter { $0.0 == place }.map(\.1)
            return Order(number: Words.split(number), words: Set(own.flatMap { Words.split($0) }))
        }
        others = lines.filter { evidence[$0.0].order == nil }.map(\.1)
    }

    /// The words that a clause may say of the order it means, or where it names none, those that all quoted ones have. None where it
    /// speaks of anything else: that the order was sent says nothing of a refund, nor of another order.
    func words(for clause: Clause, of clauses: [Clause]) -> Set<String> {
        guard !orders.isEmpty else { return [] }
        let sentence = clauses.filter { $0.sentence == clause.sentence }.flatMap(\.words)
        let named = orders.filter { isNamed($0, in: clause.words) }
        let place = named.isEmpty ? sentence : clause.words
        let inSentence = named.isEmpty ? orders.filter { isNamed($0, in: sentence) } : named
        let meant = (inSentence.isEmpty ? orders : inSentence).map(\.words)
        let words = meant.dropFirst().reduce(meant[0]) { $0.intersection($1) }
        let stems = Set(words.map(Stemming.stem))
        let isAboutIt = clause.words.allSatisfy { word in
            !Self.another.contains(word)
                && (Stopwords.weight(word) == 0 || Self.things.contains(word) || stems.contains(Stemming.stem(word)))
        }
        let isKnown = place.allSatisfy { word in
            !word.utf8.contains(where: Lexer.isDigit) || meant.contains { $0.contains(word) }
        }
        return isAboutIt && isKnown ? words : []
    }

    private func isNamed(_ order: Order, in words: [String]) -> Bool {
        !order.number.isEmpty && words.firstRange(of: order.number) != nil
    }

    /// The order itself, what shows how it stands, and the small words of English.
    private static let things: Set<String> = [
        "pedido", "compra", "encomenda", "pacote", "status", "situacao", "codigo", "rastreio", "rastreamento", "numero",
        "sistema", "consta", "order", "package", "parcel", "tracking", "code", "number", "seguimiento", "paquete",
        "your", "it", "its", "the", "has", "have", "been", "is", "was", "and", "already", "with",
    ]
    /// Another one, none, or a time that no line tells.
    private static let another: Set<String> = [
        "hoje", "agora",
        "um", "uma", "novo", "nova", "outro", "outra", "outros", "outras", "an", "new", "another", "other", "nao",
        "not", "nunca",
    ]
}
