import Domain
import Foundation

extension ZAPI {
    /// Reads a whole body. Never throws: what cannot be read is in `failures`.
    ///
    /// - Parameter receivedAt: stands in for a time that is missing or impossible.
    package static func parse(_ body: [UInt8], receivedAt: Date = Date()) -> ProviderWebhook {
        var webhook = ProviderWebhook()
        let json: JSON
        do {
            json = try JSON.parse(body, limits: .init(invalidText: .replace))
        } catch {
            webhook.fail("$", "not_json: \(error.reason.rawValue)")
            return webhook
        }
        switch json.kind {
        case .object: event(json, "$", receivedAt, &webhook)
        case .array:
            // One event a request is what Z-API sends; relays in between collect them.
            for (index, item) in json.elements.enumerated() where webhook.hasRoom("$[\(index)]") {
                event(item, "$[\(index)]", receivedAt, &webhook)
            }
            if webhook.items.isEmpty, webhook.failures.isEmpty { webhook.fail("$", "empty") }
        default: webhook.fail("$", "not_an_object")
        }
        return webhook
    }

    private static func event(_ json: JSON, _ path: String, _ receivedAt: Date, _ webhook: inout ProviderWebhook) {
        guard json.kind == .object else { return webhook.fail(path, "not_an_object") }
        let address = Wire.text(json["instanceId"]) ?? ""
        switch kind(of: json) {
        case "receivedcallback":
            webhook.read(path, for: address) { try ZAPIMessage(json, receivedAt).inboundItem() }
        case "messagestatuscallback": statuses(json, address, path, receivedAt, &webhook)
        case "deliverycallback": webhook.read(path, for: address) { try delivery(json, receivedAt) }
        case "connectedcallback": webhook.add(.connection(.init(.connected)), path, address)
        case "disconnectedcallback":
            let reason = Wire.text(json["error"]).map { Redaction.clean($0) }
            webhook.add(.connection(.init(.disconnected, reason: reason)), path, address)
        case "presencechatcallback":
            webhook.add(.notice("presence_" + Wire.word(json["status"]?.string ?? "")), path, address)
        case "": webhook.fail(path, "no_type")
        case let other: webhook.add(.notice(Wire.word(other)), path, address)
        }
    }

    /// The type in lower case (the documentation itself writes it in two ways); without one, what the fields tell.
    private static func kind(of json: JSON) -> String {
        if let type = Wire.text(json["type"]) { return type.lowercased() }
        if json["ids"]?.kind == .array { return "messagestatuscallback" }
        if json["connected"]?.bool == true { return "connectedcallback" }
        if json["disconnected"]?.bool == true { return "disconnectedcallback" }
        if json["messageId"] != nil, json["phone"] != nil {
            return json["momment"] == nil && json["zaapId"] != nil ? "deliverycallback" : "receivedcallback"
        }
        return ""
    }

    /// One report for each of `ids`: a status may speak of many messages.
    private static func statuses(
        _ json: JSON, _ address: String, _ path: String, _ receivedAt: Date, _ webhook: inout ProviderWebhook
    ) {
        if json["isGroup"]?.bool == true || ZAPIMessage.isCrowd(Wire.text(json["phone"]) ?? "") {
            return webhook.add(.notice("group"), path, address)
        }
        let ids: [JSON]
        switch json["ids"]?.kind {
        case .array: ids = Array(json.elements(of: "ids"))
        case .string: ids = [json["ids"]].compactMap { $0 }
        default: ids = [json["messageId"] ?? json["id"]].compactMap { $0 }
        }
        guard !ids.isEmpty else { return webhook.fail(path, "missing_id") }
        for (index, id) in ids.enumerated() where webhook.hasRoom("\(path).ids[\(index)]") {
            webhook.read("\(path).ids[\(index)]", for: address) { try status(id, json, receivedAt) }
        }
    }

    private static func status(_ id: JSON, _ json: JSON, _ receivedAt: Date) throws -> InboundItem {
        guard let id = Wire.id(id) else { throw Unreadable(reason: "missing_id") }
        let word = Wire.word(json["status"]?.string ?? "")
        let status: String
        switch word {
        case "unknown": throw Unreadable(reason: "missing_status")
        // The shop read the customer's message on another device: nothing was delivered to anybody.
        case "read_by_me": return .notice(word)
        case "received": status = "delivered"
        default: status = word
        }
        let error = Wire.text(json["error"])
        return .status(
            DeliveryReport(
                externalID: id, status: status, at: Wire.time(json["momment"], or: receivedAt),
                errorCode: status == "failed" ? error.map { Wire.word($0) } ?? "failed" : nil,
                errorTitle: error.map { Redaction.clean($0) }))
    }

    /// Handed to WhatsApp, or refused by it.
    private static func delivery(_ json: JSON, _ receivedAt: Date) throws -> InboundItem {
        guard let id = Wire.id(json["messageId"]) ?? Wire.id(json["zaapId"]) else {
            throw Unreadable(reason: "missing_id")
        }
        let error = Wire.text(json["error"])
        return .status(
            DeliveryReport(
                externalID: id, status: error == nil ? "sent" : "failed",
                at: Wire.time(json["momment"], or: receivedAt),
                errorCode: error.map { Wire.word($0) }, errorTitle: error.map { Redaction.clean($0) }))
    }
}
