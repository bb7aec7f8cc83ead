import Domain
import Foundation

/// Bodies of bridges that post Baileys' own events: `{"event": "messages.upsert", "data": …}`.
extension WhaticketReader {
    mutating func event(_ name: String, _ data: JSON, _ body: JSON) {
        switch name {
        case "messages_upsert", "message_upsert", "messages_set", "message", "messages", "message_received":
            if data["messages"]?.kind == .array { return list(data.elements(of: "messages"), nil, "$.data.messages") }
            if data.kind == .array { return list(data.elements, nil, "$.data") }
            guard data.kind == .object else { return webhook.fail("$.data", "not_an_object") }
            message([data], data["message"], "$.data")
        case "messages_update", "message_update", "message_ack", "messages_ack", "message_receipt_update",
            "message_status":
            each(data, "$.data") { try Self.update($0, $1) }
        case "messages_delete", "message_delete", "message_revoke":
            let keys = data["keys"] ?? data
            each(keys, "$.data") { item, at in
                guard let id = Self.id(item) else { throw Unreadable(reason: "missing_id") }
                return .revoke(externalID: id, at: at)
            }
        case "messages_reaction", "message_reaction":
            each(data, "$.data") { item, at in
                guard let id = Self.id(item) ?? Self.id(item["reaction"] ?? .null) else {
                    throw Unreadable(reason: "missing_message_id")
                }
                let by = [item["reaction"]?["key"], item["key"]].compactMap { $0 }.map {
                    WhaticketPeople([$0], key: $0).claims
                }
                .first { !$0.isEmpty }
                guard let by else { throw Unreadable(reason: "missing_sender") }
                return .reaction(
                    InboundReaction(
                        by: by, externalID: id,
                        emoji: Wire.text(item["reaction"]?["text"]).map { Wire.cut($0, 40) }, at: at))
            }
        case "connection_update", "connection": connection(data)
        case "qrcode_updated", "qrcode", "qr": webhook.add(.connection(.init(.waitingForCode)), "$.data", "")
        case "presence_update":
            webhook.add(.notice("presence_update"), "$.data", "")
        default: webhook.add(.notice(name), "$", "")
        }
    }

    private mutating func each(_ data: JSON, _ path: String, _ read: (JSON, Date) throws -> InboundItem) {
        let items = data.kind == .array ? Array(data.elements) : [data]
        if items.isEmpty { webhook.add(.notice("no_messages"), path, "") }
        for (index, item) in items.enumerated() {
            let path = data.kind == .array ? "\(path)[\(index)]" : path
            guard webhook.hasRoom(path) else { return }
            let at = Wire.time(item["messageTimestamp"] ?? item["update"]?["messageTimestamp"], or: receivedAt)
            webhook.read(path, for: "") {
                guard item.kind == .object else { throw Unreadable(reason: "not_an_object") }
                return try read(item, at)
            }
        }
    }

    private mutating func connection(_ data: JSON) {
        if Wire.text(data["qr"]) != nil { return webhook.add(.connection(.init(.waitingForCode)), "$.data", "") }
        switch Wire.text(data["connection"]) ?? Wire.text(data["state"]) {
        case "open": webhook.add(.connection(.init(.connected)), "$.data", "")
        case "close":
            let error = data["lastDisconnect"]?["error"]
            let status = error?["output"]?["statusCode"]?.int ?? data["statusReason"]?.int
            let words = Wire.text(error?["message"]).map { Redaction.clean($0) }
            // Logged out on the phone: only a new code helps.
            webhook.add(
                .connection(.init(status == 401 ? .waitingForCode : .disconnected, reason: words)), "$.data", "")
        case let other: webhook.add(.notice("connection_" + Wire.word(other ?? "")), "$.data", "")
        }
    }

    static func id(_ item: JSON) -> String? {
        Wire.id(item["key"]?["id"]) ?? Wire.id(item["keyId"]) ?? Wire.id(item["id"]?["_serialized"])
            ?? Wire.id(item["id"]) ?? Wire.id(item["messageId"])
    }

    /// A receipt, or the words or the end of a message changed.
    static func update(_ item: JSON, _ at: Date) throws -> InboundItem {
        guard let id = id(item) else { throw Unreadable(reason: "missing_id") }
        let update = item["update"] ?? item
        if WhaticketMessage.isCrowd(Wire.text(of: item["key"], "remoteJid") ?? Wire.text(item["remoteJid"]) ?? "") {
            return .notice("group")
        }
        if let message = update["message"], message.kind == .object {
            let content = WhaticketContent(message)
            return .edit(InboundEdit(externalID: id, content: content.text, payload: content.payload, at: at))
        }
        if update["messageStubType"]?.int == 1 { return .revoke(externalID: id, at: at) }
        guard let status = status(update["status"] ?? update["ack"], isAck: update["status"] == nil) else {
            throw Unreadable(reason: "missing_status")
        }
        return .status(
            DeliveryReport(
                externalID: id, status: status, at: at, errorCode: status == "failed" ? "failed" : nil))
    }

    /// Baileys counts from 0 = error, whatsapp-web.js's `ack` from −1 = error; both also come as words.
    static func status(_ value: JSON?, isAck: Bool) -> String? {
        guard let value else { return nil }
        if let number = value.int {
            let words = ["failed", "queued", "sent", "delivered", "read", "played"]
            let (place, isOver) = number.addingReportingOverflow(isAck ? 1 : 0)
            return isOver || !words.indices.contains(place) ? nil : words[place]
        }
        switch Wire.text(value).map(Wire.word) {
        case "error": return "failed"
        case "pending": return "queued"
        case "server_ack": return "sent"
        case "delivery_ack": return "delivered"
        case let word?: return word
        case nil: return nil
        }
    }
}
