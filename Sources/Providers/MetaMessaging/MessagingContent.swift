import Domain

/// What a message says, in the one form the inbox keeps. Several attachments are several bubbles, as on the customer's phone.
struct MessagingContent {
    var type: String
    var text: String
    var attachment: InboundMessage.Attachment?
    var payload: String?

    static func contents(of message: JSON) -> [MessagingContent] {
        let text = MetaPeople.text(message["text"])
        let list = message["attachments"]
        let files = list?.kind == .object ? [list].compactMap(\.self) : Array(message.elements(of: "attachments"))
        // A link's preview belongs to the text that has the link.
        let isTextual = text != nil && files.allSatisfy { $0["type"]?.string == "fallback" }
        guard !files.isEmpty, !isTextual else {
            let isTap = (message["quick_reply"] ?? message["quickReply"]).map { !$0.isNull } ?? false
            let type = text == nil ? "unsupported" : isTap ? "button" : "text"
            return [MessagingContent(type: type, text: text ?? "", payload: rest(of: message, files))]
        }
        var contents = files.enumerated().map { index, file in
            var content = MessagingContent(attachment: file)
            content.payload = index == 0 ? rest(of: message, [file]) : rest(of: .null, [file])
            return content
        }
        if let text {
            // A caption, where there ever is one, is read with the first file.
            contents[0].text = contents[0].text.isEmpty ? text : "\(text)\n\(contents[0].text)"
        }
        return contents
    }

    private init(type: String, text: String, payload: String?) {
        self.type = type
        self.text = text
        self.payload = payload
    }

    private init(attachment file: JSON) {
        let payload = file["payload"]
        let url = MetaPeople.text(payload?["url"])
        let title = MetaPeople.text(file["title"]) ?? MetaPeople.text(payload?["title"])
        type = MetaEvents.word(file["type"]?.string ?? "")
        text = ""
        switch type {
        case "image" where Self.sticker(payload) != nil:
            type = "sticker"
            text = Self.thumbs.contains(Self.sticker(payload) ?? "") ? "👍" : ""
            attachment = .init(kind: "sticker", url: url)
        case "image", "video", "audio":
            attachment = .init(kind: type, url: url)
        case "file":
            type = "document"
            text = title ?? ""
            attachment = .init(kind: "document", url: url, fileName: title.map { MetaPeople.cut($0, 255) })
        case "like_heart":
            type = "text"
            text = "❤️"
        case "location":
            text = title ?? Self.coordinates(payload).map { "\($0.latitude), \($0.longitude)" } ?? ""
        case "fallback":
            type = "text"
            text = [title, MetaPeople.text(file["url"]) ?? url].compactMap(\.self).joined(separator: "\n")
        case "template":
            text =
                title ?? MetaPeople.text(payload?["text"])
                ?? MetaPeople.text((payload?["generic"] ?? payload)?["elements"]?[0]?["title"]) ?? ""
        default:
            // Stories, reels and posts: their picture may be shown only while it is up, so only the reference is kept.
            text = title ?? ""
        }
    }

    private static let thumbs: Set<String> = ["369239263222822", "369239343222814", "369239383222810"]

    private static func sticker(_ payload: JSON?) -> String? {
        MetaPeople.text(payload?["sticker_id"]) ?? MetaPeople.text(payload?["stickerId"])
    }

    private static func coordinates(_ payload: JSON?) -> (latitude: String, longitude: String)? {
        guard let place = payload?["coordinates"], let latitude = place["lat"]?.scalarText,
            let longitude = place["long"]?.scalarText
        else { return nil }
        return (latitude, longitude)
    }

    private static let plain: Set<String> = ["mid", "seq", "text", "attachments", "is_echo", "isEcho", "metadata"]

    /// All that the columns do not hold, as Meta wrote it; a place also in the form that every channel's places have.
    private static func rest(of message: JSON, _ files: [JSON]) -> String? {
        var kept: [(String, JSON?)] = message.members.filter { key, value in
            let isQuote = key == "reply_to" && value.members.allSatisfy { $0.key == "mid" }
            return !plain.contains(key) && !isQuote
        }
        .map { ($0.key, $0.value) }
        if !files.isEmpty { kept.append(("attachments", JSON(files))) }
        if let file = files.first, file["type"]?.string == "location", let place = file["payload"]?["coordinates"] {
            kept.append(
                (
                    "location",
                    .object([
                        ("latitude", place["lat"]), ("longitude", place["long"]), ("name", file["title"]),
                    ])
                ))
        }
        return kept.isEmpty ? nil : JSON.object(kept).text(.storable)
    }
}
