import Domain
import Foundation

extension ZAPISimulator {
    /// Writes as a customer, through the real webhook; returns when the server has answered.
    @discardableResult
    package func receive(
        _ message: ZAPICustomerMessage, from customer: ZAPICustomer, on instanceID: String,
        replyingTo quoted: String? = nil, at time: Date = Date(), id: String? = nil
    ) async throws -> SimulatedDelivery {
        try await write(message, customer, instanceID, quoted, time, id, fromShop: false, fromAPI: false)
    }

    /// What the shop's people type on their own phone, or (`fromAPI`) another program of theirs sends.
    @discardableResult
    package func typeOnPhone(
        _ message: ZAPICustomerMessage, to customer: ZAPICustomer, on instanceID: String, fromAPI: Bool = false
    ) async throws -> SimulatedDelivery {
        try await write(message, customer, instanceID, nil, Date(), nil, fromShop: true, fromAPI: fromAPI)
    }

    private func write(
        _ message: ZAPICustomerMessage, _ customer: ZAPICustomer, _ instanceID: String, _ quoted: String?, _ time: Date,
        _ id: String?, fromShop: Bool, fromAPI: Bool
    ) async throws -> SimulatedDelivery {
        guard let instance = read({ $0.instances[instanceID] }) else { throw UnknownSimulatedAccount() }
        let id = if case .edit(let original, _) = message { original } else { id ?? Self.newID() }
        let members = message.members
        let element = JSON.object(
            [
                ("isStatusReply", false), ("chatLid", customer.lid.map { JSON($0) }),
                ("connectedPhone", JSON(instance.phone)), ("waitingMessage", false), ("isEdit", false),
                ("isGroup", false),
                ("isNewsletter", false), ("instanceId", JSON(instanceID)), ("messageId", JSON(id)),
                ("phone", JSON(customer.address)), ("fromMe", JSON(fromShop)), ("fromApi", JSON(fromAPI)),
                ("momment", JSON(Int(time.timeIntervalSince1970 * 1_000))),
                ("status", fromShop ? "SENT" : "RECEIVED"), ("chatName", JSON(customer.name)), ("senderPhoto", .null),
                ("senderName", JSON(fromShop ? "Loja" : customer.name)), ("photo", .null), ("broadcast", false),
                ("referenceMessageId", quoted.map { JSON($0) }), ("forwarded", false), ("type", "ReceivedCallback"),
            ].filter { member in !members.contains { $0.0 == member.0 } } + members)
        change {
            $0.received.append(
                .init(
                    id: id, instanceID: instanceID, customer: customer, isFromShop: fromShop, element: element, at: time
                ))
        }
        let webhook = Self.webhook(instanceID, element.members.map { ($0.key, $0.value) })
        return SimulatedDelivery(id: id, status: try await core.deliver(webhook))
    }

    /// A conversation as the customer sees it, oldest first.
    package func transcript(with customer: ZAPICustomer, on instanceID: String) -> [SimulatedBubble] {
        read { state in
            let keys = Set([customer.phone, customer.lid].compactMap { $0.map(Self.key) })
            let sent = state.sent.filter { $0.instanceID == instanceID && keys.contains(Self.key($0.to)) }
            let received = state.received.filter {
                $0.instanceID == instanceID && keys.contains(Self.key($0.customer.address))
            }
            var reactions: [String: [String: String]] = [:]
            for message in received {
                guard let reaction = message.element["reaction"] else { continue }
                reactions[reaction["referencedMessage"]?["messageId"]?.string ?? "", default: [:]][
                    message.isFromShop ? "shop" : "customer"] = reaction["value"]?.string ?? ""
            }
            for message in sent where message.operation.hasSuffix("-reaction") {
                reactions[message.body["messageId"]?.string ?? "", default: [:]]["shop"] =
                    message.body["reaction"]?.string ?? ""
            }
            func emoji(_ id: String) -> [String] {
                (reactions[id] ?? [:]).sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty }
            }
            let ours = sent.filter { !$0.operation.hasSuffix("-reaction") && !$0.isQueued }.map { message in
                SimulatedBubble(
                    id: message.id, isFromShop: true, type: message.kind,
                    text: Self.words(message.body), quoted: message.body["messageId"]?.string,
                    choices: Self.choices(message.body), at: message.at,
                    status: message.statuses.last ?? "accepted", reactions: emoji(message.id))
            }
            let theirs = received.filter { $0.element["reaction"] == nil && $0.element["notification"] == nil }
                .map { message in
                    SimulatedBubble(
                        id: message.id, isFromShop: message.isFromShop, type: Self.type(message.element),
                        text: Self.words(message.element),
                        quoted: message.element["referenceMessageId"]?.string, at: message.at,
                        status: state.readByShop.contains(message.id) ? "read" : "sent", reactions: emoji(message.id))
                }
            return (ours + theirs).sorted { $0.at < $1.at }
        }
    }

    private static func key(_ address: String) -> String { PhoneNumber(address)?.matchKey ?? address }

    private static let kinds = [
        "text", "image", "audio", "video", "document", "sticker", "location", "contact", "buttonsResponseMessage",
        "listResponseMessage",
    ]

    private static func type(_ element: JSON) -> String { kinds.first { element[$0] != nil } ?? "unsupported" }

    private static func words(_ body: JSON) -> String {
        let object = body[type(body)]
        let candidates = [
            body["message"], body["caption"], body["title"], body["contactName"], body["fileName"], object?["message"],
            object?["caption"], object?["name"], object?["displayName"], object?["fileName"],
        ]
        return candidates.compactMap { $0?.string }.first { !$0.isEmpty } ?? ""
    }

    private static func choices(_ body: JSON) -> [(id: String, title: String)] {
        let buttons = body["buttonList"]?.elements(of: "buttons").map { ($0["id"], $0["label"]) } ?? []
        let options = body["optionList"]?.elements(of: "options").map { ($0["id"], $0["title"]) } ?? []
        return (buttons + options).compactMap { id, title in
            guard let title = title?.string else { return nil }
            return (id?.scalarText ?? title, title)
        }
    }
}
