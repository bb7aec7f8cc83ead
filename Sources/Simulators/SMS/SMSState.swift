import Domain
import Foundation

/// A text message, either way.
package struct SMSMessage: Sendable {
    package let id: String
    package let isFromShop: Bool
    /// `+55…`
    package let customer: String
    /// The shop's number or name.
    package let sender: String
    package let text: String
    package let at: Date
    /// Our own reference, where it was given along.
    package var reference: String?
    package internal(set) var statuses: [String] = []

    /// Digits that tell one customer from another.
    var key: String { PhoneNumber(customer)?.matchKey ?? customer }
}

extension Sequence<SMSMessage> {
    /// A conversation as the customer sees it, oldest first.
    func transcript(with customer: String) -> [SimulatedBubble] {
        let key = PhoneNumber(customer)?.matchKey ?? customer
        return filter { $0.key == key }.sorted { $0.at < $1.at }.map { message in
            SimulatedBubble(
                id: message.id, isFromShop: message.isFromShop, type: "text", text: message.text, at: message.at,
                status: message.statuses.last ?? (message.isFromShop ? "accepted" : "sent"))
        }
    }
}

/// Everything the pretend Twilio knows.
package struct TwilioState: SimulatorState {
    package var log = SimulatorLog()
    package var accountSID = ""
    package var authToken = ""
    package var isActive = true
    /// Numbers and services that may send.
    package var senders: Set<String> = []
    /// Customers who answered STOP.
    package internal(set) var stopped: Set<String> = []
    package internal(set) var messages = Ring<SMSMessage>(capacity: 20_000)
    /// Where statuses go when a send names no address, as the service's own setting says.
    package var statusCallback: String?
    /// Where each message's statuses go.
    var callbacks: [String: String] = [:]
}

/// Everything the pretend Zenvia knows.
package struct ZenviaState: SimulatorState {
    package struct Subscription: Sendable {
        package let id: String
        package let eventType: String
        package let url: String
        package let headers: [(name: String, value: String)]

        package init(id: String, eventType: String, url: String, headers: [(name: String, value: String)] = []) {
            (self.id, self.eventType, self.url, self.headers) = (id, eventType, url, headers)
        }
    }

    package var log = SimulatorLog()
    package var token = ""
    package var senders: Set<String> = []
    package var subscriptions: [Subscription] = []
    package internal(set) var messages = Ring<SMSMessage>(capacity: 20_000)
}
