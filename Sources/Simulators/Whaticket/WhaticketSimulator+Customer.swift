import Crypto
import Domain
import Foundation

extension WhaticketSimulator {
    /// Which of the shapes a webhook has.
    package enum Shape: Sendable {
        /// `{"number", "message", "key"}`, as the contract's own senders post.
        case contract
        /// The same without any id or time.
        case bare
        /// A raw Baileys message.
        case baileys
        /// `{"event": "messages.upsert", "data": {"messages": […]}}`.
        case event
    }

    /// Writes as a customer, through the real webhook, signed; returns when the server has answered.
    @discardableResult
    package func receive(
        _ message: WhaticketCustomerMessage, from number: String, name: String, as shape: Shape = .baileys,
        replyingTo quoted: String? = nil, fromMe: Bool = false, at time: Date = Date()
    ) async throws -> SimulatedDelivery {
        let id = "3A" + UUID().uuidString.prefix(16).replacing("-", with: "")
        let content = message.content(quoting: quoted)
        let isAddress = number.contains("@")
        let key: JSON = [
            "remoteJid": JSON(isAddress ? number : number + "@s.whatsapp.net"), "fromMe": JSON(fromMe), "id": JSON(id),
        ]
        let seconds = JSON(Int(time.timeIntervalSince1970))
        let raw: JSON = ["key": key, "messageTimestamp": seconds, "pushName": JSON(name), "message": content]
        let body: JSON =
            switch shape {
            case .contract:
                [
                    "number": JSON(number), "message": content, "key": key, "contact": ["name": JSON(name)],
                    "timestamp": seconds,
                ]
            case .bare: ["number": JSON(number), "message": content]
            case .baileys: raw
            case .event: ["event": "messages.upsert", "data": ["type": "notify", "messages": [raw]]]
            }
        if !fromMe {
            change {
                $0.received.append(.init(id: id, number: number, text: message.words, type: message.type, at: time))
            }
        }
        return SimulatedDelivery(id: id, status: try await core.deliver(webhook(body.serialize())))
    }

    /// Posts any body, signed as the contract wants it.
    package func post(_ body: [UInt8], signedAt: Date = Date()) async throws -> Int {
        try await core.deliver(webhook(body, signedAt: signedAt))
    }

    private func webhook(_ body: [UInt8], signedAt: Date = Date()) -> SimulatedWebhook {
        let (secret, token, domain) = read { ($0.webhookSecret, $0.webhookToken, $0.companyDomain) }
        return SimulatedWebhook(body: body) { _ in
            let seconds = "\(Int(signedAt.timeIntervalSince1970))"
            let code = HMAC<SHA256>.authenticationCode(
                for: Array("\(seconds).".utf8) + body, using: SymmetricKey(data: Array(secret.utf8)))
            var headers: [(name: String, value: String)] = [
                ("Content-Type", "application/json"), ("X-Timestamp", seconds),
                ("X-Signature", code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()),
            ]
            if !token.isEmpty { headers.append(("X-Webhook-Token", token)) }
            if !domain.isEmpty { headers.append(("X-Company-Domain", domain)) }
            return headers
        }
    }

    /// A conversation as the customer sees it, oldest first. These servers report no deliveries: what was sent stays sent.
    package func transcript(with number: String) -> [SimulatedBubble] {
        func key(_ address: String) -> String { PhoneNumber(address)?.matchKey ?? address }
        return read { state in
            let ours = state.sent.filter { key($0.number) == key(number) }.map { message in
                SimulatedBubble(
                    id: message.id, isFromShop: true,
                    type: message.files.isEmpty ? message.mediaType ?? "text" : "document",
                    text: message.body.isEmpty ? message.files.first?.name ?? "" : message.body, at: message.at,
                    status: "sent")
            }
            let theirs = state.received.filter { key($0.number) == key(number) }.map { message in
                SimulatedBubble(
                    id: message.id, isFromShop: false, type: message.type, text: message.text, at: message.at,
                    status: "sent")
            }
            return (ours + theirs).sorted { $0.at < $1.at }
        }
    }
}
