import Domain
import Foundation

extension Resend {
    /// Ids of received mail a webhook speaks of: what to fetch before it is parsed.
    package static func receivedIDs(in body: [UInt8]) -> [String] {
        guard let json = try? JSON.parse(body, limits: .init(invalidText: .replace)) else { return [] }
        return events(json).compactMap { event in
            event["type"]?.string == "email.received" ? event["data"]?["email_id"]?.scalarText : nil
        }
    }

    /// Reads a whole body. Never throws: what cannot be read is in `failures`.
    ///
    /// - Parameters:
    ///   - contents: received mail by id. A mail whose content could not be had is kept with its subject, so that nobody is overlooked.
    ///   - own: the shop's addresses.
    ///   - waitsForContent: mail whose content is not in `contents` is only a notice: somebody fetches it.
    package static func parse(
        _ body: [UInt8], receivedAt: Date = Date(), contents: [String: ReceivedEmail] = [:], own: Set<String> = [],
        waitsForContent: Bool = false
    ) -> ProviderWebhook {
        var reader = ResendReader(
            receivedAt: receivedAt, contents: contents, own: own, waitsForContent: waitsForContent)
        do {
            let json = try JSON.parse(body, limits: .init(invalidText: .replace))
            guard json.kind == .object || json.kind == .array else {
                reader.fail("$", "not_an_object")
                return reader.webhook
            }
            for (index, event) in events(json).prefix(1_000).enumerated() {
                reader.read(event, path: json.kind == .array ? "[\(index)]" : "$")
            }
        } catch {
            reader.fail("$", "not_json: \(error.reason.rawValue)")
        }
        return reader.webhook
    }

    /// Addresses that a webhook speaks of, without tags: one of them may be the mailbox it is for.
    package static func mailboxes(in body: [UInt8]) -> Set<String> {
        guard let json = try? JSON.parse(body, limits: .init(invalidText: .replace)) else { return [] }
        let found = events(json).prefix(20).flatMap { event in
            ["from", "to", "cc", "bcc", "received_for"].flatMap { ResendReader.addresses(event["data"]?[$0]) }
        }
        return Set(found.prefix(200).map { ProviderWebhook.withoutTag($0.key) })
    }

    private static func events(_ json: JSON) -> [JSON] { json.array ?? [json] }

    /// The event of a received mail as the API would answer it, without words: what is left when they cannot be had. Named by the
    /// provider's id, so that it is never taken for the whole mail.
    package static func envelope(of id: String, in body: [UInt8]) -> [UInt8]? {
        guard let json = try? JSON.parse(body, limits: .init(invalidText: .replace)),
            let data = events(json).first(where: { $0["data"]?["email_id"]?.scalarText == id })?["data"]
        else { return nil }
        let kept = data.members.filter { !["email_id", "message_id", "attachments"].contains($0.key) }
        return JSON.object(
            [("object", "email"), ("id", JSON(id)), ("content_missing", true)]
                + kept.map { ($0.key, Optional($0.value)) }
        ).serialize()
    }

    /// An address that must not be mailed to again, and why.
    package struct Suppression: Sendable, Equatable {
        package enum Reason: String, Sendable { case bounce, complaint, provider }
        package let address: String
        package let reason: Reason
        /// The provider took it off its list.
        package let isLifted: Bool

        package init(address: String, reason: Reason, isLifted: Bool = false) {
            self.address = address
            self.reason = reason
            self.isLifted = isLifted
        }
    }

    /// What a webhook says of addresses rather than of messages: dead mailboxes, complaints, the provider's own list.
    package static func suppressions(in body: [UInt8]) -> [Suppression] {
        guard let json = try? JSON.parse(body, limits: .init(invalidText: .replace)) else { return [] }
        return events(json).prefix(1_000).flatMap { event -> [Suppression] in
            guard let type = event["type"]?.string, let data = event["data"] else { return [] }
            // Of several recipients the event does not say whose mailbox it was: none is condemned for another.
            let recipients = ResendReader.addresses(data["to"])
            let only = recipients.count == 1 ? recipients : []
            switch type {
            case "email.bounced" where data["bounce"]?["type"]?.string?.lowercased() == "permanent":
                return only.map { .init(address: $0.key, reason: .bounce) }
            case "email.complained": return only.map { .init(address: $0.key, reason: .complaint) }
            case "email.suppressed": return only.map { .init(address: $0.key, reason: .provider) }
            case "suppression.added":
                let reason: Suppression.Reason =
                    switch data["origin"]?.string {
                    case "bounce": .bounce
                    case "complaint": .complaint
                    default: .provider
                    }
                return ResendReader.addresses(data["email"]).map { .init(address: $0.key, reason: reason) }
            case "suppression.removed":
                return ResendReader.addresses(data["email"]).map {
                    .init(address: $0.key, reason: .provider, isLifted: true)
                }
            default: return []
            }
        }
    }
}

