/// An order of the customer who asks, as far as the assistant may speak of it: nothing that tells who or where the customer is.
package struct CustomerOrder: Sendable, Equatable {
    package var number: String
    /// As the database has it: created, confirmed, paid, shipped, delivered, cancelled.
    package var status: String
    /// `R$ 129,90`
    package var total: String
    /// `12/11/2026`
    package var placedOn: String
    package var tracking: String?
    package var items: [String]

    package init(
        number: String, status: String, total: String, placedOn: String, tracking: String? = nil, items: [String] = []
    ) {
        self.number = number
        self.status = status
        self.total = total
        self.placedOn = placedOn
        self.tracking = tracking
        self.items = items
    }

    /// Whether somebody asks after an order of their own: by its number, or where it is and when it comes. Wishes to change one, and
    /// questions about ordering in general, are none.
    package static func isAskedAfter(in text: String, _ orders: [CustomerOrder]) -> Bool {
        let words = Words.split(text)
        if orders.contains(where: { order in
            let number = Words.split(order.number)
            return !number.isEmpty && words.contains(number.joined())
        }) {
            return true
        }
        let isOwn = zip(words, words.dropFirst()).contains { own.contains($0) && things.contains($1) }
        return isOwn && words.contains { asking.contains($0) } || words.contains("rastreio") && isOwn
            || zip(words, words.dropFirst()).contains { tracking.contains($0) && own.contains($1) }
    }

    private static let own: Set<String> = ["meu", "minha", "meus", "minhas", "my", "mi", "mis"]
    private static let things: Set<String> = [
        "pedido", "pedidos", "compra", "compras", "encomenda", "order", "package", "rastreio", "entrega",
    ]
    private static let asking: Set<String> = [
        "onde", "cade", "quando", "status", "situacao", "andamento", "rastreio", "rastrear", "chegou", "chega", "saiu",
        "enviado", "where", "when", "donde", "cuando", "estado",
    ]
    private static let tracking: Set<String> = ["cade", "rastrear", "acompanhar"]

    /// Two lines, so that each fact can be quoted.
    package func text(_ language: Language) -> String {
        let goods = items.joined(separator: ", ")
        switch language {
        case .portuguese:
            let code = tracking.map { "; código de rastreio \($0)" } ?? ""
            return
                "O pedido \(number), de \(placedOn), está \(word(language))\(code).\nItens: \(goods); total \(total)."
        case .english:
            let code = tracking.map { "; tracking code \($0)" } ?? ""
            return "Order \(number), of \(placedOn), is \(word(language))\(code).\nItems: \(goods); total \(total)."
        case .spanish:
            let code = tracking.map { "; código de seguimiento \($0)" } ?? ""
            return
                "El pedido \(number), del \(placedOn), está \(word(language))\(code).\nArtículos: \(goods); total \(total)."
        }
    }

    private func word(_ language: Language) -> String {
        let words: [String: (String, String, String)] = [
            "created": ("criado", "created", "creado"), "confirmed": ("confirmado", "confirmed", "confirmado"),
            "paid": ("pago", "paid", "pagado"), "shipped": ("enviado", "shipped", "enviado"),
            "delivered": ("entregue", "delivered", "entregado"), "cancelled": ("cancelado", "cancelled", "cancelado"),
        ]
        let known = words[status] ?? (status, status, status)
        return switch language {
        case .portuguese: known.0
        case .english: known.1
        case .spanish: known.2
        }
    }
}
