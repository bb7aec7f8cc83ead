import Domain
import Foundation

/// One element of `messaging`: who, when, and what happened under a key of its own.
struct MessagingEvent {
    /// The page or Instagram account.
    let address: String
    let json: JSON
    let channel: MetaMessaging.Channel
    let time: Date
    let isStandby: Bool
    private let sender: String?
    private let recipient: String?

    init(
        _ json: JSON, _ channel: MetaMessaging.Channel, entry address: String, time: Date,
        isStandby: Bool
    ) throws {
        guard json.kind == .object else { throw Unreadable(reason: "not_an_object") }
        self.json = json
        self.channel = channel
        self.time = time
        self.isStandby = isStandby
        sender = MetaPeople.text(json["sender"]?["id"])
        recipient = MetaPeople.text(json["recipient"]?["id"])
        let isEcho = Self.isEcho(json["message"])
        self.address = address.isEmpty ? (isEcho ? sender : recipient) ?? "" : address
    }

    private static let envelope: Set<String> = ["sender", "recipient", "timestamp", "time", "hop_context"]

    /// What happened, each with its place inside the element. A key nobody knows is a notice.
    func items() throws -> [(place: String, item: InboundItem)] {
        let happened = json.members.filter { !Self.envelope.contains($0.key) && !$0.value.isNull }
        guard !happened.isEmpty else { throw Unreadable(reason: "no_event") }
        return try happened.flatMap { key, value -> [(String, InboundItem)] in
            switch Self.snake(key) {
            case "message": try message(value).map { (".message" + $0, $1) }
            case "delivery": try delivery(value).map { (".delivery" + $0, $1) }
            case "postback": [(".postback", .message(try postback(value)))]
            case "reaction": [(".reaction", .reaction(try reaction(value)))]
            case "message_edit": [(".message_edit", .edit(try edit(value)))]
            case "read": [(".read", try read(value))]
            case "optin": [(".optin", try optIn(value))]
            case "policy_enforcement": [(".policy_enforcement", policy(value))]
            case let word: [("." + word, .notice(word))]
            }
        }
    }

    /// Some forwarders write Meta's names in camel case.
    private static func snake(_ key: String) -> String {
        MetaEvents.word(String(key.flatMap { $0.isASCII && $0.isUppercase ? ["_", $0] : [$0] }))
    }

    static func isEcho(_ message: JSON?) -> Bool { (message?["is_echo"] ?? message?["isEcho"])?.bool ?? false }

    // MARK: Who

    /// The side that is not the account. An echo runs from the account to the customer.
    func customer(isEcho: Bool) throws -> IdentityClaim {
        let (first, second) = isEcho ? (recipient, sender) : (sender, recipient)
        guard let claim = channel.claim(first == address ? second : first), claim.value != address else {
            throw Unreadable(reason: isEcho ? "missing_recipient" : "missing_sender")
        }
        return claim
    }

    var isFromAccount: Bool { sender != nil && sender == address }

    // MARK: What

    private func postback(_ postback: JSON) throws -> InboundMessage {
        guard postback.kind == .object else { throw Unreadable(reason: "not_an_object") }
        let words = MetaPeople.text(postback["title"]) ?? MetaPeople.text(postback["payload"]) ?? ""
        return InboundMessage(
            customer: [try customer(isEcho: false)], externalID: MetaEvents.externalID(postback["mid"], of: json),
            sentAt: time, contentType: "button", content: MetaContent.cut(words),
            payload: JSON.object([("postback", postback)]).text(.storable)
        )
        .standing(by: isStandby)
    }

    private func reaction(_ reaction: JSON) throws -> InboundReaction {
        let by = isFromAccount ? channel.claim(address) : try customer(isEcho: false)
        guard let by else { throw Unreadable(reason: "missing_sender") }
        let isTakenBack = reaction["action"]?.string == "unreact"
        let emoji = MetaPeople.text(reaction["emoji"]) ?? Self.emoji[reaction["reaction"]?.string ?? ""] ?? "❔"
        return InboundReaction(
            by: [by], externalID: try MessagingEvent.required(reaction["mid"], "missing_message_id"),
            emoji: isTakenBack ? nil : MetaPeople.cut(emoji, 40), at: time)
    }

    private static let emoji = [
        "love": "❤️", "like": "👍", "dislike": "👎", "smile": "😆", "haha": "😆", "wow": "😮", "sad": "😢", "angry": "😠",
    ]

    private func edit(_ edit: JSON) throws -> InboundEdit {
        InboundEdit(
            externalID: try MessagingEvent.required(edit["mid"], "missing_message_id"),
            content: MetaContent.cut(MetaPeople.text(edit["text"]) ?? ""), payload: nil, at: time)
    }

    private func delivery(_ delivery: JSON) throws -> [(String, InboundItem)] {
        var items = delivery.elements(of: "mids").enumerated().compactMap { index, mid -> (String, InboundItem)? in
            guard let id = MetaPeople.text(mid), id.utf8.count <= 512 else { return nil }
            return (".mids[\(index)]", .status(DeliveryReport(externalID: id, status: "delivered", at: time)))
        }
        if let until = moment(delivery["watermark"]) {
            let customer = try customer(isEcho: false)
            items.append(
                (".watermark", .watermark(DeliveryWatermark(customer: [customer], status: "delivered", until: until))))
        }
        guard !items.isEmpty else { throw Unreadable(reason: "missing_watermark") }
        return items
    }

    /// Messenger tells until when, Instagram up to which message.
    private func read(_ read: JSON) throws -> InboundItem {
        if isFromAccount { return .notice("read_by_shop") }
        if let id = MetaPeople.text(read["mid"]), id.utf8.count <= 512 {
            return .status(DeliveryReport(externalID: id, status: "read", at: time))
        }
        guard let until = moment(read["watermark"]) else { throw Unreadable(reason: "missing_watermark") }
        return .watermark(
            DeliveryWatermark(customer: [try customer(isEcho: false)], status: "read", until: until))
    }

    /// A watermark has nothing to stand in for it: a wrong one would mark what was never read.
    private func moment(_ json: JSON?) -> Date? {
        MetaEvents.moment(json).flatMap { $0 > time.addingTimeInterval(86_400) ? nil : $0 }
    }

    private func optIn(_ optIn: JSON) throws -> InboundItem {
        switch optIn["notification_messages_status"]?.string {
        case "STOP_NOTIFICATIONS": .marketingOptOut(true, by: [try customer(isEcho: false)], at: time)
        case "RESUME_NOTIFICATIONS": .marketingOptOut(false, by: [try customer(isEcho: false)], at: time)
        default: .notice("optin")
        }
    }

    /// Meta stops, warns or frees the whole page.
    private func policy(_ policy: JSON) -> InboundItem {
        let action = MetaEvents.word(policy["action"]?.string ?? "")
        let reason = MetaPeople.text(policy["reason"]).map { Redaction.clean($0) }
        return switch action {
        case "block": .connection(ConnectionNotice(.refused, reason: reason))
        case "unblock": .connection(ConnectionNotice(.connected, reason: reason))
        default: .notice("policy_" + action)
        }
    }

    static func required(_ field: JSON?, _ reason: String) throws -> String {
        guard let text = MetaPeople.text(field), text.utf8.count <= 512 else { throw Unreadable(reason: reason) }
        return text
    }
}

extension InboundMessage {
    func standing(by isStandby: Bool) -> InboundMessage {
        var message = self
        message.isStandby = isStandby
        return message
    }
}