/// Walks a body and collects what it says.
struct ResendReader {
    private(set) var webhook = ProviderWebhook()
    let receivedAt: Date
    let contents: [String: ReceivedEmail]
    let own: Set<String>
    let waitsForContent: Bool

    init(receivedAt: Date, contents: [String: ReceivedEmail], own: Set<String>, waitsForContent: Bool = false) {
        self.receivedAt = receivedAt
        self.contents = contents
        self.own = own
        self.waitsForContent = waitsForContent
    }

    mutating func read(_ event: JSON, path: String) {
        guard event.kind == .object else { return fail(path, "not_an_object") }
        guard let type = event["type"]?.string else { return object(event, path) }
        guard let data = event["data"], data.kind == .object else { return fail(path, "no_data") }
        let at = event["created_at"]?.string.flatMap(EmailDate.iso) ?? receivedAt
        switch type {
        case "email.received":
            let id = data["email_id"]?.scalarText ?? ""
            if waitsForContent, !id.isEmpty, contents[id] == nil { return add(.notice("email.received"), path) }
            received(contents[id] ?? ReceivedEmail(data), path)
        case "email.sent": status("sent", data, at, path)
        case "email.delivered": status("delivered", data, at, path)
        case "email.bounced":
            let kind = data["bounce"]?["type"]?.string?.lowercased() ?? "undetermined"
            status("failed", data, at, path, code: "bounced_\(Resend.word(kind))", title: data["bounce"]?["message"])
        case "email.failed": status("failed", data, at, path, code: "failed", title: data["failed"]?["reason"])
        case "email.suppressed":
            status("failed", data, at, path, code: "suppressed", title: data["suppressed"]?["message"])
        case "email.complained": complained(data, at, path)
        default: add(.notice(Resend.word(type)), path)
        }
    }

    /// What the API answers, where it is kept as it came.
    private mutating func object(_ object: JSON, _ path: String) {
        switch object["object"]?.string {
        case "email": received(ReceivedEmail(object), path)
        case "list":
            for (index, item) in object.elements(of: "data").prefix(1_000).enumerated() {
                received(ReceivedEmail(item), "\(path).data[\(index)]")
            }
            if object["data"]?[0] == nil { add(.notice("list"), path) }
        case let word?: add(.notice(Resend.word(word)), path)
        case nil: fail(path, "no_type")
        }
    }

    private mutating func received(_ email: ReceivedEmail, _ path: String) {
        guard !email.id.isEmpty else { return fail(path, "missing_id") }
        webhook.add(email.message, path: path, fallbackID: email.id, receivedAt: receivedAt, own: own) { place in
            email.attachmentReference(place)
        }
    }

    private mutating func status(
        _ word: String, _ data: JSON, _ at: Date, _ path: String, code: String? = nil, title: JSON? = nil
    ) {
        guard let id = data["email_id"]?.scalarText, !id.isEmpty else { return fail(path, "missing_id") }
        var report = DeliveryReport(
            externalID: id, status: word, at: at,
            outboxID: Self.tag("outbox", data["tags"]).flatMap(UUID.init(uuidString:)), errorCode: code,
            errorTitle: title?.string.map { Redaction.clean($0) })
        report.messageID = data["message_id"]?.string.flatMap { EmailThread.ids(in: $0).first }
        // A webhook tells of every mail of the account at Resend: the sender says which of ours it is about.
        let sender = Self.addresses(data["from"]).first?.key ?? ""
        webhook.items.append(.init(path: path, address: ProviderWebhook.withoutTag(sender), item: .status(report)))
    }

    /// Somebody pressed "spam": it did arrive, and nothing more may be sent.
    private mutating func complained(_ data: JSON, _ at: Date, _ path: String) {
        status("delivered", data, at, path)
        let people = Self.addresses(data["to"]).compactMap { IdentityClaim(email: $0.address) }
        if people.count == 1 { add(.marketingOptOut(true, by: people, at: at), path) }
    }

    /// Sent as a list, given back as an object; older bodies have the list.
    private static func tag(_ name: String, _ tags: JSON?) -> String? {
        tags?[name]?.string ?? tags?.elements.first { $0["name"]?.string == name }?["value"]?.string
    }

    /// One address, or a list of them.
    static func addresses(_ json: JSON?) -> [EmailAddress] {
        guard let json else { return [] }
        let texts = json.string.map { [$0] } ?? json.elements.prefix(200).compactMap(\.string)
        return texts.flatMap { EmailAddress.list($0) }
    }

    private mutating func add(_ item: InboundItem, _ path: String) {
        webhook.items.append(.init(path: path, address: "", item: item))
    }

    mutating func fail(_ path: String, _ reason: String) {
        webhook.failures.append(.init(path: path, reason: reason))
    }
}
