import Domain
import Foundation
import Hummingbird

extension ZAPISimulator {
    func send(_ call: SimulatedCall) throws -> Response {
        let instance = try authenticate(call)
        try Self.demandJSON(call)
        let to = try ZAPIMessageRules(operation: call.operation.rawValue, body: call.body).recipient()
        let sent = ZAPIState.Sent(
            id: Self.newID(), instanceID: instance.id, to: to, operation: call.operation.rawValue, body: call.body,
            at: Date(),
            isQueued: !instance.isConnected)
        let plan = change { state in
            state.sent.append(sent)
            return state.log.takePlan(sent.instanceID)
        }
        if instance.isConnected { follow(sent, plan) }
        return .json([
            "zaapId": JSON(Self.newID()), "messageId": JSON(sent.id), "id": JSON(sent.id),
        ])
    }

    /// What comes after a send by itself: handed over, perhaps the echo, then the planned statuses.
    func follow(_ sent: ZAPIState.Sent, _ plan: StatusPlan) {
        guard !plan.steps.isEmpty else { return }
        if read({ $0.instances[sent.instanceID]?.notifiesSentByMe ?? false }) { core.post(Self.echo(of: sent)) }
        plan.follow { postStatus($0, for: sent.id, after: $1, error: $0 == "failed" ? "Message failed" : nil) }
    }

    /// Reports what became of a message, in the words `sent`, `delivered`, `read`, `played`, `failed`.
    package func postStatus(_ status: String, for id: String, after delay: Duration = .zero, error: String? = nil) {
        core.post(after: delay) { [self] in statusWebhook(status, for: [id], error) }
    }

    /// The same, at once and for several messages in one callback; gives what the server answered with.
    package func postStatusNow(_ status: String, for ids: [String], error: String? = nil) async throws -> Int {
        guard let webhook = statusWebhook(status, for: ids, error) else { return 0 }
        return try await core.deliver(webhook)
    }

    private func statusWebhook(_ status: String, for ids: [String], _ error: String?)
        -> SimulatedWebhook?
    {
        change { state in
            guard let sent = state.sent.last(where: { ids.contains($0.id) }) else { return nil }
            for id in ids { state.sent.update(where: { $0.id == id }) { $0.statuses.append(status) } }
            let head: [(String, JSON?)] = [("instanceId", JSON(sent.instanceID)), ("phone", JSON(sent.to))]
            if status == "sent" || error != nil {
                return Self.webhook(
                    sent.instanceID,
                    head + [
                        ("type", "DeliveryCallback"), ("zaapId", JSON(Self.newID())), ("messageId", JSON(sent.id)),
                        ("error", error.map { JSON($0) }),
                    ])
            }
            let words = ["delivered": "RECEIVED", "read": "READ", "played": "PLAYED", "failed": "FAILED"]
            return Self.webhook(
                sent.instanceID,
                head + [
                    ("type", "MessageStatusCallback"), ("status", JSON(words[status] ?? status.uppercased())),
                    ("ids", JSON(ids.map { JSON($0) })), ("momment", Self.now()), ("phoneDevice", 0),
                    ("isGroup", false),
                ])
        }
    }

    /// The shop's own send, told back to it.
    private static func echo(of sent: ZAPIState.Sent) -> SimulatedWebhook {
        let text = sent.body["message"]?.string ?? sent.body["caption"]?.string ?? ""
        return webhook(
            sent.instanceID,
            [
                ("type", "ReceivedCallback"), ("instanceId", JSON(sent.instanceID)), ("messageId", JSON(sent.id)),
                ("phone", JSON(sent.to)), ("fromMe", true), ("fromApi", true), ("momment", now()),
                ("status", "PENDING"),
                ("isGroup", false), ("text", ["message": JSON(text)]),
            ])
    }

    func markRead(_ call: SimulatedCall) throws -> Response {
        _ = try authenticate(call)
        try Self.demandJSON(call)
        guard call.body["phone"]?.string != nil, let id = call.body["messageId"]?.string else {
            throw SimulatedRefusal(status: 400, body: ["error": "messageId is required"])
        }
        change { $0.readByShop.insert(id) }
        return Response(status: .noContent)
    }

    static func newID() -> String {
        (0..<10).map { _ in String(UInt8.random(in: 16...255), radix: 16, uppercase: true) }.joined()
    }

    static func now() -> JSON { JSON(Int(Date().timeIntervalSince1970 * 1_000)) }

    static func webhook(_ instanceID: String, _ members: [(String, JSON?)]) -> SimulatedWebhook {
        SimulatedWebhook(body: JSON.object(members).serialize(), account: instanceID) { _ in
            [("Content-Type", "application/json"), ("User-Agent", "z-api")]
        }
    }
}

/// What Z-API demands of a message.
struct ZAPIMessageRules {
    let operation: String
    let body: JSON

    /// Whom it goes to: digits with a country code, or a hidden id.
    func recipient() throws -> String {
        guard let phone = body["phone"]?.string, !phone.isEmpty else { throw refusal("phone is required") }
        let isNumber = (10...15).contains(phone.utf8.count) && phone.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber || phone.hasSuffix("@lid") || phone.hasSuffix("-group") else { throw refusal("invalid phone") }
        try check()
        return phone
    }

    private func check() throws {
        switch operation {
        case "send-text": try need("message")
        case "send-image", "send-audio", "send-video", "send-document", "send-sticker":
            let key = String(operation.dropFirst(5))
            try need(key)
            let link = body[key]?.string ?? ""
            let isFile = link.hasPrefix("data:") && link.contains(";base64,")
            guard isFile || link.hasPrefix("https://") || link.hasPrefix("http://") else {
                throw refusal("invalid \(key)")
            }
        case "send-location": for key in ["title", "address", "latitude", "longitude"] { try need(key) }
        case "send-contact": for key in ["contactName", "contactPhone"] { try need(key) }
        case "send-reaction": for key in ["reaction", "messageId"] { try need(key) }
        case "send-remove-reaction": try need("messageId")
        case "send-button-list":
            try need("message")
            let buttons = body["buttonList"].map { Array($0.elements(of: "buttons")) } ?? []
            guard !buttons.isEmpty, buttons.allSatisfy({ !($0["label"]?.string ?? "").isEmpty }) else {
                throw refusal("buttonList is required")
            }
        case "send-option-list":
            try need("message")
            let list = body["optionList"]
            let options = list.map { Array($0.elements(of: "options")) } ?? []
            guard list?["title"]?.string != nil, list?["buttonLabel"]?.string != nil, !options.isEmpty,
                options.allSatisfy({ !($0["title"]?.string ?? "").isEmpty })
            else { throw refusal("optionList is required") }
        default: throw refusal("unknown operation")
        }
    }

    private func need(_ key: String) throws {
        guard let text = body[key]?.string, !text.isEmpty else { throw refusal("\(key) is required") }
    }

    private func refusal(_ words: String) -> SimulatedRefusal {
        SimulatedRefusal(status: 400, body: ["error": JSON(words)])
    }
}
