/// Languages that the assistant's own sentences exist in.
package enum Language: String, Sendable, CaseIterable {
    case portuguese = "pt-BR"
    case english = "en"
    case spanish = "es"

    /// From a locale such as `pt_BR`, `es-419`; nil for one we do not speak.
    package init?(locale: String?) {
        switch Folding.fold(locale ?? "").prefix(2) {
        case "pt": self = .portuguese
        case "en": self = .english
        case "es": self = .spanish
        default: return nil
        }
    }

    /// The language of a message, by words that only one of them has; nil when it does not say (a name, `ok`, a number).
    package static func of(_ text: String) -> Language? {
        let words = Words.split(text)
        let counts = marks.map { language, marks in (language, words.count { marks.contains($0) }) }
        guard let best = counts.max(by: { $0.1 < $1.1 }), best.1 > 0, counts.count(where: { $0.1 == best.1 }) == 1
        else { return nil }
        return best.0
    }

    private static let marks: [(Language, Set<String>)] = [
        (
            .portuguese,
            [
                "voce", "voces", "vc", "vcs", "nao", "oi", "ola", "obrigado", "obrigada", "qual", "quanto", "pra",
                "meu", "minha", "pedido", "prazo",
                "entrega", "quero", "tem", "com", "uma", "boa", "bom", "tarde", "noite", "dia", "como", "faz", "loja",
                "frete", "troca", "falar",
                "atendente", "gostaria", "quando", "onde", "ja", "ainda", "sao", "ate",
            ]
        ),
        (
            .english,
            [
                "the", "you", "your", "my", "is", "are", "do", "does", "how", "what", "when", "where", "hi", "hello",
                "thanks", "thank", "order",
                "shipping", "want", "need", "can", "please", "would", "have", "delivery", "refund", "talk", "speak",
                "human", "agent",
            ]
        ),
        (
            .spanish,
            [
                "hola", "gracias", "el", "los", "las", "cuanto", "cuando", "donde", "quiero", "mi", "usted", "ustedes",
                "y", "pero", "buenos", "buenas",
                "dias", "tardes", "envio", "tienen", "hay", "una", "con", "hablar", "persona", "necesito", "puedo",
                "devolver", "cuesta", "por",
            ]
        ),
    ]
}

extension Words {
    /// Without white space at its ends.
    package static func trimmed(_ text: String) -> String {
        let source = ScalarText(text)
        return source.slice(source.trimmed(0..<source.count))
    }

    /// White space of any kind as single spaces.
    package static func oneLine(_ text: String) -> String {
        text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map {
            String(String.UnicodeScalarView($0))
        }.joined(separator: " ")
    }
}
