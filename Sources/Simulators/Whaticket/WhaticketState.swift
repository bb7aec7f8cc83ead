import Domain
import Foundation

/// Everything the pretend Whaticket knows.
package struct WhaticketState: SimulatorState {
    /// The family's members answer the same call in their own ways.
    package enum Dialect: String, Sendable {
        /// Empty 200, codes in English.
        case community
        /// A token for each connection, every error a 400 in Portuguese.
        case saas
        /// Queued; takes hidden ids.
        case ticketz
        /// Tells the id of what it sent.
        case identified
    }

    /// A message the shop sent, accepted by us.
    package struct Sent: Sendable {
        package let id: String
        package let number: String
        package let body: String
        package let mediaURL: String?
        package let mediaType: String?
        package let files: [SimulatedFile]
        package let at: Date
    }

    /// A message that a pretend customer wrote.
    package struct Received: Sendable {
        package let id: String
        package let number: String
        package let text: String
        package let type: String
        package let at: Date
    }

    package var log = SimulatorLog()
    package var dialect = Dialect.community
    /// Accepted as bearer.
    package var apiToken = ""
    /// Somebody who may log in, and the tokens that gave.
    package var email = ""
    package var password = ""
    package var tokenLife = 3_600
    package var sessions: Set<String> = []
    package internal(set) var logins = 0
    /// The connection to WhatsApp stands.
    package var isConnected = true
    /// What our server demands of a webhook.
    package var webhookSecret = ""
    package var webhookToken = ""
    package var companyDomain = ""
    package internal(set) var sent = Ring<Sent>(capacity: 20_000)
    package internal(set) var received = Ring<Received>(capacity: 20_000)
}

/// What a customer can do, in the shapes webhooks come in.
package enum WhaticketCustomerMessage: Sendable {
    case text(String)
    /// kind: image, video, audio, document or sticker.
    case media(kind: String, mimeType: String, caption: String? = nil, fileName: String? = nil, isVoice: Bool = false)
    case location(latitude: Double, longitude: Double, name: String? = nil)
    case contact(name: String, phone: String)
    case buttonReply(id: String, title: String)
    case listReply(id: String, title: String)
    /// nil takes it back.
    case reaction(to: String, emoji: String?)
    case edit(of: String, text: String)
    case revoke(String)
    /// Any Baileys content.
    case raw(JSON, type: String = "raw")

    var type: String {
        switch self {
        case .text: "text"
        case .media(let kind, _, _, _, _): kind
        case .location: "location"
        case .contact: "contacts"
        case .buttonReply, .listReply: "interactive"
        case .reaction: "reaction"
        case .edit: "edit"
        case .revoke: "revoke"
        case .raw(_, let type): type
        }
    }

    var words: String {
        switch self {
        case .text(let text), .edit(_, let text): text
        case .media(_, _, let caption, let name, _): caption ?? name ?? ""
        case .location(_, _, let name): name ?? ""
        case .contact(let name, _): name
        case .buttonReply(_, let title), .listReply(_, let title): title
        case .reaction(_, let emoji): emoji ?? ""
        case .revoke, .raw: ""
        }
    }

    /// The content of a Baileys message.
    func content(quoting quoted: String?) -> JSON {
        let context: JSON? = quoted.map { ["stanzaId": JSON($0)] }
        switch self {
        case .text(let text):
            guard let context else { return ["conversation": JSON(text)] }
            return ["extendedTextMessage": ["text": JSON(text), "contextInfo": context]]
        case .media(let kind, let mimeType, let caption, let name, let isVoice):
            let object = JSON.object([
                ("mimetype", JSON(mimeType)), ("caption", caption.map { JSON($0) }),
                ("fileName", name.map { JSON($0) }),
                ("ptt", isVoice ? true : nil), ("url", "https://mmg.whatsapp.net/simulated.enc"),
                ("contextInfo", context),
            ])
            return .object([("\(kind)Message", object)])
        case .location(let latitude, let longitude, let name):
            return [
                "locationMessage": .object([
                    ("degreesLatitude", JSON(latitude)), ("degreesLongitude", JSON(longitude)),
                    ("name", name.map { JSON($0) }),
                ])
            ]
        case .contact(let name, let phone):
            let vcard = "BEGIN:VCARD\nVERSION:3.0\nFN:\(name)\nTEL;type=CELL:\(phone)\nEND:VCARD"
            return ["contactMessage": ["displayName": JSON(name), "vcard": JSON(vcard)]]
        case .buttonReply(let id, let title):
            return ["buttonsResponseMessage": ["selectedButtonId": JSON(id), "selectedDisplayText": JSON(title)]]
        case .listReply(let id, let title):
            return ["listResponseMessage": ["title": JSON(title), "singleSelectReply": ["selectedRowId": JSON(id)]]]
        case .reaction(let id, let emoji):
            return ["reactionMessage": ["key": ["id": JSON(id)], "text": JSON(emoji ?? "")]]
        case .edit(let id, let text):
            return [
                "protocolMessage": [
                    "type": "MESSAGE_EDIT", "key": ["id": JSON(id)], "editedMessage": ["conversation": JSON(text)],
                ]
            ]
        case .revoke(let id): return ["protocolMessage": ["type": "REVOKE", "key": ["id": JSON(id)]]]
        case .raw(let content, _): return content
        }
    }
}
