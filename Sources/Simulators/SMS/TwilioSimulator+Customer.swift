import Crypto
import Domain
import Foundation

extension TwilioSimulator {
    /// Writes as a customer, through the real webhook, signed; returns when the server has answered.
    @discardableResult
    package func receive(
        _ text: String, from customer: String, on sender: String, media: [(url: String, mimeType: String)] = []
    ) async throws -> SimulatedDelivery {
        let phone = PhoneNumber(customer)?.e164 ?? customer
        let message = SMSMessage(
            id: "SM" + Self.hex(16), isFromShop: false, customer: phone, sender: sender, text: text, at: Date())
        let key = PhoneNumber(phone)?.matchKey ?? phone
        let choice = ["STOP": "STOP", "START": "START", "HELP": "HELP"][text.uppercased()]
        let account = change { state in
            state.messages.append(message)
            if choice == "STOP" { state.stopped.insert(key) }
            if choice == "START" { state.stopped.remove(key) }
            return state.accountSID
        }
        var fields: [(name: String, value: String)] = [
            ("ToCountry", "BR"), ("SmsMessageSid", message.id), ("NumMedia", "\(media.count)"), ("SmsSid", message.id),
            ("SmsStatus", "received"), ("FromCountry", "BR"), ("Body", text), ("To", sender), ("NumSegments", "1"),
            ("MessageSid", message.id), ("AccountSid", account), ("From", phone), ("ApiVersion", "2010-04-01"),
        ]
        if let choice { fields.append(("OptOutType", choice)) }
        for (index, file) in media.enumerated() {
            fields += [("MediaUrl\(index)", file.url), ("MediaContentType\(index)", file.mimeType)]
        }
        return SimulatedDelivery(id: message.id, status: try await core.deliver(webhook(fields, url: nil)))
    }

    /// Reports what became of a message, in Twilio's words.
    package func postStatus(_ status: String, for id: String, after delay: Duration = .zero, errorCode: Int? = nil) {
        core.post(after: delay) { [self] in statusWebhook(status, for: id, errorCode) }
    }

    /// The same, at once; gives the status the server answered with (0 when the send named no address for statuses).
    package func postStatusNow(_ status: String, for id: String, errorCode: Int? = nil) async throws -> Int {
        guard let webhook = statusWebhook(status, for: id, errorCode) else { return 0 }
        return try await core.deliver(webhook)
    }

    private func statusWebhook(_ status: String, for id: String, _ errorCode: Int?) -> SimulatedWebhook? {
        change { state in
            guard let url = state.callbacks[id], let message = state.messages.last(where: { $0.id == id }) else {
                return nil
            }
            state.messages.update(where: { $0.id == id }) { $0.statuses.append(status) }
            var fields: [(name: String, value: String)] = [
                ("SmsSid", id), ("SmsStatus", status), ("MessageStatus", status), ("To", message.customer),
                ("MessageSid", id),
                ("AccountSid", state.accountSID), ("From", message.sender), ("ApiVersion", "2010-04-01"),
            ]
            if let errorCode { fields.append(("ErrorCode", "\(errorCode)")) }
            return webhook(fields, url: url, token: state.authToken)
        }
    }

    private func webhook(_ fields: [(name: String, value: String)], url: String?) -> SimulatedWebhook {
        webhook(fields, url: url, token: read { $0.authToken })
    }

    private func webhook(
        _ fields: [(name: String, value: String)], url: String?, token: String
    ) -> SimulatedWebhook {
        SimulatedWebhook(body: SimulatedForm.encoded(fields), url: url) { url in
            let signed =
                url
                + fields.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
                .map { $0.name + $0.value }.joined()
            let code = HMAC<Insecure.SHA1>.authenticationCode(
                for: Array(signed.utf8), using: SymmetricKey(data: Array(token.utf8)))
            return [
                ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"), ("User-Agent", "TwilioProxy/1.1"),
                ("X-Twilio-Signature", Data(code).base64EncodedString()),
            ]
        }
    }

    package func transcript(with customer: String) -> [SimulatedBubble] {
        read { Array($0.messages) }.transcript(with: customer)
    }
}
