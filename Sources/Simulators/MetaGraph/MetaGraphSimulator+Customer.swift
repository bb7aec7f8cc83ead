import Domain
import Foundation

/// A pretend customer.
package struct GraphCustomer: Sendable {
    /// Digits; nil for one who is known by a scoped id only.
    package var phone: String?
    package var userID: String?
    package var name: String

    package init(phone: String? = nil, userID: String? = nil, name: String) {
        self.phone = phone
        self.userID = userID
        self.name = name
    }

    package var address: String { phone ?? userID ?? "" }
}

/// What a customer can do in the app.
package enum GraphCustomerMessage: Sendable {
    case text(String)
    /// kind: image, video, audio, document or sticker.
    case media(
        kind: String, id: String, mimeType: String, caption: String? = nil, fileName: String? = nil,
        isVoice: Bool = false)
    case location(latitude: Double, longitude: Double, name: String? = nil)
    case contact(name: String, phone: String)
    case buttonReply(id: String, title: String)
    case listReply(id: String, title: String)
    case templateButton(text: String, payload: String)
    /// nil takes it back.
    case reaction(to: String, emoji: String?)
    case edit(of: String, text: String)
    case revoke(String)
    case order(text: String?, items: [(sku: String, quantity: Int, price: Double)])
    case unsupported
    /// Any element of `messages`: type and the rest.
    case raw(type: String, JSON)

    var element: (type: String, members: [(String, JSON?)]) {
        switch self {
        case .text(let text): ("text", [("text", ["body": JSON(text)])])
        case .media(let kind, let id, let mimeType, let caption, let fileName, let isVoice):
            (
                kind,
                [
                    (
                        kind,
                        .object([
                            ("id", JSON(id)), ("mime_type", JSON(mimeType)), ("sha256", "c2ltdWxhdGVk"),
                            ("caption", caption.map { JSON($0) }),
                            ("filename", fileName.map { JSON($0) }), ("voice", kind == "audio" ? JSON(isVoice) : nil),
                        ])
                    )
                ]
            )
        case .location(let latitude, let longitude, let name):
            (
                "location",
                [
                    (
                        "location",
                        .object([
                            ("latitude", JSON(latitude)), ("longitude", JSON(longitude)),
                            ("name", name.map { JSON($0) }),
                        ])
                    )
                ]
            )
        case .contact(let name, let phone):
            (
                "contacts",
                [
                    (
                        "contacts",
                        [["name": ["formatted_name": JSON(name)], "phones": [["phone": JSON(phone), "type": "CELL"]]]]
                    )
                ]
            )
        case .buttonReply(let id, let title):
            (
                "interactive",
                [("interactive", ["type": "button_reply", "button_reply": ["id": JSON(id), "title": JSON(title)]])]
            )
        case .listReply(let id, let title):
            (
                "interactive",
                [("interactive", ["type": "list_reply", "list_reply": ["id": JSON(id), "title": JSON(title)]])]
            )
        case .templateButton(let text, let payload):
            ("button", [("button", ["text": JSON(text), "payload": JSON(payload)])])
        case .reaction(let id, let emoji):
            ("reaction", [("reaction", .object([("message_id", JSON(id)), ("emoji", emoji.map { JSON($0) })]))])
        case .edit(let id, let text):
            (
                "edit",
                [
                    (
                        "edit",
                        ["original_message_id": JSON(id), "message": ["type": "text", "text": ["body": JSON(text)]]]
                    )
                ]
            )
        case .revoke(let id): ("revoke", [("revoke", ["original_message_id": JSON(id)])])
        case .order(let text, let items):
            (
                "order",
                [
                    (
                        "order",
                        .object([
                            ("catalog_id", "1"), ("text", text.map { JSON($0) }),
                            (
                                "product_items",
                                JSON(
                                    items.map {
                                        [
                                            "product_retailer_id": JSON($0.sku), "quantity": JSON($0.quantity),
                                            "item_price": JSON($0.price), "currency": "BRL",
                                        ]
                                    })
                            ),
                        ])
                    )
                ]
            )
        case .unsupported: ("unsupported", [("errors", [["code": 131_051, "title": "Message type unknown"]])])
        case .raw(let type, let object): (type, [(type, object)])
        }
    }
}

extension MetaGraphSimulator {
    /// Sends as a customer, through the real webhook, signed; returns when the server has answered.
    @discardableResult
    package func receive(
        _ message: GraphCustomerMessage, from customer: GraphCustomer, on phoneNumberID: String,
        replyingTo quoted: String? = nil,
        at time: Date = Date()
    ) async throws -> SimulatedDelivery {
        let (webhook, id) = try inbound([message], from: customer, on: phoneNumberID, replyingTo: quoted, at: time)
        return SimulatedDelivery(id: id, status: try await core.deliver(webhook))
    }

    /// The same webhook again: what Meta does when it is not sure.
    package func receive(
        _ messages: [GraphCustomerMessage], from customer: GraphCustomer, on phoneNumberID: String, copies: Int
    ) async throws -> [Int] {
        let (webhook, _) = try inbound(messages, from: customer, on: phoneNumberID, replyingTo: nil, at: Date())
        var statuses: [Int] = []
        for _ in 0..<copies { statuses.append(try await core.deliver(webhook)) }
        return statuses
    }

    private func inbound(
        _ messages: [GraphCustomerMessage], from customer: GraphCustomer, on phoneNumberID: String,
        replyingTo quoted: String?, at time: Date
    ) throws -> (SimulatedWebhook, String) {
        guard let account = read({ $0.accounts[phoneNumberID] }) else { throw UnknownSimulatedAccount() }
        let context: JSON? = quoted.map { ["from": JSON(account.displayPhoneNumber), "id": JSON($0)] }
        let elements = messages.map { message -> GraphState.Received in
            let id = "wamid." + Data((0..<18).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
            let (type, members) = message.element
            let element = JSON.object(
                [
                    ("from", customer.phone.map { JSON($0) }), ("from_user_id", customer.userID.map { JSON($0) }),
                    ("id", JSON(id)),
                    ("timestamp", JSON(String(Int(time.timeIntervalSince1970)))), ("type", JSON(type)),
                    ("context", context),
                ] + members)
            return .init(id: id, phoneNumberID: phoneNumberID, from: customer.address, element: element, at: time)
        }
        change { state in
            for element in elements { state.received.append(element) }
            state.lastInbound[Self.chat(phoneNumberID, customer.address)] = time
        }
        let contact = JSON.object([
            ("profile", ["name": JSON(customer.name)]), ("wa_id", customer.phone.map { JSON($0) }),
            ("user_id", customer.userID.map { JSON($0) }),
        ])
        let webhook = SimulatedWebhook.graph(
            account, value: [("contacts", [contact]), ("messages", JSON(elements.map(\.element)))])
        return (webhook, elements.last?.id ?? "")
    }
}
