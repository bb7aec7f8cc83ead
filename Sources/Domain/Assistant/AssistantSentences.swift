/// Sentences that code writes, so that what they promise is always true.
package enum AssistantSentences {
    /// Sent in the same transaction that gives the conversation to a person; so it says that this has happened, and nothing about when.
    package static func handoff(_ reason: HandoffReason, _ language: Language) -> String {
        switch language {
        case .portuguese: portuguese(reason)
        case .english: english(reason)
        case .spanish: spanish(reason)
        }
    }

    /// For shops that do not want every unknown question handed over.
    package static func unknown(_ language: Language) -> String {
        switch language {
        case .portuguese:
            "Não encontrei essa informação. Pode perguntar de outro jeito, ou escreva “atendente” para falar com uma pessoa."
        case .english:
            "I could not find that information. You may ask in other words, or write “agent” to talk to a person."
        case .spanish:
            "No encontré esa información. Puede preguntar de otra forma, o escriba “agente” para hablar con una persona."
        }
    }

    /// Said once while a recording or a picture is still being read.
    package static func waiting(audio: Bool, image: Bool, _ language: Language) -> String {
        switch (language, audio, image) {
        case (.portuguese, true, false): "Recebi o seu áudio e já estou ouvindo. Um instante!"
        case (.portuguese, false, true): "Recebi a sua imagem e já estou vendo. Um instante!"
        case (.portuguese, _, _): "Recebi os seus arquivos e já estou vendo. Um instante!"
        case (.english, true, false): "I got your voice message and am listening to it. One moment!"
        case (.english, false, true): "I got your picture and am looking at it. One moment!"
        case (.english, _, _): "I got your files and am looking at them. One moment!"
        case (.spanish, true, false): "Recibí su audio y ya lo estoy escuchando. ¡Un momento!"
        case (.spanish, false, true): "Recibí su imagen y ya la estoy viendo. ¡Un momento!"
        case (.spanish, _, _): "Recibí sus archivos y ya los estoy viendo. ¡Un momento!"
        }
    }

    private static func portuguese(_ reason: HandoffReason) -> String {
        switch reason {
        case .humanRequested, .keyword:
            "Certo! Passei a conversa para uma pessoa da nossa equipe, que continua o atendimento por aqui."
        case .requiresAction:
            "Isso precisa ser feito por uma pessoa da nossa equipe, e já passei a conversa para ela. Se ainda não mandou, envie o número do pedido para adiantar."
        case .aggressiveCustomer, .urgentComplaint, .complaint:
            "Sinto muito pelo transtorno. Passei a conversa para uma pessoa da nossa equipe olhar o seu caso. Se puder, conte o que aconteceu e o número do pedido."
        case .forbiddenTopic:
            "Sobre esse assunto eu não posso falar por aqui. Passei a conversa para uma pessoa da nossa equipe."
        case .tooManyMessages:
            "Para não deixar você dando voltas, passei a conversa para uma pessoa da nossa equipe."
        case .outOfHours:
            "O atendimento está fechado agora. A sua mensagem está com a nossa equipe, que continua por aqui."
        case .noEvidence, .assistantUnsure, .answerRefused:
            "Não encontrei essa informação com segurança. Passei a sua pergunta para uma pessoa da nossa equipe responder."
        case .unreadableContent:
            "Recebi a sua mensagem, mas não consegui entender o que veio nela. Passei a conversa para uma pessoa da nossa equipe."
        case .assistantUnavailable, .budgetExhausted:
            "No momento não consigo responder automaticamente. Passei a conversa para uma pessoa da nossa equipe."
        }
    }

    private static func english(_ reason: HandoffReason) -> String {
        switch reason {
        case .humanRequested, .keyword:
            "Sure! I have passed the conversation to a person on our team, who will continue here."
        case .requiresAction:
            "This has to be done by a person on our team, and I have passed the conversation to them. If you have not yet, please send the order number."
        case .aggressiveCustomer, .urgentComplaint, .complaint:
            "I am sorry about the trouble. I have passed the conversation to a person on our team to look at your case. If you can, tell us what happened and the order number."
        case .forbiddenTopic:
            "I cannot talk about that here. I have passed the conversation to a person on our team."
        case .tooManyMessages:
            "So that you do not go around in circles, I have passed the conversation to a person on our team."
        case .outOfHours:
            "We are closed at the moment. Your message is with our team, who will continue here."
        case .noEvidence, .assistantUnsure, .answerRefused:
            "I could not find that information for certain. I have passed your question to a person on our team."
        case .unreadableContent:
            "I received your message, but I could not make out what came in it. I have passed the conversation to a person on our team."
        case .assistantUnavailable, .budgetExhausted:
            "I cannot answer automatically right now. I have passed the conversation to a person on our team."
        }
    }

    private static func spanish(_ reason: HandoffReason) -> String {
        switch reason {
        case .humanRequested, .keyword:
            "¡Claro! Pasé la conversación a una persona de nuestro equipo, que continúa la atención por aquí."
        case .requiresAction:
            "Eso lo tiene que hacer una persona de nuestro equipo, y ya le pasé la conversación. Si aún no lo envió, mande el número del pedido."
        case .aggressiveCustomer, .urgentComplaint, .complaint:
            "Lamento las molestias. Pasé la conversación a una persona de nuestro equipo para que vea su caso. Si puede, cuente qué pasó y el número del pedido."
        case .forbiddenTopic:
            "De ese tema no puedo hablar por aquí. Pasé la conversación a una persona de nuestro equipo."
        case .tooManyMessages:
            "Para no hacerle dar vueltas, pasé la conversación a una persona de nuestro equipo."
        case .outOfHours:
            "La atención está cerrada en este momento. Su mensaje está con nuestro equipo, que continúa por aquí."
        case .noEvidence, .assistantUnsure, .answerRefused:
            "No encontré esa información con seguridad. Pasé su pregunta a una persona de nuestro equipo."
        case .unreadableContent:
            "Recibí su mensaje, pero no pude entender lo que vino en él. Pasé la conversación a una persona de nuestro equipo."
        case .assistantUnavailable, .budgetExhausted:
            "En este momento no puedo responder automáticamente. Pasé la conversación a una persona de nuestro equipo."
        }
    }
}
