import Domain
import Foundation

/// A webhook as it is shown: what it speaks of, and its body for reading. Any provider's; never fails.
struct WireWebhook {
    let title: String
    let text: String

    init(_ body: [UInt8]) {
        guard let json = try? JSON.parse(body) else {
            let form = String(decoding: body, as: UTF8.self).replacing("&", with: "\n").replacing("+", with: " ")
            text = form.removingPercentEncoding ?? form
            let status = text.split(separator: "\n").first { $0.hasPrefix("SmsStatus=") }?.dropFirst(10) ?? "?"
            title = status == "received" ? "message text" : "status \(status)"
            return
        }
        text = PrettyJSON.text(body)
        title = Self.graph(json) ?? Self.page(json) ?? Self.other(json) ?? "?"
    }

    /// WhatsApp of Meta: `message text`, `status read`.
    private static func graph(_ json: JSON) -> String? {
        guard let change = json["entry"]?[0]?["changes"]?[0] else { return nil }
        let value = change["value"]
        if let status = value?["statuses"]?[0]?["status"]?.string { return "status \(status)" }
        if let type = value?["messages"]?[0]?["type"]?.string { return "message \(type)" }
        return change["field"]?.string
    }

    /// Instagram and Messenger.
    private static func page(_ json: JSON) -> String? {
        guard let event = json["entry"]?[0]?["messaging"]?[0] ?? json["entry"]?[0]?["standby"]?[0] else { return nil }
        if event["message"]?["is_echo"]?.bool == true { return "message echo" }
        return event.members.map(\.key).first { !["sender", "recipient", "timestamp"].contains($0) }
    }

    private static func other(_ json: JSON) -> String? {
        let word = json["type"]?.string ?? json["event"]?.string
        let status = json["status"]?.string ?? json["messageStatus"]?["code"]?.string
        if let word { return [word, status].compactMap { $0 }.joined(separator: " ") }
        return json["message"] == nil && json["key"] == nil ? nil : "message"
    }
}
