#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One message on its way out, before any provider's form.
package struct OutboundMessage: Sendable {
    /// The customer's address, exactly as the provider gave it.
    package var to: IdentityClaim
    package var content: OutboundContent
    /// Provider's id of the message that is answered.
    package var replyTo: String?
    /// Our own id. Providers that can echo it in their statuses do.
    package var reference: String
    /// A person's late answer: past the time in which anybody may answer, on a channel that still lets people.
    package var asPerson: Bool
    /// For channels that carry a file inside the message.
    package var file: OutboundFile?
    /// How often a person has decided to send it again: a new wish, which a provider's memory of the old one must not swallow.
    package var repeats: Int

    package init(
        to: IdentityClaim, content: OutboundContent, replyTo: String? = nil, reference: String, asPerson: Bool = false,
        repeats: Int = 0
    ) {
        self.to = to
        self.content = content
        self.replyTo = replyTo
        self.reference = reference
        self.asPerson = asPerson
        self.repeats = repeats
    }
}

/// What a message says, in the form `messages` stores it: a kind, words a person can read, and for anything but text an object
/// under the kind's name, shaped as in the Cloud API (the richest of our channels; the others render what they can).
package struct OutboundContent: Sendable {
    package var type: String
    package var text: String
    package var payload: JSON?

    package init(type: String, text: String, payload: JSON? = nil) {
        self.type = type
        self.text = text
        self.payload = payload
    }

    package static func text(_ text: String) -> OutboundContent { .init(type: "text", text: text) }

    package enum MediaSource: Sendable {
        case id(String)
        case link(String)
        /// One of the shop's own, by our id: whoever sends it hands it to the provider first.
        case file(UUID)
    }

    /// `kind`: image, video, audio, document or sticker.
    package static func media(
        _ kind: String, _ source: MediaSource, caption: String = "", fileName: String? = nil, isVoice: Bool = false
    ) -> OutboundContent {
        let (key, value) =
            switch source {
            case .id(let id): ("id", id)
            case .link(let link): ("link", link)
            case .file(let file): ("file", file.uuidString.lowercased())
            }
        let object = JSON.object([
            (key, JSON(value)), ("filename", fileName.map { JSON($0) }), ("voice", isVoice ? true : nil),
        ])
        return .init(type: kind, text: caption, payload: [kind: object])
    }

    /// An empty or absent emoji takes the reaction back.
    package static func reaction(to messageID: String, emoji: String?) -> OutboundContent {
        .init(
            type: "reaction", text: emoji ?? "",
            payload: ["reaction": ["message_id": JSON(messageID), "emoji": JSON(emoji ?? "")]])
    }

    package static func location(latitude: Double, longitude: Double, name: String = "", address: String = "")
        -> OutboundContent
    {
        let object: JSON = [
            "latitude": JSON(latitude), "longitude": JSON(longitude), "name": JSON(name), "address": JSON(address),
        ]
        return .init(
            type: "location", text: [name, address].filter { !$0.isEmpty }.joined(separator: ", "),
            payload: ["location": object])
    }

    /// A card of somebody's name and number.
    package static func contact(name: String, phone: String) -> OutboundContent {
        let card: JSON = [
            "name": ["formatted_name": JSON(name), "first_name": JSON(name)],
            "phones": [["phone": JSON(phone), "type": "CELL"]],
        ]
        return .init(type: "contacts", text: "\(name), \(phone)", payload: ["contacts": [card]])
    }

    /// One button that opens a page.
    package static func link(_ body: String, title: String, url: String, footer: String? = nil) -> OutboundContent {
        interactive(
            "cta_url", body, footer: footer,
            action: ["name": "cta_url", "parameters": ["display_text": JSON(title), "url": JSON(url)]])
    }

    package static func buttons(_ body: String, _ buttons: [(id: String, title: String)], footer: String? = nil)
        -> OutboundContent
    {
        let replies = buttons.map {
            JSON.object([("type", "reply"), ("reply", ["id": JSON($0.id), "title": JSON($0.title)])])
        }
        return interactive("button", body, footer: footer, action: ["buttons": JSON(replies)])
    }

    package struct ListRow: Sendable {
        package var id: String
        package var title: String
        package var description: String?

        package init(id: String, title: String, description: String? = nil) {
            self.id = id
            self.title = title
            self.description = description
        }
    }

    package static func list(
        _ body: String, button: String, sections: [(title: String?, rows: [ListRow])], footer: String? = nil
    ) -> OutboundContent {
        let list = sections.map { section in
            let rows = section.rows.map { row in
                JSON.object([
                    ("id", JSON(row.id)), ("title", JSON(row.title)), ("description", row.description.map { JSON($0) }),
                ])
            }
            return JSON.object([("title", section.title.map { JSON($0) }), ("rows", JSON(rows))])
        }
        return interactive("list", body, footer: footer, action: ["button": JSON(button), "sections": JSON(list)])
    }

    private static func interactive(_ type: String, _ body: String, footer: String?, action: JSON) -> OutboundContent {
        let object = JSON.object([
            ("type", JSON(type)), ("body", ["text": JSON(body)]), ("footer", footer.map { ["text": JSON($0)] }),
            ("action", action),
        ])
        return .init(type: "interactive", text: body, payload: ["interactive": object])
    }

    /// `components` as the provider wants them; `text` is what the filled template reads like.
    package static func template(_ name: String, language: String, components: JSON = [], text: String)
        -> OutboundContent
    {
        let object: JSON = ["name": JSON(name), "language": ["code": JSON(language)], "components": components]
        return .init(type: "template", text: text, payload: ["template": object])
    }
}
