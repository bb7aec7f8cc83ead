import Domain
import Foundation

extension Zenvia {
    /// Reads a whole body. Never throws: what cannot be read is in `failures`. An item's address is its subscription.
    ///
    /// - Parameter receivedAt: stands in for a time that is missing or impossible.
    package static func parse(_ body: [UInt8], receivedAt: Date = Date()) -> ProviderWebhook {
        var webhook = ProviderWebhook()
        let json: JSON
        do {
            json = try JSON.parse(body, limits: .init(invalidText: .replace))
        } catch {
            webhook.fail("$", "not_json: \(error.reason.rawValue)")
            return webhook
        }
        guard json.kind == .object else {
            webhook.fail("$", "not_an_object")
            return webhook
        }
        let address = Wire.text(json["subscriptionId"]) ?? ""
        switch Wire.text(json["type"])?.uppercased() {
        case "MESSAGE": message(json, address, receivedAt, &webhook)
        case "MESSAGE_STATUS": webhook.read("$", for: address) { try status(json, receivedAt) }
        case let other?: webhook.add(.notice(Wire.word(other)), "$", address)
        case nil: webhook.fail("$", "no_type")
        }
        return webhook
    }

    /// One message for each of its contents.
    private static func message(_ json: JSON, _ address: String, _ receivedAt: Date, _ webhook: inout ProviderWebhook) {
        guard let message = json["message"], message.kind == .object else {
            return webhook.fail("$.message", "no_message")
        }
        let direction = Wire.text(json["direction"]) ?? Wire.text(message["direction"])
        if direction?.uppercased() == "OUT" { return webhook.add(.notice("own_echo"), "$", address) }
        let contents = Array(message.elements(of: "contents"))
        guard !contents.isEmpty else { return webhook.fail("$.message.contents", "no_contents") }
        let at = time(message["timestamp"] ?? json["timestamp"], receivedAt)
        for (part, content) in contents.enumerated() where webhook.hasRoom("$.message.contents[\(part)]") {
            webhook.read("$.message.contents[\(part)]", for: address) {
                guard let id = Wire.id(message["id"]) ?? Wire.id(json["id"]) else {
                    throw Unreadable(reason: "missing_id")
                }
                guard let phone = Wire.text(message["from"]).flatMap({ PhoneNumber($0) }) else {
                    throw Unreadable(reason: "missing_sender")
                }
                guard content.kind == .object else { throw Unreadable(reason: "not_an_object") }
                let (type, text, file) = read(content)
                let name = Wire.text(message["visitor"]?["name"]).flatMap {
                    PhoneNumber($0) == nil ? Wire.cut($0, 200) : nil
                }
                return .message(
                    InboundMessage(
                        customer: [.init(kind: .phone, value: phone.e164, matchKey: phone.matchKey)],
                        customerName: name,
                        externalID: id, part: part, sentAt: at, contentType: type, content: text,
                        payload: type == "text" ? nil : JSON.object([(type, content)]).text(.storable), attachment: file
                    ))
            }
        }
    }

    private static func read(_ content: JSON) -> (type: String, text: String, file: InboundMessage.Attachment?) {
        switch Wire.text(content["type"]) {
        case "text": return ("text", Wire.limited(Wire.text(content["text"]) ?? ""), nil)
        case "file":
            let mimeType = Wire.text(content["fileMimeType"]).map { Wire.cut($0, 200) }
            let kind = ["image", "audio", "video"].first { mimeType?.hasPrefix("\($0)/") ?? false } ?? "document"
            let name = Wire.text(content["fileName"]).map { Wire.cut($0, 255) }
            return (
                kind, Wire.limited(Wire.text(content["fileCaption"]) ?? name ?? ""),
                .init(
                    kind: kind, url: Wire.text(content["fileUrl"]).map { Wire.cut($0, 2_048) }, mimeType: mimeType,
                    fileName: name)
            )
        default: return ("unsupported", Wire.limited(Wire.text(of: content, "text", "title", "payload") ?? ""), nil)
        }
    }

    private static func status(_ json: JSON, _ receivedAt: Date) throws -> InboundItem {
        guard let id = Wire.id(json["message"]?["id"]) ?? Wire.id(json["messageId"]) else {
            throw Unreadable(reason: "missing_id")
        }
        guard let code = Wire.text(json["messageStatus"]?["code"]) else { throw Unreadable(reason: "missing_status") }
        let status: String
        switch code.uppercased() {
        case "SENT", "DELIVERED", "READ": status = code.lowercased()
        case "REJECTED", "NOT_DELIVERED": status = "failed"
        default: return .notice("status_" + Wire.word(code))
        }
        let cause = json["messageStatus"]?["causes"]?[0]
        let words = Wire.text(of: cause, "reason", "details") ?? Wire.text(json["messageStatus"]?["description"])
        return .status(
            DeliveryReport(
                externalID: id, status: status,
                at: time(json["messageStatus"]?["timestamp"] ?? json["timestamp"], receivedAt),
                outboxID: Wire.text(json["message"]?["externalId"]).flatMap { UUID(uuidString: $0) },
                errorCode: status == "failed"
                    ? Wire.text(cause?["channelErrorCode"]).map { Wire.cut($0, 40) } ?? Wire.word(code) : nil,
                errorTitle: status == "failed" ? words.map { Redaction.clean($0) } : nil))
    }

    private static func time(_ json: JSON?, _ receivedAt: Date) -> Date {
        guard let text = Wire.text(json), text.utf8.count <= 40 else { return receivedAt }
        let date =
            (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        return date.map { Wire.plausible($0, or: receivedAt) } ?? receivedAt
    }
}
