import Crypto
import Domain
import Foundation

/// A webhook on its way to the server: bytes, and the signature over exactly these.
struct GraphWebhook: Sendable {
    let body: [UInt8]
    let signature: String
    let phoneNumberID: String
    var delay: Duration = .zero

    init(_ account: GraphState.Account, field: String = "messages", value: [(String, JSON?)], delay: Duration = .zero) {
        let metadata: JSON = [
            "display_phone_number": JSON(account.displayPhoneNumber), "phone_number_id": JSON(account.phoneNumberID),
        ]
        let whole: JSON = [
            "object": "whatsapp_business_account",
            "entry": [
                [
                    "id": JSON(account.businessAccountID),
                    "changes": [
                        [
                            "value": .object([("messaging_product", "whatsapp"), ("metadata", metadata)] + value),
                            "field": JSON(field),
                        ]
                    ],
                ]
            ],
        ]
        self.init(Self.escaped(whole.text()), account: account, delay: delay)
    }

    /// Of the business account as a whole: it names no number.
    init(business account: GraphState.Account, field: String, value: JSON) {
        let change: JSON = ["value": value, "field": JSON(field)]
        let whole: JSON = [
            "object": "whatsapp_business_account",
            "entry": [
                [
                    "id": JSON(account.businessAccountID), "time": JSON(Int64(Date().timeIntervalSince1970)),
                    "changes": [change],
                ]
            ],
        ]
        self.init(Self.escaped(whole.text()), account: account)
    }

    init(_ body: [UInt8], account: GraphState.Account, delay: Duration = .zero) {
        self.init(body, of: account.phoneNumberID, secret: account.appSecret, delay: delay)
    }

    init(_ body: [UInt8], of accountID: String, secret: String, delay: Duration = .zero) {
        self.body = body
        self.delay = delay
        phoneNumberID = accountID
        let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(secret.utf8)))
        signature = "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// As Meta writes it: everything beyond ASCII, and the slash, as an escape.
    static func escaped(_ text: String) -> [UInt8] {
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

/// Which statuses follow a send by themselves.
package struct StatusPlan: Sendable {
    package struct Step: Sendable {
        package var status: String
        package var after: Duration
        /// How many times it is posted.
        package var copies: Int

        package init(_ status: String, after: Duration = .zero, copies: Int = 1) {
            self.status = status
            self.after = after
            self.copies = copies
        }
    }

    package var steps: [Step]

    package init(_ steps: [Step]) {
        self.steps = steps
    }

    package static let none = StatusPlan([])
    package static let delivered = StatusPlan([.init("sent"), .init("delivered", after: .milliseconds(300))])
    package static let read = StatusPlan([
        .init("sent"), .init("delivered", after: .milliseconds(300)), .init("read", after: .milliseconds(1_200)),
    ])
}

extension MetaGraphSimulator {
    func schedule(_ plan: StatusPlan, for sent: GraphState.Sent) {
        for step in plan.steps {
            for _ in 0..<step.copies { postStatus(step.status, for: sent.id, after: step.after) }
        }
    }

    /// Reports what became of a message, whether that is plausible or not.
    package func postStatus(
        _ status: String, for id: String, after delay: Duration = .zero, error: (code: Int, title: String)? = nil
    ) {
        guard let (webhook, _) = statusWebhook(status, for: id, delay, error) else { return }
        post(webhook)
    }

    /// The same, at once; gives the status the server answered with (0 when there is no such message or no webhook address).
    package func postStatusNow(_ status: String, for id: String, error: (code: Int, title: String)? = nil) async throws
        -> Int
    {
        guard let (webhook, _) = statusWebhook(status, for: id, .zero, error) else { return 0 }
        return try await deliver(webhook)
    }

    private func statusWebhook(
        _ status: String, for id: String, _ delay: Duration, _ error: (code: Int, title: String)?
    ) -> (GraphWebhook, GraphState.Sent)? {
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
            return (GraphWebhook(account, value: [("statuses", [element])], delay: delay), sent)
        }
    }
}
