import Crypto
import Domain
import Foundation

extension SimulatedWebhook {
    /// Of one number.
    static func graph(
        _ account: GraphState.Account, field: String = "messages", value: [(String, JSON?)]
    ) -> SimulatedWebhook {
        let metadata: JSON = [
            "display_phone_number": JSON(account.displayPhoneNumber), "phone_number_id": JSON(account.phoneNumberID),
        ]
        let change: JSON = [
            "value": .object([("messaging_product", "whatsapp"), ("metadata", metadata)] + value),
            "field": JSON(field),
        ]
        return graph(account, entry: ["id": JSON(account.businessAccountID), "changes": [change]])
    }

    /// Of the business account as a whole: it names no number.
    static func graph(business account: GraphState.Account, field: String, value: JSON) -> SimulatedWebhook {
        let change: JSON = ["value": value, "field": JSON(field)]
        return graph(
            account,
            entry: [
                "id": JSON(account.businessAccountID), "time": JSON(Int64(Date().timeIntervalSince1970)),
                "changes": [change],
            ])
    }

    private static func graph(_ account: GraphState.Account, entry: JSON) -> SimulatedWebhook {
        graph(
            ["object": "whatsapp_business_account", "entry": [entry]], of: account.phoneNumberID,
            secret: account.appSecret)
    }

    /// Signed by the app over exactly these bytes.
    static func graph(_ json: JSON, of accountID: String, secret: String) -> SimulatedWebhook {
        let body = escaped(json.text())
        return SimulatedWebhook(body: body, account: accountID) { _ in
            let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(secret.utf8)))
            let signature = "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return [
                ("Content-Type", "application/json"), ("User-Agent", "facebookexternalua"),
                (SimulatorLog.Posted.graphSignature, signature),
            ]
        }
    }

    /// As Meta writes it: everything beyond ASCII, and the slash, as an escape.
    private static func escaped(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        for unit in text.utf16 {
            switch unit {
            case 0x2F: output += [0x5C, 0x2F]
            case 0..<0x80: output.append(UInt8(unit))
            default:
                let hex = String(unit, radix: 16)
                output += Array("\\u".utf8) + Array(String(repeating: "0", count: 4 - hex.count).utf8) + Array(hex.utf8)
            }
        }
        return output
    }
}

extension SimulatorLog.Posted {
    static let graphSignature = "X-Hub-Signature-256"

    /// What Meta's webhooks are signed with.
    package var signature: String { headers.first { $0.name == Self.graphSignature }?.value ?? "" }
}

extension MetaGraphSimulator {
    /// Reports what became of a message, whether that is plausible or not.
    package func postStatus(
        _ status: String, for id: String, after delay: Duration = .zero, error: (code: Int, title: String)? = nil
    ) {
        core.post(after: delay) { [self] in statusWebhook(status, for: id, error) }
    }

    /// The same, at once; gives the status the server answered with (0 when there is no such message or no webhook address).
    package func postStatusNow(_ status: String, for id: String, error: (code: Int, title: String)? = nil) async throws
        -> Int
    {
        guard let webhook = statusWebhook(status, for: id, error) else { return 0 }
        return try await core.deliver(webhook)
    }

    private func statusWebhook(
        _ status: String, for id: String, _ error: (code: Int, title: String)?
    ) -> SimulatedWebhook? {
        change { state in
            guard let sent = state.sent.first(where: { $0.id == id }), let account = state.accounts[sent.phoneNumberID]
            else { return nil }
            state.sent.update(where: { $0.id == id }) { $0.statuses.append(status) }
            let isScoped = sent.body["to"] == nil
            let element = JSON.object([
                ("id", JSON(id)), ("status", JSON(status)),
                ("timestamp", JSON(String(Int(Date().timeIntervalSince1970)))),
                ("recipient_id", isScoped ? nil : JSON(sent.to)), ("recipient_user_id", isScoped ? JSON(sent.to) : nil),
                ("biz_opaque_callback_data", sent.reference.map { JSON($0) }),
                (
                    "pricing",
                    status == "failed"
                        ? nil
                        : [
                            "billable": false, "pricing_model": "PMP", "type": "free_customer_service",
                            "category": "service",
                        ]
                ),
                (
                    "errors",
                    error.map { [["code": JSON($0.code), "title": JSON($0.title), "message": JSON($0.title)]] }
                ),
            ])
            return .graph(account, value: [("statuses", [element])])
        }
    }
}
