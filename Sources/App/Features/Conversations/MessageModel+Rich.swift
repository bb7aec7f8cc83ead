import Domain
import Foundation
import Web

extension InboxView {
    /// What the words alone do not tell.
    func label(_ message: MessageFacts) -> String? {
        guard message.isInbound else { return nil }
        let payload = message.payload.flatMap { try? JSON.parse($0) }
        switch message.kind {
        case "interactive", "button", "button_reply", "list_reply": return localizer("message.label.choice")
        default: break
        }
        if let reply = payload?["reply_to"], reply["story"] != nil { return localizer("message.label.story_reply") }
        let context = payload?["context"]
        if context?["forwarded"]?.bool == true || context?["frequently_forwarded"]?.bool == true {
            return localizer("message.label.forwarded")
        }
        return payload?["referral"] == nil ? nil : localizer("message.label.ad")
    }

    /// What a template looked like on the customer's phone; nil for anything else, and for those sent before it was kept.
    func shownTemplate(_ message: MessageFacts) -> ShownTemplate? {
        guard !message.isInbound, message.kind == "template", message.deletedAt == nil,
            let payload = message.payload.flatMap({ try? JSON.parse($0) }), let parts = payload["shown_parts"]
        else { return nil }
        return ShownTemplate(
            header: parts["header"]?.string, media: parts["media"]?.string, body: parts["body"]?.string,
            footer: parts["footer"]?.string)
    }

    /// A header that is a file stands as its kind.
    func headerFile(_ shown: ShownTemplate?) -> [MessageModel.Attachment] {
        guard let media = shown?.media else { return [] }
        let kind = MessageKind(media)
        return [.init(icon: kind.icon, title: kind.label(localizer), detail: "")]
    }

    /// Buttons, or the rows of a list, that went out with it.
    func choices(_ message: MessageFacts) -> [String] {
        guard !message.isInbound, message.kind == "interactive" || message.kind == "template", message.deletedAt == nil,
            let payload = message.payload.flatMap({ try? JSON.parse($0) })
        else { return [] }
        if message.kind == "template" { return payload.elements(of: "shown_buttons").compactMap(\.string) }
        guard let action = payload["interactive"]?["action"] else { return [] }
        let buttons = action.elements(of: "buttons").compactMap { $0["reply"]?["title"]?.string }
        let rows = action.elements(of: "sections").flatMap { section in
            section.elements(of: "rows").compactMap { $0["title"]?.string }
        }
        return Array((buttons + rows).prefix(10))
    }

    func gone(_ message: MessageFacts, _ kind: MessageKind) -> MessageModel.Gone? {
        guard message.deletedAt != nil else { return nil }
        return .init(
            text: localizer("message.deleted.text"), content: message.content.isEmpty ? nil : message.content,
            files: attachments(message, kind))
    }

    func earlier(_ message: MessageFacts) -> MessageModel.Earlier? {
        guard !message.edits.isEmpty else { return nil }
        return .init(
            title: localizer("message.earlier", count: message.edits.count),
            versions: message.edits.map { .init(at: localizer.dateTime($0.at), text: $0.content) })
    }

    func acts(_ message: MessageFacts) -> MessageModel.Acts? {
        guard message.externalID != nil, !message.isNote, message.deletedAt == nil, message.senderType != "system",
            message.kind != "reaction"
        else { return nil }
        return .init(mine: message.ownReaction ?? "")
    }
}

/// A template's parts as the customer saw them.
struct ShownTemplate: Sendable {
    let header: String?
    /// What kind of file the header is.
    let media: String?
    let body: String?
    let footer: String?
}
