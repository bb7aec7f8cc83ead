import Domain
import Foundation

/// Everything the pretend Resend knows.
package struct ResendState: Sendable {
    /// One request as it was made, and what was answered.
    package struct Call: Sendable {
        package let method: String
        package let path: String
        package let body: JSON
        package internal(set) var status: Int?
        package internal(set) var emailID: String?
    }

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

    package struct Posted: Sendable {
        package let type: String
        package let body: [UInt8]
        package let headers: [(name: String, value: String)]
        package let status: Int
    }

    /// Something that goes wrong on purpose.
    package enum Fault: Sendable {
        case error(status: Int, name: String, retryAfter: Int? = nil)
        /// Does it, and closes the connection instead of answering.
        case acceptThenDrop
        case drop
    }

    package internal(set) var port: Int?
    package var apiKey = "re_simulated"
    package var isSendingOnly = false
    package var domains: Set<String> = ["loja.com.br"]
    package var webhookURL: String?
    package var webhookSecret = "whsec_c2VjcmV0YXJpYS1zaW11bGF0ZWQta2V5"
    /// Events that follow a send by themselves.
    package var plan = ["email.sent", "email.delivered"]
    /// Answers 404 this many times for a received mail: its webhook was quicker.
    package var missesBeforeContent = 0
    package internal(set) var faults: [Fault] = []
    package internal(set) var calls = Ring<Call>(capacity: 2_000)
    package internal(set) var sent = Ring<Sent>(capacity: 20_000)
    package internal(set) var received = Ring<Received>(capacity: 20_000)
    package internal(set) var posted = Ring<Posted>(capacity: 2_000)
    /// Answers by idempotency key: the body it came with and the id it got.
    var keys: [String: (body: [UInt8], id: String)] = [:]

    package init() {}
}
