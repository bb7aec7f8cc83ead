import Domain
import Foundation

extension Whaticket {
    /// The answer is 400 `{"error":"invalid payload","details":…}`.
    package struct InvalidPayload: Error, Sendable, Equatable {
        package let details: String
    }

    /// Reads a whole body. Never throws: what cannot be read is in `failures`.
    ///
    /// - Parameters:
    ///   - receivedAt: stands in for a time that is missing or impossible.
    ///   - signedAt: the time the webhook was signed with. A message without an id gets one from its bytes and this time: the same
    ///     request again is known, the same words a day later are not.
    package static func parse(_ body: [UInt8], receivedAt: Date = Date(), signedAt: Int64? = nil) -> ProviderWebhook {
        var reader = WhaticketReader(receivedAt: receivedAt, signedAt: signedAt)
        do {
            reader.read(try JSON.parse(body, limits: .init(invalidText: .replace)))
        } catch {
            reader.webhook.fail("$", "not_json: \(error.reason.rawValue)")
        }
        return reader.webhook
    }

    /// What the contract refuses with 400, and the customers' numbers (digits) that the limit for each number counts. Empty for
    /// bodies of groups, echoes and events: they are accepted, and open no conversation.
    package static func check(_ body: [UInt8]) throws(InvalidPayload) -> [String] {
        let json: JSON
        do {
            json = try JSON.parse(body)
        } catch {
            throw InvalidPayload(details: error.description)
        }
        if let number = json["number"], !number.isNull, number.string == nil {
            throw InvalidPayload(details: "number: must be a string")
        }
        var reader = WhaticketReader(receivedAt: Date(), signedAt: nil)
        reader.read(json)
        guard !reader.webhook.items.isEmpty else {
            throw InvalidPayload(details: reader.webhook.failures.first.map { "\($0.path): \($0.reason)" } ?? "empty")
        }
        var numbers: [String] = []
        for item in reader.webhook.items {
            guard case .message(let message) = item.item, !message.fromShop else { continue }
            let address = message.customer.last.map { PhoneNumber($0.value)?.digits ?? $0.value }
            if let address, !numbers.contains(address) { numbers.append(address) }
        }
        return numbers
    }
}

/// Walks a body, whichever of the shapes it has, and collects what it says.
struct WhaticketReader {
    var webhook = ProviderWebhook()
    let receivedAt: Date
    let signedAt: Int64?

    init(receivedAt: Date, signedAt: Int64?) {
        self.receivedAt = receivedAt
        self.signedAt = signedAt
    }

    mutating func read(_ json: JSON) {
        guard json.kind == .object else { return webhook.fail("$", "not_an_object") }
        if let event = json["event"]?.string, let data = json["data"] {
            return self.event(Wire.word(event), data, json)
        }
        if json["messages"]?.kind == .array { return list(json.elements(of: "messages"), json, "$.messages") }
        if json["message"]?.kind == .array {
            // Several contents of one message: its id is theirs, their place in it tells them apart.
            let contents = Array(json.elements(of: "message"))
            if contents.isEmpty { return message([json], nil, "$") }
            for (index, content) in contents.enumerated() where webhook.hasRoom("$.message[\(index)]") {
                message([json], content, "$.message[\(index)]", part: index)
            }
            return
        }
        message([json], json["message"], "$")
    }

    /// Messages of a list, each with what the body says around them.
    mutating func list(_ items: JSON.Elements, _ outer: JSON?, _ path: String) {
        var count = 0
        for item in items {
            let path = "\(path)[\(count)]"
            count += 1
            guard webhook.hasRoom(path) else { return }
            switch item.kind {
            case .object: message([item] + [outer].compactMap { $0 }, item["message"], path)
            case .string: message([outer].compactMap { $0 }, item, path, part: count - 1)
            default: webhook.fail(path, "not_an_object")
            }
        }
        if count == 0 { webhook.add(.notice("no_messages"), path, "") }
    }

    mutating func message(_ sources: [JSON], _ content: JSON?, _ path: String, part: Int = 0) {
        let message = WhaticketMessage(
            sources: sources, message: content, receivedAt: receivedAt, signedAt: signedAt, path: path, part: part)
        webhook.read(path, for: "") { try message.inboundItem() }
    }
}
