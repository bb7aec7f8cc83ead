import Domain
import Foundation

extension MetaMessaging {
    /// Why the message may be sent now.
    package enum Occasion: Sendable, Equatable {
        /// The customer wrote in the last 24 hours.
        case response
        /// A person of the shop answers, up to seven days after. Meta forbids it to machines.
        case humanAgent
    }

    /// The bodies of the calls one message needs, in order: long texts in parts, a file and its caption apart.
    /// Throws for what Meta would refuse anyway, before anything is sent.
    static func wire(_ message: OutboundMessage, _ channel: Channel, _ occasion: Occasion) throws(ProviderError)
        -> [JSON]
    {
        guard channel.claim(message.to.value)?.kind == message.to.kind else {
            throw refusal("bad_recipient", "Not an address of this channel")
        }
        let recipient: JSON = ["id": JSON(message.to.value)]
        if message.content.type == "reaction" {
            return [try reaction(message.content, to: recipient, channel)]
        }
        let bodies = try bodies(message.content, channel)
        return bodies.enumerated().map { index, body in
            // The echo brings our own id back: how a send whose answer was lost is settled, by its last part. Instagram takes no such
            // field.
            let mark = metadata(message.reference, isLast: index == bodies.count - 1)
            let content = channel == .messenger ? body.setting("metadata", JSON(mark)) : body
            return .object([
                ("recipient", recipient), ("messaging_type", messagingType(channel, occasion)),
                ("tag", occasion == .humanAgent ? "HUMAN_AGENT" : nil), ("message", content),
                ("reply_to", index == 0 ? message.replyTo.map { ["mid": JSON($0)] } : nil),
            ])
        }
    }

    /// Marked as ours: other apps of the page write there too.
    private static let mark = "secretaria/"

    private static let unfinished = "/part"

    private static func metadata(_ reference: String, isLast: Bool) -> String {
        MetaPeople.cut(mark + reference, 1_000) + (isLast ? "" : unfinished)
    }

    /// Our outbox id in an echo's metadata, and whether all of the message has left with it.
    static func reference(in metadata: String) -> (id: UUID, isLast: Bool)? {
        guard metadata.hasPrefix(mark) else { return nil }
        let isLast = !metadata.hasSuffix(unfinished)
        let text = metadata.dropFirst(mark.count).dropLast(isLast ? 0 : unfinished.count)
        return UUID(uuidString: String(text)).map { ($0, isLast) }
    }

    private static func messagingType(_ channel: Channel, _ occasion: Occasion) -> JSON? {
        switch (channel, occasion) {
        case (_, .humanAgent): "MESSAGE_TAG"
        case (.messenger, .response): "RESPONSE"
        case (.instagram, .response): nil
        }
    }

    private static func bodies(_ content: OutboundContent, _ channel: Channel) throws(ProviderError) -> [JSON] {
        let object = content.payload?[content.type]
        switch content.type {
        case "text", "location", "contacts": return try texts(words(content), channel)
        case "image", "video", "audio", "document", "sticker":
            let file = try attachment(content.type, object)
            return content.text.isEmpty ? [file] : [file] + (try texts(content.text, channel))
        case "interactive": return try choices(content.text, object?["action"], channel)
        default:
            throw refusal("bad_content", "This channel cannot carry a message of kind \(MetaEvents.word(content.type))")
        }
    }

    private static func texts(_ text: String, _ channel: Channel) throws(ProviderError) -> [JSON] {
        let parts = TextParts.split(text, limit: channel.textLimit.size, measure: channel.textLimit.measure)
        guard !parts.isEmpty else { throw refusal("bad_content", "A text is empty") }
        return parts.map { ["text": JSON($0)] }
    }

    /// A place has no form of its own here: its name and a link to the map.
    private static func words(_ content: OutboundContent) -> String {
        guard content.type == "location", let place = content.payload?["location"],
            let latitude = place["latitude"]?.scalarText, let longitude = place["longitude"]?.scalarText
        else { return content.text }
        let link = "https://maps.google.com/?q=\(latitude),\(longitude)"
        return content.text.isEmpty ? link : "\(content.text)\n\(link)"
    }

    private static func attachment(_ kind: String, _ object: JSON?) throws(ProviderError) -> JSON {
        let type = kind == "document" ? "file" : kind == "sticker" ? "image" : kind
        if let link = object?["link"]?.string, link.hasPrefix("https://") {
            return ["attachment": ["type": JSON(type), "payload": ["url": JSON(link), "is_reusable": false]]]
        }
        guard let id = object?["id"]?.scalarText, !id.isEmpty else {
            throw refusal("bad_media", "A file needs an https address or an attachment id")
        }
        return ["attachment": ["type": JSON(type), "payload": ["attachment_id": JSON(id)]]]
    }

    /// Buttons and lists become quick replies, under the last part of the text.
    private static func choices(_ text: String, _ action: JSON?, _ channel: Channel) throws(ProviderError) -> [JSON] {
        let buttons = action?.elements(of: "buttons").compactMap { $0["reply"] } ?? []
        let rows = action?.elements(of: "sections").flatMap { Array($0.elements(of: "rows")) } ?? []
        let replies = (buttons + rows).map { choice -> JSON in
            let title = choice["title"]?.string ?? ""
            let short = title.unicodeScalars.count > 20 ? MetaPeople.cut(title, 19) + "…" : title
            return [
                "content_type": "text", "title": JSON(short),
                "payload": JSON(MetaPeople.cut(choice["id"]?.string ?? title, 1_000)),
            ]
        }
        guard (1...13).contains(replies.count) else {
            throw refusal("bad_content", "One to thirteen choices are possible")
        }
        var bodies = try texts(text, channel)
        bodies[bodies.count - 1] = bodies[bodies.count - 1].setting("quick_replies", JSON(replies))
        return bodies
    }

    private static func reaction(_ content: OutboundContent, to recipient: JSON, _ channel: Channel)
        throws(ProviderError)
        -> JSON
    {
        let object = content.payload?["reaction"]
        guard let id = object?["message_id"]?.string, !id.isEmpty else {
            throw refusal("bad_content", "A reaction needs a message")
        }
        let emoji = object?["emoji"]?.string ?? ""
        return .object([
            ("recipient", recipient), ("sender_action", emoji.isEmpty ? "unreact" : "react"),
            (
                "payload",
                .object([("message_id", JSON(id)), ("reaction", emoji.isEmpty ? nil : JSON(emoji))])
            ),
        ])
    }

    static func refusal(_ code: String, _ title: String) -> ProviderError {
        .rejected(ProviderFault(code: code, title: title))
    }
}
