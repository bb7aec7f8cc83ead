import Domain
import Foundation

/// One element of `messages`, or of `message_echoes`: what the shop's people typed on their own phone, from and to reversed.
struct MetaMessage {
    private let json: JSON
    private let people: MetaPeople
    private let receivedAt: Date
    private let isEcho: Bool

    init(_ json: JSON, _ people: MetaPeople, _ receivedAt: Date, isEcho: Bool = false) {
        self.json = json
        self.people = people
        self.receivedAt = receivedAt
        self.isEcho = isEcho
    }

    func inboundItem() throws -> InboundItem {
        let type = json["type"]?.string ?? ""
        if let group = json["group_id"], !group.isNull { return .notice("group_message") }
        switch type {
        case "reaction": return .reaction(try reaction())
        case "edit": return .edit(try edit())
        case "revoke":
            return .revoke(
                externalID: try required(json["revoke"]?["original_message_id"], "missing_original_id"), at: time)
        case "system": return try system()
        default: return .message(try message(type))
        }
    }

    private var time: Date { MetaEvents.time(json["timestamp"], or: receivedAt) }

    private var customer: [IdentityClaim] {
        isEcho
            ? people.claims(phone: MetaPeople.text(json["to"]), userID: MetaPeople.text(json["to_user_id"]))
            : people.claims(phone: MetaPeople.text(json["from"]), userID: MetaPeople.text(json["from_user_id"]))
    }

    private func message(_ type: String) throws -> InboundMessage {
        let customer = customer
        guard !customer.isEmpty else { throw Unreadable(reason: isEcho ? "missing_recipient" : "missing_sender") }
        let person =
            isEcho
            ? nil : people.find(phone: MetaPeople.text(json["from"]), userID: MetaPeople.text(json["from_user_id"]))
        let content = MetaContent(json, type: type)
        return InboundMessage(
            customer: customer, customerName: person?.name, username: person?.username, externalID: externalID,
            sentAt: time,
            contentType: content.type, content: content.text, payload: content.payload, attachment: content.attachment,
            replyToExternalID: MetaPeople.text(json["context"]?["id"]).map { MetaPeople.cut($0, 512) }, fromShop: isEcho
        )
    }

    private var externalID: String { MetaEvents.externalID(json["id"], of: json) }

    private func reaction() throws -> InboundReaction {
        // An echo is the shop's own reaction: it stands under the shop's number.
        let by = isEcho ? people.claims(phone: MetaPeople.text(json["from"]), userID: nil) : customer
        guard !by.isEmpty else { throw Unreadable(reason: "missing_sender") }
        return InboundReaction(
            by: by, externalID: try required(json["reaction"]?["message_id"], "missing_message_id"),
            emoji: MetaPeople.text(json["reaction"]?["emoji"]).map { MetaPeople.cut($0, 40) }, at: time)
    }

    private func edit() throws -> InboundEdit {
        let original = try required(json["edit"]?["original_message_id"], "missing_original_id")
        guard let message = json["edit"]?["message"], message.kind == .object else {
            throw Unreadable(reason: "missing_message")
        }
        let content = MetaContent(message, type: message["type"]?.string ?? "")
        return InboundEdit(externalID: original, content: content.text, payload: content.payload, at: time)
    }

    /// Not a customer's words: the number or the id of a person changed.
    private func system() throws -> InboundItem {
        let system = json["system"]
        let kind = system?["type"]?.string ?? ""
        guard kind.hasSuffix("changed_number") || kind.hasSuffix("changed_user_id") else {
            return .notice("system_" + MetaEvents.word(kind))
        }
        let old = people.claims(
            phone: MetaPeople.text(json["from"]) ?? MetaPeople.text(system?["customer"]),
            userID: MetaPeople.text(json["from_user_id"]))
        let new = [system?["user_id"], system?["wa_id"], system?["new_wa_id"]].compactMap {
            IdentityClaim(whatsApp: MetaPeople.text($0))
        }
        guard !old.isEmpty, !new.isEmpty else { throw Unreadable(reason: "missing_address") }
        return .identityChange(from: old, to: new, at: time)
    }

    private func required(_ field: JSON?, _ reason: String) throws -> String {
        guard let text = MetaPeople.text(field), text.utf8.count <= 512 else { throw Unreadable(reason: reason) }
        return text
    }
}
