import Domain

/// What a ReceivedCallback says. There is one content key; which one is found by looking, for `type` says nothing of it.
struct ZAPIContent {
    let type: String
    let text: String
    let attachment: InboundMessage.Attachment?
    /// Everything beyond sender, id, time and plain text, as JSON that jsonb accepts; nil when nothing is left.
    let payload: String?
    /// Nothing in it says anything.
    let isEmpty: Bool

    init(_ message: JSON) {
        let key = Self.keys.first { !(message[$0]?.isNull ?? true) }
        let rest = message.members.filter { !Self.envelope.contains($0.key) && !$0.value.isNull }
        isEmpty = key == nil && rest.isEmpty
        let object = key.flatMap { message[$0] }
        switch key {
        case "text": type = "text"
        case "contact", "contacts": type = "contacts"
        case "buttonsResponseMessage", "listResponseMessage", "buttonsMessage": type = "interactive"
        case "hydratedTemplate": type = "template"
        case let key?: type = Wire.word(key)
        case nil: type = "unsupported"
        }
        text = Wire.limited(Self.words(key ?? "", object))
        attachment = Self.attachment(type, object)
        payload = Self.payload(key ?? "", object, rest)
    }

    /// In the order in which they decide what a message is.
    private static let keys = [
        "image", "audio", "video", "document", "sticker", "location", "contact", "contacts", "buttonsResponseMessage",
        "listResponseMessage", "buttonsMessage", "hydratedTemplate", "carouselMessage", "pollVote", "poll", "order",
        "product",
        "pixKeyMessage", "reviewAndPay", "reviewOrder", "requestPayment", "sendPayment", "event", "eventResponse",
        "newsletterAdminInvite", "statusImage", "pinMessage", "text",
    ]

    private static func words(_ key: String, _ object: JSON?) -> String {
        func text(_ keys: String...) -> String {
            for key in keys { if let text = Wire.text(object?[key]) { return text } }
            return ""
        }
        func names(_ items: String) -> String {
            object?.elements(of: items).compactMap { Wire.text($0["name"]) }.joined(separator: "\n") ?? ""
        }
        switch key {
        case "text": return object?.kind == .string ? Wire.text(object) ?? "" : text("message")
        case "image", "video", "sticker", "audio": return text("caption")
        case "document": return text("caption", "fileName", "title")
        case "location": return place(object)
        case "contact": return text("displayName")
        case "contacts":
            return object?.elements.compactMap { Wire.text($0["displayName"]) }.joined(separator: ", ") ?? ""
        case "buttonsResponseMessage": return text("message", "buttonId")
        case "listResponseMessage": return text("title", "message", "selectedRowId")
        case "poll": return [text("question"), names("options")].filter { !$0.isEmpty }.joined(separator: "\n")
        case "pollVote": return names("options")
        case "order": return text("orderTitle", "message")
        case "product": return text("title", "name", "description")
        case "event": return text("name", "description")
        default: return text("message", "text", "title", "caption", "name", "description")
        }
    }

    private static func place(_ location: JSON?) -> String {
        let named = [location?["name"], location?["address"]].compactMap { Wire.text($0) }
        if !named.isEmpty { return named.joined(separator: ", ") }
        return [location?["latitude"], location?["longitude"]].compactMap { $0?.scalarText }.joined(separator: ", ")
    }

    private static func attachment(_ type: String, _ object: JSON?) -> InboundMessage.Attachment? {
        guard OutboundContent.mediaTypes.contains(type), let object, object.kind == .object else { return nil }
        let mimeType = Wire.text(object["mimeType"])
        return .init(
            kind: type, url: Wire.text(object["\(type)Url"]).map { Wire.cut($0, 2_048) },
            mimeType: mimeType.map { Wire.cut($0, 200) },
            fileName: Wire.text(object["fileName"]).map { Wire.cut($0, 255) },
            // Recorded in WhatsApp: it says so, or comes in the only form WhatsApp records in.
            isVoice: type == "audio" && (object["ptt"]?.bool ?? (mimeType?.hasPrefix("audio/ogg") ?? false)))
    }

    private static func payload(_ key: String, _ object: JSON?, _ rest: [(key: String, value: JSON)]) -> String? {
        var members = rest.map { ($0.key, Optional($0.value)) }
        switch key {
        case "text" where object?.members.allSatisfy({ $0.key == "message" || $0.value.isNull }) ?? true:
            members.removeAll { $0.0 == "text" }
        case "contact", "contacts":
            members.removeAll { $0.0 == key }
            members.insert(("contacts", cards(object)), at: 0)
        default: break
        }
        return members.isEmpty ? nil : JSON.object(members).text(.storable)
    }

    /// Address cards in the form all channels share.
    private static func cards(_ object: JSON?) -> JSON {
        let all = object?.kind == .array ? Array(object?.elements ?? JSON.null.elements) : [object].compactMap { $0 }
        return JSON(
            all.map { card in
                .object([
                    ("name", ["formatted_name": JSON(Wire.text(card["displayName"]) ?? "")]),
                    (
                        "phones",
                        JSON(card.elements(of: "phones").compactMap { Wire.text($0) }.map { ["phone": JSON($0)] })
                    ),
                    ("vcard", Wire.text(card["vCard"]).map { JSON($0) }),
                ])
            })
    }

    /// What every callback has around its content; the pictures are of people and belong to no message.
    private static let envelope: Set<String> = [
        "type", "instanceId", "messageId", "phone", "connectedPhone", "fromMe", "fromApi", "isGroup", "isNewsletter",
        "isStatusReply", "isEdit", "waitingMessage", "momment", "status", "chatName", "senderName", "senderPhoto",
        "photo",
        "senderLid", "chatLid", "participantPhone", "participantLid", "referenceMessageId", "messageExpirationSeconds",
        "broadcast", "expiresAt", "editMessageId", "profileName", "updatedPhoto", "requestMethod", "callId", "code",
        "notificationParameters",
    ]
}
