import Domain

/// What a message says, in the one form the inbox keeps: its kind, words a person can read, and the provider's own object.
struct MetaContent {
    let type: String
    let text: String
    let attachment: InboundMessage.Attachment?
    /// Everything the message has beyond sender, id, time and plain text, as JSON that jsonb accepts; nil when nothing is left.
    let payload: String?

    init(_ message: JSON, type declared: String) {
        type = MetaEvents.word(declared.isEmpty && message["text"] != nil ? "text" : declared)
        let object = message[declared]
        text = Self.cut(Self.words(type, object, message))
        attachment = Self.attachment(type, object)
        payload = Self.rest(message)
    }

    private static let media: Set<String> = ["image", "video", "audio", "document", "sticker"]

    private static func words(_ type: String, _ object: JSON?, _ message: JSON) -> String {
        func text(_ key: String) -> String? { MetaPeople.text(object?[key]) }
        switch type {
        case "text": return MetaPeople.text(message["text"]?["body"]) ?? ""
        case "image", "video", "audio", "sticker": return text("caption") ?? ""
        case "document": return text("caption") ?? text("filename") ?? ""
        case "button": return text("text") ?? text("payload") ?? ""
        case "order": return text("text") ?? ""
        case "location": return place(object)
        case "contacts": return object.map(names) ?? ""
        case "interactive": return reply(object)
        default: return ""
        }
    }

    private static func place(_ location: JSON?) -> String {
        let named = [location?["name"], location?["address"]].compactMap { MetaPeople.text($0) }
        if !named.isEmpty { return named.joined(separator: ", ") }
        return [location?["latitude"], location?["longitude"]].compactMap { $0?.scalarText }.joined(separator: ", ")
    }

    private static func names(_ contacts: JSON) -> String {
        contacts.elements.compactMap {
            MetaPeople.text($0["name"]?["formatted_name"]) ?? MetaPeople.text($0["name"]?["first_name"])
        }
        .joined(separator: ", ")
    }

    /// Whatever was tapped or filled in: a button, a row of a list, a flow, or a kind that is not known yet.
    private static func reply(_ interactive: JSON?) -> String {
        guard let interactive else { return "" }
        let answer =
            interactive["type"]?.string.flatMap { interactive[$0] } ?? interactive["button_reply"]
            ?? interactive["list_reply"]
        return [answer?["title"], answer?["body"], answer?["response"]].compactMap { MetaPeople.text($0) }.first ?? ""
    }

    private static func attachment(_ type: String, _ object: JSON?) -> InboundMessage.Attachment? {
        guard media.contains(type), let object, object.kind == .object else { return nil }
        return .init(
            kind: type, mediaID: MetaPeople.text(object["id"]), mimeType: MetaPeople.text(object["mime_type"]),
            fileName: MetaPeople.text(object["filename"]).map { MetaPeople.cut($0, 255) },
            sha256: MetaPeople.text(object["sha256"]),
            isVoice: object["voice"]?.bool ?? false)
    }

    private static let envelope: Set<String> = [
        "from", "from_user_id", "from_parent_user_id", "to", "to_user_id", "to_parent_user_id", "id", "timestamp",
        "type",
    ]

    private static func rest(_ message: JSON) -> String? {
        let isPlain = message["text"]?.members.allSatisfy { $0.key == "body" } ?? true
        let kept = message.members.filter { !envelope.contains($0.key) && !($0.key == "text" && isPlain) }
        // A plain quote has a column of its own.
        let isQuote =
            kept.count == 1 && kept[0].key == "context"
            && kept[0].value.members.allSatisfy { $0.key == "from" || $0.key == "id" }
        guard !kept.isEmpty, !isQuote else { return nil }
        return JSON.object(kept.map { ($0.key, $0.value) }).text(.storable)
    }

    /// Keeps a text within its limit, cut between scalars.
    static func cut(_ text: String) -> String {
        guard text.utf8.count > MetaWhatsApp.textLimit else { return text }
        var kept = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            size += UTF8.width(scalar)
            if size > MetaWhatsApp.textLimit { break }
            kept.append(scalar)
        }
        return String(kept)
    }
}
