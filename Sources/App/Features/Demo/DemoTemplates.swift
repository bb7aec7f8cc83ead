import Domain

extension Demo {
    /// What the pretend Meta has approved already.
    static let templates: [(name: String, components: JSON)] = [
        ("pedido_enviado", [shipped, ["type": "FOOTER", "text": "Ateliê Jabuticaba"], talk]),
        ("retomar_conversa", [resume]),
    ]

    private static let shipped: JSON = [
        "type": "BODY",
        "text":
            "Olá {{nome}}, o seu pedido {{pedido}} saiu hoje e chega até {{dia}}. Qualquer dúvida, é só responder aqui.",
    ]
    private static let talk: JSON = [
        "type": "BUTTONS", "buttons": [["type": "QUICK_REPLY", "text": "Falar com a loja"]],
    ]
    private static let resume: JSON = [
        "type": "BODY",
        "text": "Oi {{nome}}, ficamos de responder a sua pergunta sobre {{assunto}}. Podemos continuar por aqui?",
    ]
}
