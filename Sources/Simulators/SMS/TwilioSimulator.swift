import Crypto
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// A pretend Twilio on a loopback port, and the telephones on the other side of it. It takes forms, not JSON; refuses with
/// Twilio's codes; and signs what it posts over the address and the fields.
package final class TwilioSimulator: SimulatorFront {
    package let core: SimulatorCore<TwilioState>

    /// - Parameter port: 0 for any free one; see ``baseURL``.
    package init(port: Int = 0, logger: Logger = Logger(label: "twilio-simulator")) {
        core = SimulatorCore(TwilioState(), name: "twilio", port: port, logger: logger)
    }

    package func addRoutes(to router: Router<SimulatorContext>) {
        router.post("2010-04-01/Accounts/:sid/Messages.json") { request, context in
            try await self.core.handle("send", request, context, self.send)
        }
        router.get("2010-04-01/Accounts/:sid") { request, context in
            try await self.core.handle("account", request, context, self.account)
        }
    }

    private func account(_ call: SimulatedCall) throws -> Response {
        let sid = try authenticate(call, call.parameters["sid"]?.replacing(".json", with: ""))
        let isActive = read { $0.isActive }
        return .json([
            "sid": JSON(sid), "friendly_name": "Loja", "status": isActive ? "active" : "suspended", "type": "Full",
        ])
    }

    private func send(_ call: SimulatedCall) throws -> Response {
        let sid = try authenticate(call, call.parameters["sid"])
        guard call.contentType.hasPrefix("application/x-www-form-urlencoded") else {
            throw Self.refusal(400, 21_604, "A 'To' phone number is required.")
        }
        let fields = call.body
        let sender = fields["From"]?.string ?? fields["MessagingServiceSid"]?.string
        let message = try change { state in
            guard let to = fields["To"]?.string, to.hasPrefix("+"), let phone = PhoneNumber(to) else {
                throw Self.refusal(400, 21_211, "Invalid 'To' Phone Number: \(fields["To"]?.string ?? "")")
            }
            guard let sender, state.senders.contains(sender) else {
                throw Self.refusal(
                    400, 21_606, "The 'From' phone number provided is not a valid message-capable phone number")
            }
            guard let text = fields["Body"]?.string, !text.isEmpty else {
                throw Self.refusal(400, 21_602, "Message body is required.")
            }
            guard text.utf16.count <= 1_600 else {
                throw Self.refusal(400, 21_617, "The concatenated message body exceeds the 1600 character limit.")
            }
            guard !state.stopped.contains(phone.matchKey) else {
                throw Self.refusal(400, 21_610, "Attempt to send to unsubscribed recipient")
            }
            let message = SMSMessage(
                id: "SM" + Self.hex(16), isFromShop: true, customer: phone.e164, sender: sender, text: text, at: Date())
            state.messages.append(message)
            state.callbacks[message.id] = fields["StatusCallback"]?.string ?? state.statusCallback
            return message
        }
        change { $0.log.takePlan() }.follow {
            postStatus($0, for: message.id, after: $1, errorCode: $0 == "failed" ? 30_008 : nil)
        }
        var response = Response.json(
            [
                "sid": JSON(message.id), "account_sid": JSON(sid), "status": "queued", "to": JSON(message.customer),
                "from": JSON(message.sender), "body": JSON(message.text), "num_segments": "1", "num_media": "0",
                "direction": "outbound-api", "error_code": .null, "error_message": .null, "price": .null,
                "api_version": "2010-04-01",
            ], status: .created)
        response.headers[.contentType] = "application/json"
        return response
    }

    private func authenticate(_ call: SimulatedCall, _ sid: String?) throws -> String {
        let expected = read { (sid: $0.accountSID, token: $0.authToken) }
        let header = "Basic " + Data("\(expected.sid):\(expected.token)".utf8).base64EncodedString()
        guard call.headers[.authorization] == header else { throw Self.refusal(401, 20_003, "Authenticate") }
        guard sid == expected.sid else {
            throw Self.refusal(404, 20_404, "The requested resource was not found")
        }
        return expected.sid
    }

    private static func refusal(_ status: Int, _ code: Int, _ message: String) -> SimulatedRefusal {
        SimulatedRefusal(
            status: status,
            body: [
                "code": JSON(code), "message": JSON(message),
                "more_info": JSON("https://www.twilio.com/docs/errors/\(code)"),
                "status": JSON(status),
            ])
    }

    static func hex(_ count: Int) -> String {
        (0..<count).map { _ in String(UInt8.random(in: 16...255), radix: 16) }.joined()
    }
}
