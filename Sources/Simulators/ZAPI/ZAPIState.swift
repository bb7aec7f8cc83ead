import Domain
import Foundation

/// Everything the pretend Z-API knows.
package struct ZAPIState: SimulatorState {
    /// A linked phone of a shop.
    package struct Instance: Sendable {
        package var id: String
        package var token: String
        /// Demanded of every call unless empty.
        package var clientToken: String
        /// Digits of the shop's number.
        package var phone: String
        package var isConnected = true
        /// The phone has network.
        package var isPhoneOnline = true
        /// What the shop's people and its own API calls do comes back as webhooks.
        package var notifiesSentByMe = true

        package init(id: String, token: String, clientToken: String = "", phone: String, isConnected: Bool = true) {
            self.id = id
            self.token = token
            self.clientToken = clientToken
            self.phone = phone
            self.isConnected = isConnected
        }
    }

    /// A message the shop sent, accepted by us.
    package struct Sent: Sendable {
        package let id: String
        package let instanceID: String
        /// Digits, or a hidden id.
        package let to: String
        /// `send-text`, `send-image`, …
        package let operation: String
        package let body: JSON
        package let at: Date
        /// Waits for the phone to come back.
        package internal(set) var isQueued: Bool
        package internal(set) var statuses: [String] = []

        /// `text`, `image`, `button-list`, …
        package var kind: String { operation.split(separator: "-", maxSplits: 1).last.map(String.init) ?? operation }
    }

    /// A message that a pretend customer, or the shop on its own phone, wrote.
    package struct Received: Sendable {
        package let id: String
        package let instanceID: String
        package let customer: ZAPICustomer
        package let isFromShop: Bool
        package let element: JSON
        package let at: Date
    }

    package var log = SimulatorLog()
    package var instances: [String: Instance] = [:]
    package internal(set) var sent = Ring<Sent>(capacity: 20_000)
    package internal(set) var received = Ring<Received>(capacity: 20_000)
    /// Ids of customers' messages the shop has marked as read.
    package internal(set) var readByShop: Set<String> = []
    /// Codes shown so far, by instance: each is good for 20 seconds.
    package internal(set) var codes: [String: Int] = [:]
}

/// A pretend customer.
package struct ZAPICustomer: Sendable, Hashable {
    /// Digits; nil for one whose number WhatsApp hides.
    package var phone: String?
    /// `…@lid`.
    package var lid: String?
    package var name: String

    package init(phone: String? = nil, lid: String? = nil, name: String) {
        self.phone = phone
        self.lid = lid
        self.name = name
    }

    package var address: String { phone ?? lid ?? "" }
}

/// What a customer can do in the app.
package enum ZAPICustomerMessage: Sendable {
    case text(String)
    /// kind: image, video, audio, document or sticker.
    case media(
        kind: String, url: String, mimeType: String, caption: String? = nil, fileName: String? = nil,
        isVoice: Bool = false)
    case location(latitude: Double, longitude: Double, name: String? = nil)
    case contact(name: String, phone: String)
    case buttonReply(id: String, title: String)
    case listReply(id: String, title: String)
    /// nil takes it back.
    case reaction(to: String, emoji: String?)
    case edit(of: String, text: String)
    case revoke(String)
    /// WhatsApp has no key for it yet; the words follow under the same id.
    case waiting
    /// Any content key.
    case raw(String, JSON)

    var members: [(String, JSON?)] {
        switch self {
        case .text(let text): [("text", ["message": JSON(text)])]
        case .media(let kind, let url, let mimeType, let caption, let fileName, let isVoice):
            [
                (
                    kind,
                    .object([
                        ("\(kind)Url", JSON(url)), ("mimeType", JSON(mimeType)), ("caption", caption.map { JSON($0) }),
                        ("fileName", fileName.map { JSON($0) }), ("ptt", kind == "audio" ? JSON(isVoice) : nil),
                    ])
                )
            ]
        case .location(let latitude, let longitude, let name):
            [
                (
                    "location",
                    [
                        "latitude": JSON(latitude), "longitude": JSON(longitude), "name": JSON(name ?? ""),
                        "address": "",
                        "url": "",
                    ]
                )
            ]
        case .contact(let name, let phone):
            [
                (
                    "contact",
                    [
                        "displayName": JSON(name), "phones": [JSON(phone)],
                        "vCard": JSON("BEGIN:VCARD\nVERSION:3.0\nFN:\(name)\nTEL:\(phone)\nEND:VCARD"),
                    ]
                )
            ]
        case .buttonReply(let id, let title):
            [("buttonsResponseMessage", ["buttonId": JSON(id), "message": JSON(title)])]
        case .listReply(let id, let title):
            [("listResponseMessage", ["message": JSON(title), "title": JSON(title), "selectedRowId": JSON(id)])]
        case .reaction(let id, let emoji):
            [("reaction", ["value": JSON(emoji ?? ""), "referencedMessage": ["messageId": JSON(id)]])]
        case .edit(_, let text): [("text", ["message": JSON(text)]), ("isEdit", true)]
        case .revoke(let id): [("notification", "REVOKE"), ("referenceMessageId", JSON(id))]
        case .waiting: [("waitingMessage", true)]
        case .raw(let key, let object): [(key, object)]
        }
    }
}
