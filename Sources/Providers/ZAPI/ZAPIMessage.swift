import Domain
import Foundation

/// A ReceivedCallback: what a customer did, or what the shop's people did on their own phone.
struct ZAPIMessage {
    private let json: JSON
    private let receivedAt: Date
    private let isFromShop: Bool

    init(_ json: JSON, _ receivedAt: Date) {
        self.json = json
        self.receivedAt = receivedAt
        isFromShop = json["fromMe"]?.bool ?? false
    }

    /// The order matters: what is not for a conversation is sorted out first, then what changes a message already there.
    func inboundItem() throws -> InboundItem {
        let phone = Wire.text(json["phone"]) ?? ""
        if isTrue("isGroup") || isTrue("isNewsletter") || isTrue("broadcast") || Self.isCrowd(phone) {
            return .notice("group")
        }
        if isTrue("isStatusReply") { return .notice("status_reply") }
        if let notification = Wire.text(json["notification"]) { return try event(notification) }
        if json["reaction"]?.kind == .object { return .reaction(try reaction()) }
        let content = ZAPIContent(json)
        if content.isEmpty, isTrue("waitingMessage") {
            // The words follow under the same id: a placeholder would make them look like a repetition.
            return .notice("waiting_message")
        }
        if isTrue("isEdit") { return .edit(try edit(content)) }
        var message = try message(content)
        // Sent through the API, by us or by another program of the shop: no person typed it.
        message.isByProgram = isFromShop && isTrue("fromApi")
        return .message(message)
    }

    /// Groups, channels, status stories and broadcast lists.
    static func isCrowd(_ phone: String) -> Bool {
        ["-group", "-broadcast", "@newsletter", "@g.us", "@broadcast"].contains { phone.hasSuffix($0) }
    }

    private var time: Date { Wire.time(json["momment"], or: receivedAt) }

    private func isTrue(_ key: String) -> Bool { json[key]?.bool ?? false }

    private var customer: [IdentityClaim] {
        var claims: [IdentityClaim] = []
        let lid = [json["chatLid"], isFromShop ? nil : json["senderLid"]].compactMap { Wire.text($0) }
            .first { $0.hasSuffix("@lid") }
        for address in [lid, Wire.text(json["phone"])] {
            let bare = address.map {
                $0.hasSuffix("@c.us") || $0.hasSuffix("@s.whatsapp.net") ? String($0.prefix { $0 != "@" }) : $0
            }
            guard let claim = IdentityClaim(whatsApp: bare) else { continue }
            if !claims.contains(where: { $0.kind == claim.kind && $0.matchKey == claim.matchKey }) {
                claims.append(claim)
            }
        }
        return claims
    }

    /// The customer's own name before the one the shop's phone keeps; a number in its place is no name.
    private var name: String? {
        let names = isFromShop ? [json["chatName"]] : [json["senderName"], json["chatName"]]
        return names.compactMap { Wire.text($0) }.first { PhoneNumber($0) == nil && !$0.hasSuffix("@lid") }
            .map { Wire.cut($0, 200) }
    }

    private func message(_ content: ZAPIContent) throws -> InboundMessage {
        let customer = customer
        guard !customer.isEmpty else { throw Unreadable(reason: isFromShop ? "missing_recipient" : "missing_sender") }
        return InboundMessage(
            customer: customer, customerName: name,
            externalID: Wire.id(json["messageId"]) ?? Wire.digest(json.rawBytes.map(Array.init) ?? json.serialize()),
            sentAt: time, contentType: content.type, content: content.text, payload: content.payload,
            attachment: content.attachment, replyToExternalID: Wire.id(json["referenceMessageId"]),
            fromShop: isFromShop)
    }

    private func reaction() throws -> InboundReaction {
        let reaction = json["reaction"]
        // The shop's own reaction stands under the shop's number.
        let by = isFromShop ? [IdentityClaim(whatsApp: shopNumber)].compactMap { $0 } : customer
        guard !by.isEmpty else { throw Unreadable(reason: "missing_sender") }
        guard let target = Wire.id(reaction?["referencedMessage"]?["messageId"]) ?? Wire.id(json["referenceMessageId"])
        else { throw Unreadable(reason: "missing_message_id") }
        return InboundReaction(
            by: by, externalID: target, emoji: Wire.text(reaction?["value"]).map { Wire.cut($0, 40) }, at: time)
    }

    private var shopNumber: String? {
        Wire.text(json["reaction"]?["reactionBy"]) ?? Wire.text(json["connectedPhone"])
    }

    private func edit(_ content: ZAPIContent) throws -> InboundEdit {
        guard let original = Wire.id(json["editMessageId"]) ?? Wire.id(json["messageId"]) else {
            throw Unreadable(reason: "missing_original_id")
        }
        return InboundEdit(externalID: original, content: content.text, payload: content.payload, at: time)
    }

    /// Calls, profile changes, encryption notes; of all of them only the deletion of a message changes a conversation.
    private func event(_ notification: String) throws -> InboundItem {
        guard notification.uppercased() == "REVOKE" else { return .notice("notification_" + Wire.word(notification)) }
        guard let original = Wire.id(json["referenceMessageId"]) ?? Wire.id(json["messageId"]) else {
            throw Unreadable(reason: "missing_original_id")
        }
        return .revoke(externalID: original, at: time)
    }
}
