/// Answers to small talk. They say who speaks, promise nothing and need no source.
package enum CourtesyReplies {
    package struct Voice: Sendable {
        package var shop: String
        /// The assistant's own name; may be empty.
        package var name: String
        package var usesEmojis: Bool

        package init(shop: String, name: String, usesEmojis: Bool) {
            self.shop = shop
            self.name = name
            self.usesEmojis = usesEmojis
        }
    }

    package static func reply(to talk: SmallTalk, _ voice: Voice, _ language: Language) -> String {
        let text = sentence(talk, voice, language)
        return voice.usesEmojis ? "\(text) \(emoji(talk))" : text
    }

    private static func sentence(_ talk: SmallTalk, _ voice: Voice, _ language: Language) -> String {
        let name = voice.name.isEmpty ? "" : "\(voice.name), "
        switch (talk, language) {
        case (.greeting, .portuguese):
            return "Olá! Aqui é \(article(name))assistente virtual da \(voice.shop). Como posso ajudar?"
        case (.greeting, .english):
            return "Hello! This is \(name)the virtual assistant of \(voice.shop). How can I help?"
        case (.greeting, .spanish): return "¡Hola! Soy \(name)asistente virtual de \(voice.shop). ¿En qué puedo ayudar?"
        case (.thanks, .portuguese): return "Por nada! Se precisar de mais alguma coisa, é só escrever."
        case (.thanks, .english): return "You are welcome! If you need anything else, just write."
        case (.thanks, .spanish): return "¡De nada! Si necesita algo más, solo escriba."
        case (.farewell, .portuguese): return "Até mais! Quando precisar, é só chamar."
        case (.farewell, .english): return "Goodbye! Just write whenever you need."
        case (.farewell, .spanish): return "¡Hasta luego! Cuando lo necesite, solo escriba."
        case (.nod, .portuguese): return "Certo! Se quiser saber mais alguma coisa, é só perguntar."
        case (.nod, .english): return "All right! If you would like to know anything else, just ask."
        case (.nod, .spanish): return "¡De acuerdo! Si quiere saber algo más, solo pregunte."
        case (.praise, .portuguese):
            return "Que bom saber disso! Muito obrigado pelo carinho. Vou deixar o seu elogio registrado."
        case (.praise, .english): return "That is great to hear! Thank you so much. Your kind words are on record here."
        case (.praise, .spanish): return "¡Qué bueno saberlo! Muchas gracias. Su elogio queda registrado."
        }
    }

    private static func article(_ name: String) -> String { name.isEmpty ? "o " : name }

    private static func emoji(_ talk: SmallTalk) -> String {
        switch talk {
        case .greeting, .farewell: "👋"
        case .thanks, .nod: "😊"
        case .praise: "💜"
        }
    }
}
