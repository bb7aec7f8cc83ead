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

    /// Buttons, or the rows of a list, that went out with it.
    func choices(_ message: MessageFacts) -> [String] {
        guard !message.isInbound, message.kind == "interactive", message.deletedAt == nil,
            let action = message.payload.flatMap({ try? JSON.parse($0) })?["interactive"]?["action"]
        else { return [] }
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
