import Domain
import Foundation

/// Everything the pretend Resend knows.
package struct ResendState: SimulatorState {
    /// A mail the shop sent, accepted by us.
    package struct Sent: Sendable {
        package let id: String
        package let messageID: String
        package let body: JSON
        package let at: Date
        package internal(set) var events: [String] = []

        package var to: [String] { body["to"].map { $0.string.map { [$0] } ?? $0.elements.compactMap(\.string) } ?? [] }
        package var subject: String { body["subject"]?.string ?? "" }
        package var text: String { body["text"]?.string ?? body["html"]?.string.map(HTMLText.text) ?? "" }
        package func header(_ name: String) -> String? { body["headers"]?[name]?.string }
    }

    package struct File: Sendable {
        package var name: String
        package var type: String
        package var data: [UInt8]

        package init(name: String, type: String, data: [UInt8]) {
            self.name = name
            self.type = type
            self.data = data
        }
    }

    /// A mail a pretend customer wrote.
    package struct Received: Sendable {
        package let id: String
        package let messageID: String
        package let from: String
        package let to: String
        package let subject: String
        package let text: String
        package let html: String?
        package let headers: [(name: String, value: String)]
        package let files: [File]
        package let at: Date
    }

    /// Something that goes wrong on purpose.
    package enum Fault: Sendable {
        case error(status: Int, name: String, retryAfter: Int? = nil)
        /// Does it, and closes the connection instead of answering.
        case acceptThenDrop
        case drop
    }

    package var log = SimulatorLog()
    package var apiKey = "re_simulated"
    package var isSendingOnly = false
    package var domains: Set<String> = ["loja.com.br"]
    /// Addresses of shops, in small letters.
    package var mailboxes: Set<String> = []
    package var webhookSecret = "whsec_c2VjcmV0YXJpYS1zaW11bGF0ZWQta2V5"
    /// Answers 404 this many times for a received mail: its webhook was quicker.
    package var missesBeforeContent = 0
    package internal(set) var sent = Ring<Sent>(capacity: 20_000)
    package internal(set) var received = Ring<Received>(capacity: 20_000)
    /// Answers by idempotency key: the body it came with and the id it got.
    var keys: [String: (body: [UInt8], id: String)] = [:]

    package init() {}
}

extension ResendState {
    /// Puts a mail in place as if the shop had sent it.
    package mutating func send(from: String, to: String, _ subject: String, _ text: String) {
        sent.append(
            Sent(
                id: UUID().uuidString.lowercased(), messageID: "\(UUID().uuidString.lowercased())@mail.example.com",
                body: [
                    "from": JSON(from), "to": [JSON(to)], "subject": JSON(subject), "text": JSON(text),
                ], at: Date()))
    }

    package var webhookURL: String? {
        get { log.webhookURL }
        set { log.webhookURL = newValue }
    }
    package var calls: Ring<SimulatorLog.Call> { log.calls }
    /// Events that follow a send by themselves, in Resend's words.
    package var plan: [String] {
        get { log.plan.steps.map { Self.event($0.status) } }
        set { log.plan = StatusPlan(newValue.map { .init($0) }) }
    }

    /// Resend's word for what every provider reports.
    static func event(_ status: String) -> String {
        switch status {
        case "sent", "delivered": "email.\(status)"
        case "read": "email.opened"
        case "failed": "email.bounced"
        default: status
        }
    }
}
