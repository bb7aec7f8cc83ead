import Domain
import Foundation

extension MetaWhatsApp {
    /// Reads a whole body. Never throws: what cannot be read is in `failures`.
    ///
    /// - Parameter receivedAt: stands in for a time that is missing or impossible.
    package static func parse(_ body: [UInt8], receivedAt: Date = Date()) -> ProviderWebhook {
        var reader = MetaReader(receivedAt: receivedAt)
        do {
            reader.read(try JSON.parse(body, limits: .init(invalidText: .replace)))
        } catch {
            reader.fail("$", "not_json: \(error.reason.rawValue)")
        }
        return reader.webhook
    }
}

/// Why one item cannot be read.
struct Unreadable: Error {
    let reason: String
}

/// Walks a body and collects what it says.
struct MetaReader {
    private(set) var webhook = ProviderWebhook()
    private let receivedAt: Date

    init(receivedAt: Date) {
        self.receivedAt = receivedAt
    }

    mutating func read(_ json: JSON) {
        guard json.kind == .object else { return fail("$", "not_an_object") }
        guard let entries = json["entry"] else {
            // Some resellers pass on the value alone.
            let isValue = ["messages", "statuses", "message_echoes", "calls"].contains { json[$0] != nil }
            guard isValue else { return fail("$", "no_entry") }
            return value(json, field: "messages", address: MetaWhatsApp.phoneNumberID(in: json) ?? "", path: "$")
        }
        guard entries.kind == .array else { return fail("entry", "not_a_list") }
        for (index, entry) in entries.elements.enumerated() {
            let path = "entry[\(index)]"
            guard let changes = entry["changes"], changes.kind == .array else {
                fail(path, "no_changes")
                continue
            }
            for (index, change) in changes.elements.enumerated() {
                self.change(change, in: entry, path: "\(path).changes[\(index)]")
            }
        }
    }

    private mutating func change(_ change: JSON, in entry: JSON, path: String) {
        guard let value = change["value"], value.kind == .object else { return fail(path, "no_value") }
        let address = MetaWhatsApp.address(of: change, in: entry)
        let time = MetaEvents.time(entry["time"], or: receivedAt)
        self.value(
            value, field: change["field"]?.string ?? "messages", address: address, path: "\(path).value", time: time)
    }

    /// Every list of items a value may have is read, whatever the field is called; a value with none is a notice.
    private mutating func value(_ value: JSON, field: String, address: String, path: String, time: Date? = nil) {
        let before = found
        let people = MetaPeople(value)
        each("messages", of: value, address, path) { try MetaMessage($0, people, $1).inboundItem() }
        each("message_echoes", of: value, address, path) { try MetaMessage($0, people, $1, isEcho: true).inboundItem() }
        each("statuses", of: value, address, path) { try MetaEvents.status($0, $1) }
        each("user_preferences", of: value, address, path) { try MetaEvents.preference($0, people, $1) }
        // A call is not taken here: that there was one is told.
        each("calls", of: value, address, path) { item, _ in
            .notice("call_" + MetaEvents.word(item["event"]?.string ?? item["status"]?.string ?? ""))
        }
        each("errors", of: value, address, path) { item, _ in
            .notice("error_" + MetaEvents.word(item["code"]?.scalarText ?? ""))
        }
        if found == before { add(MetaBusiness.item(field, value, time ?? receivedAt), address, path) }
    }

    private mutating func each(
        _ key: String, of value: JSON, _ address: String, _ path: String, read: (JSON, Date) throws -> InboundItem
    ) {
        guard let list = value[key], !list.isNull else { return }
        guard list.kind == .array else { return fail("\(path).\(key)", "not_a_list") }
        for (index, item) in list.elements.enumerated() {
            let path = "\(path).\(key)[\(index)]"
            guard found < MetaWhatsApp.itemLimit else { return fail(path, "too_many_items") }
            do {
                guard item.kind == .object else { throw Unreadable(reason: "not_an_object") }
                add(try read(item, receivedAt), address, path)
            } catch let error as Unreadable {
                fail(path, error.reason)
            } catch {
                fail(path, "unreadable")
            }
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
