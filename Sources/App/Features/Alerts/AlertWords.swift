import Domain
import Foundation
import Privacy
import Web

/// A notification as the browser shows it.
struct AlertWords: Sendable, Equatable {
    let title: String
    let body: String

    /// - Parameters:
    ///   - who: the customer's name, or the channel's.
    ///   - preview: the last words of the conversation.
    init(_ kind: Alert.Kind, who: String, preview: String, _ language: SiteLanguage) {
        title =
            switch (kind, language) {
            case (.waiting, .portuguese): "Cliente esperando atendimento"
            case (.waiting, .english): "A customer is waiting"
            case (.waiting, .spanish): "Un cliente espera atención"
            case (.draft, .portuguese): "Rascunho da IA espera sua decisão"
            case (.draft, .english): "A draft of the AI awaits your decision"
            case (.draft, .spanish): "Un borrador de la IA espera tu decisión"
            case (.assigned, .portuguese): "Conversa atribuída a você"
            case (.assigned, .english): "A conversation is yours now"
            case (.assigned, .spanish): "Te asignaron una conversación"
            case (.channel, .portuguese): "Canal fora do ar: \(Mask.text(who))"
            case (.channel, .english): "Channel down: \(Mask.text(who))"
            case (.channel, .spanish): "Canal caído: \(Mask.text(who))"
            case (.test, .portuguese): "As notificações funcionam"
            case (.test, .english): "Notifications work"
            case (.test, .spanish): "Las notificaciones funcionan"
            }
        body =
            switch (kind, language) {
            case (.waiting, _), (.draft, _), (.assigned, _): Self.conversation(who, preview)
            case (.channel, .portuguese): "Mensagens podem não chegar nem sair. Toque para ver como resolver."
            case (.channel, .english): "Messages may not come in or go out. Tap to see how to fix it."
            case (.channel, .spanish): "Los mensajes pueden no llegar ni salir. Toca para ver cómo resolverlo."
            case (.test, .portuguese): "Este navegador avisa quando alguém precisa de você."
            case (.test, .english): "This browser tells you when somebody needs you."
            case (.test, .spanish): "Este navegador avisa cuando alguien te necesita."
            }
    }

    /// A locked screen shows it to whoever passes by: nothing that identifies the customer but the first name.
    private static func conversation(_ who: String, _ preview: String) -> String {
        let name = Mask.text(String(who.split(separator: " ").first ?? "")).prefix(40)
        let words = Mask.text(preview.replacing("\n", with: " "))
        let short = words.count > 120 ? words.prefix(119) + "…" : words[...]
        return name.isEmpty ? String(short) : short.isEmpty ? String(name) : "\(name): \(short)"
    }

    func payload(_ alert: Alert) -> [UInt8] {
        JSON.object([
            ("title", JSON(title)), ("body", JSON(body)), ("url", JSON(alert.path)), ("tag", JSON(alert.topic)),
        ]).serialize()
    }
}
