import Domain
import Foundation

extension MetaMessaging {
    /// Reads a whole body. Never throws: what cannot be read is in `failures`.
    ///
    /// - Parameters:
    ///   - receivedAt: stands in for a time that is missing or impossible.
    ///   - channel: of the account it came for; counts only where the body itself does not say.
    package static func parse(
        _ body: [UInt8], receivedAt: Date = Date(), channel: Channel? = nil
    ) -> ProviderWebhook {
        var reader = MessagingReader(receivedAt: receivedAt, channel: channel ?? .messenger)
        do {
            reader.read(try JSON.parse(body, limits: .init(invalidText: .replace)))
        } catch {
            reader.fail("$", "not_json: \(error.reason.rawValue)")
        }
        return reader.webhook
    }
}

/// Walks a body and collects what it says.
struct MessagingReader {
    private(set) var webhook = ProviderWebhook()
    private let receivedAt: Date
    private var channel: MetaMessaging.Channel

    init(receivedAt: Date, channel: MetaMessaging.Channel) {
        self.receivedAt = receivedAt
        self.channel = channel
    }

    mutating func read(_ json: JSON) {
        guard json.kind == .object else { return fail("$", "not_an_object") }
        if let object = json["object"], !object.isNull {
            guard let named = MetaMessaging.channel(named: object.string) else { return fail("$", "unknown_object") }
            channel = named
        }
        guard let entries = json["entry"] else { return fragment(json) }
        guard entries.kind == .array else { return fail("entry", "not_a_list") }
        for (index, entry) in entries.elements.enumerated() { self.entry(entry, "entry[\(index)]") }
        if found == 0 { fail("entry", "no_events") }
    }

    private mutating func entry(_ entry: JSON, _ path: String) {
        let address = MetaMessaging.address(entry) ?? ""
        let before = found
        each("messaging", of: entry, address, path)
        each("standby", of: entry, address, path)
        if let changes = entry["changes"], !changes.isNull {
            guard changes.kind == .array else { return fail("\(path).changes", "not_a_list") }
            for (index, change) in changes.elements.enumerated() {
                self.change(change, of: entry, address, "\(path).changes[\(index)]")
            }
        }
        if found == before { fail(path, "no_events") }
    }

    /// Dashboard tests, and some apps' direct messages, come as changes; comments and the like come only so.
    private mutating func change(_ change: JSON, of entry: JSON, _ address: String, _ path: String) {
        guard let value = change["value"], value.kind == .object else { return fail(path, "no_value") }
        let isEvent = value["sender"] != nil && value["recipient"] != nil
        guard isEvent else {
            return add(.notice(MetaEvents.word(change["field"]?.string ?? "")), address, path)
        }
        event(value, in: entry, address, "\(path).value")
    }

    /// A part of the envelope alone, as some forwarders send it.
    private mutating func fragment(_ json: JSON) {
        guard json["messaging"] == nil else { return each("messaging", of: json, "", "$") }
        guard json["sender"] != nil || json["recipient"] != nil else { return fail("$", "no_entry") }
        event(json, in: .null, "", "$")
    }

    private mutating func each(_ key: String, of entry: JSON, _ address: String, _ path: String) {
        guard let list = entry[key], !list.isNull else { return }
        let path = "\(path).\(key)"
        if list.kind == .object { return event(list, in: entry, address, path) }
        guard list.kind == .array else { return fail(path, "not_a_list") }
        for (index, item) in list.elements.enumerated() {
            event(item, in: entry, address, "\(path)[\(index)]", isStandby: key == "standby")
        }
    }

    private mutating func event(
        _ json: JSON, in entry: JSON, _ address: String, _ path: String, isStandby: Bool = false
    ) {
        guard found < MetaWhatsApp.itemLimit else { return fail(path, "too_many_items") }
        do {
            let event = try MessagingEvent(
                json, channel, entry: address,
                time: MetaEvents.time(json["timestamp"], or: MetaEvents.time(entry["time"], or: receivedAt)),
                isStandby: isStandby)
            for (place, item) in try event.items() { add(item, event.address, path + place) }
        } catch let error as Unreadable {
            fail(path, error.reason)
        } catch {
            fail(path, "unreadable")
        }
    }

    private var found: Int { webhook.items.count + webhook.failures.count }

    private mutating func add(_ item: InboundItem, _ address: String, _ path: String) {
        webhook.items.append(.init(path: path, address: address, item: item))
    }

    mutating func fail(_ path: String, _ reason: String) {
        webhook.failures.append(.init(path: path, reason: reason))
    }
}
