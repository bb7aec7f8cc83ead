import Domain
import Foundation

extension ZenviaSimulator {
    /// Writes as a customer, to the subscriptions of messages; returns when the server has answered.
    @discardableResult
    package func receive(_ text: String, from customer: String, name: String, on sender: String) async throws
        -> SimulatedDelivery
    {
        let digits = PhoneNumber(customer)?.digits ?? customer
        let message = SMSMessage(
            id: UUID().uuidString.lowercased(), isFromShop: false, customer: "+" + digits, sender: sender, text: text,
            at: Date())
        change { $0.messages.append(message) }
        let content: JSON = [
            "id": JSON(message.id), "from": JSON(digits), "to": JSON(sender), "direction": "IN", "channel": "sms",
            "visitor": ["name": JSON(name)], "contents": [["type": "text", "text": JSON(text)]],
            "timestamp": JSON(Date().formatted(.iso8601)),
        ]
        var status = 0
        for webhook in webhooks("MESSAGE", [("direction", "IN"), ("message", content)]) {
            status = try await core.deliver(webhook)
        }
        return SimulatedDelivery(id: message.id, status: status)
    }

    /// Reports what became of a message: `sent`, `delivered`, `read`, `failed` or one of Zenvia's words.
    package func postStatus(
        _ status: String, for id: String, after delay: Duration = .zero, cause: (code: String, reason: String)? = nil
    ) {
        core.postAll(after: delay) { [self] in statusWebhooks(status, id, cause) }
    }

    /// The same, at once; gives the status the server answered with (0 when nobody subscribed).
    package func postStatusNow(_ status: String, for id: String, cause: (code: String, reason: String)? = nil)
        async throws
        -> Int
    {
        var answer = 0
        for webhook in statusWebhooks(status, id, cause) { answer = try await core.deliver(webhook) }
        return answer
    }

    private func statusWebhooks(
        _ status: String, _ id: String, _ cause: (code: String, reason: String)?
    ) -> [SimulatedWebhook] {
        let message = change { state in
            state.messages.update(where: { $0.id == id }) { $0.statuses.append(status) }
            return state.messages.last { $0.id == id }
        }
        guard let message else { return [] }
        let word = status == "failed" ? "NOT_DELIVERED" : status.uppercased()
        let causes: JSON? = cause.map { [["channelErrorCode": JSON($0.code), "reason": JSON($0.reason)]] }
        return webhooks(
            "MESSAGE_STATUS",
            [
                ("messageId", JSON(id)), ("contentIndex", 0),
                (
                    "message",
                    .object([
                        ("id", JSON(id)), ("externalId", message.reference.map { JSON($0) }),
                        ("from", JSON(message.sender)),
                        ("to", JSON(String(message.customer.dropFirst()))), ("direction", "OUT"), ("channel", "sms"),
                    ])
                ),
                (
                    "messageStatus",
                    .object([
                        ("timestamp", JSON(Date().formatted(.iso8601))), ("code", JSON(word)),
                        ("description", JSON(word)),
                        ("causes", causes),
                    ])
                ),
            ])
    }

    private func webhooks(_ type: String, _ members: [(String, JSON?)]) -> [SimulatedWebhook] {
        read { $0.subscriptions.filter { $0.eventType == type } }.map { subscription in
            let body = JSON.object(
                [
                    ("id", JSON(UUID().uuidString.lowercased())), ("timestamp", JSON(Date().formatted(.iso8601))),
                    ("type", JSON(type)), ("subscriptionId", JSON(subscription.id)), ("channel", "sms"),
                ] + members)
            return SimulatedWebhook(body: body.serialize(), url: subscription.url) { _ in
                [("Content-Type", "application/json")] + subscription.headers
            }
        }
    }

    package func transcript(with customer: String) -> [SimulatedBubble] {
        read { Array($0.messages) }.transcript(with: customer)
    }
}
