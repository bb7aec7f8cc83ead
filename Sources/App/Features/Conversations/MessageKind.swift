import Domain
import Foundation
import Web

/// What a message is, for the page. Open: a kind nobody knows is shown as a placeholder with its details, never left out.
enum MessageKind: Sendable, Equatable {
    case text
    /// Shown with a symbol and a word: `message.kind.<name>`.
    case media(String)
    /// WhatsApp says that it will not hand it over.
    case unsupported
    case unknown(String)

    init(_ contentType: String) {
        switch contentType {
        case "text", "button", "interactive", "button_reply", "list_reply", "template", "system", "request_welcome",
            "reaction":
            self = .text
        case "image", "audio", "voice", "video", "document", "sticker", "location", "contacts", "order", "file",
            "story_mention", "story", "ig_story", "share", "ig_reel", "reel", "ig_post", "media":
            self = .media(contentType)
        case "unsupported": self = .unsupported
        default: self = .unknown(contentType)
        }
    }

    /// Things of Instagram and Facebook that a message points at.
    static let posts: Set<String> = [
        "story_mention", "story", "ig_story", "share", "ig_reel", "reel", "ig_post", "media",
    ]

    var icon: String {
        switch self {
        case .text: "chat"
        case .media("voice"): "audio"
        case .media("contacts"): "card"
        case .media("order"): "orders"
        case .media("file"): "clip"
        case .media(let name) where MessageKind.posts.contains(name): "instagram"
        case .media(let name): name
        case .unsupported, .unknown: "question"
        }
    }

    func label(_ localizer: Localizer) -> String {
        switch self {
        case .text: ""
        case .media(let name): localizer("message.kind.\(name)")
        case .unsupported: localizer("message.unsupported")
        case .unknown: localizer("message.unknown")
        }
    }
}
