import Domain
import Foundation

extension Twilio {
    /// Reads a webhook. Never throws: what cannot be read is in `failures`. Every item's address is the shop's own sender.
    ///
    /// - Parameters:
    ///   - receivedAt: when it came; Twilio names no time.
    ///   - query: of the address it came to. Status callbacks carry our own reference there (see ``Client``).
    package static func parse(_ body: [UInt8], receivedAt: Date = Date(), query: String = "") -> ProviderWebhook {
        var webhook = ProviderWebhook()
        let fields = FormFields(body)
        guard let account = fields["AccountSid"] ?? fields["MessageSid"] ?? fields["SmsSid"], !account.isEmpty else {
            webhook.fail("$", "not_a_message")
            return webhook
        }
        let status = fields["MessageStatus"] ?? fields["SmsStatus"]
        if let status, !["received", "receiving"].contains(status.lowercased()) {
            let sender = fields["MessagingServiceSid"] ?? address(fields["From"])
            webhook.read("$", for: sender) { try report(fields, status, receivedAt, FormFields(query)["outbox"]) }
            return webhook
        }
        let receiver = address(fields["To"])
        do {
            for (index, item) in try messages(fields, receivedAt).enumerated() {
                webhook.add(item, index == 0 ? "$" : "$.MediaUrl\(index)", receiver)
            }
        } catch {
            webhook.fail("$", error.reason)
        }
        if let choice = optOut(fields, receivedAt) { webhook.add(choice, "$.OptOutType", receiver) }
        return webhook
    }

    /// Our own senders that a body speaks of: the number, and the service it belongs to.
    package static func senders(in body: [UInt8]) -> [String] {
        let fields = FormFields(body)
        let isInbound = ["received", "receiving"].contains(
            (fields["MessageStatus"] ?? fields["SmsStatus"] ?? "received").lowercased())
        return [fields["MessagingServiceSid"], (isInbound ? fields["To"] : fields["From"]).map { address($0) }]
            .compactMap { $0 }
    }

    private static func address(_ text: String?) -> String {
        guard let text else { return "" }
        return text.hasPrefix("whatsapp:") ? String(text.dropFirst(9)) : text
    }

    private static func claim(_ fields: FormFields) -> IdentityClaim? {
        guard let phone = PhoneNumber(address(fields["From"])) else { return nil }
        return IdentityClaim(kind: .phone, value: phone.e164, matchKey: phone.matchKey)
    }

    /// An id as Twilio makes them: short and printable. What is stored must be what came, so nothing is cleaned away.
    private static func sid(_ text: String?) throws(Unreadable) -> String {
        guard let text, (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Unreadable(reason: "missing_id")
        }
        return text
    }

    /// One message, and one more for each further file.
    private static func messages(_ fields: FormFields, _ receivedAt: Date) throws(Unreadable) -> [InboundItem] {
        let id = try sid(fields["MessageSid"] ?? fields["SmsMessageSid"] ?? fields["SmsSid"])
        guard fields["From"] != nil else { throw Unreadable(reason: "missing_sender") }
        // Banks and carriers write from names and short codes: nobody there reads an answer.
        guard let customer = claim(fields) else { return [.notice("sender_without_number")] }
        let count = min(max(fields["NumMedia"].flatMap { Int($0) } ?? 0, 0), 10)
        let files = (0..<count).map { index in
            let type = fields["MediaContentType\(index)"] ?? ""
            let kind = ["image", "audio", "video"].first { type.hasPrefix("\($0)/") } ?? "document"
            return InboundMessage.Attachment(
                kind: kind, url: fields["MediaUrl\(index)"].map { Wire.cut($0, 2_048) },
                mimeType: type.isEmpty ? nil : Wire.cut(type, 200))
        }
        return (0..<max(1, files.count)).map { part in
            let file = files.isEmpty ? nil : files[part]
            return .message(
                InboundMessage(
                    customer: [customer], customerName: fields["ProfileName"].map { Wire.cut($0, 200) }, externalID: id,
                    part: part, sentAt: receivedAt, contentType: file?.kind ?? "text",
                    content: part == 0 ? Wire.limited(fields["Body"] ?? "") : "", attachment: file,
                    replyToExternalID: fields["OriginalRepliedMessageSid"].map { Wire.cut($0, 512) }))
        }
    }

    private static func optOut(_ fields: FormFields, _ receivedAt: Date) -> InboundItem? {
        guard let choice = fields["OptOutType"]?.uppercased(), let customer = claim(fields) else { return nil }
        switch choice {
        case "STOP": return .marketingOptOut(true, by: [customer], at: receivedAt)
        case "START": return .marketingOptOut(false, by: [customer], at: receivedAt)
        default: return .notice("opt_out_\(Wire.word(choice))")
        }
    }

    private static func report(_ fields: FormFields, _ word: String, _ receivedAt: Date, _ reference: String?) throws
        -> InboundItem
    {
        let id = try sid(fields["MessageSid"] ?? fields["SmsSid"])
        let status: String
        switch Wire.word(word) {
        case "accepted", "scheduled", "queued", "sending": status = "queued"
        case "canceled": status = "failed"
        case "partially_delivered": status = "sent"
        case let other: status = other
        }
        let code = fields["ErrorCode"].map { Wire.cut($0, 40) }
        return .status(
            DeliveryReport(
                externalID: id, status: status, at: receivedAt, outboxID: reference.flatMap { UUID(uuidString: $0) },
                errorCode: code ?? (status == "failed" ? Wire.word(word) : nil),
                errorTitle: fields["ErrorMessage"].map { Redaction.clean($0) }))
    }
}
