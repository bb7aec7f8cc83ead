import Domain
import Foundation

/// What every pretend provider remembers beside its own state.
package struct SimulatorLog: Sendable {
    /// One request as it was made, and what was answered.
    package struct Call: Sendable {
        package let at: Date
        package let operation: SimulatedOperation
        /// Whose call it was, where a provider has several accounts.
        package let account: String
        package let method: String
        package let path: String
        /// JSON, or the fields of a form.
        package internal(set) var body: JSON
        /// Bytes, names and types of files that came along.
        package internal(set) var files: [SimulatedFile] = []
        /// HTTP status of the answer; nil when the connection was dropped instead.
        package internal(set) var status: Int?
    }

    /// One webhook that was posted, and what our server said.
    package struct Posted: Sendable {
        package let at: Date
        package let account: String
        /// Empty when there was nowhere to post it.
        package let url: String
        package let headers: [(name: String, value: String)]
        package let body: [UInt8]
        package let status: Int
    }

    package internal(set) var port: Int?
    /// Where webhooks go; none go while nil.
    package var webhookURL: String?
    /// Which statuses follow a send, by themselves.
    package var plan = StatusPlan.delivered
    /// The same for an account's next send alone.
    package var nextPlan: [String: StatusPlan] = [:]
    /// Files of pretend customers, at addresses of the pretend provider's own.
    package internal(set) var files: [String: SimulatedFile] = [:]
    package internal(set) var calls = Ring<Call>(capacity: 2_000)
    package internal(set) var posted = Ring<Posted>(capacity: 2_000)
    package internal(set) var faults: [SimulatedFault] = []

    /// Nothing more goes wrong with an account.
    package mutating func disarm(_ account: String) {
        nextPlan.removeValue(forKey: account)
        faults.removeAll { $0.account == account }
    }

    /// What follows the send that is being accepted now.
    mutating func takePlan(_ account: String = "") -> StatusPlan { nextPlan.removeValue(forKey: account) ?? plan }

    mutating func takeFault(_ operation: SimulatedOperation, _ account: String) -> SimulatedFault.Kind? {
        let index = faults.firstIndex { fault in
            (fault.operation ?? operation) == operation && (fault.account ?? account) == account
        }
        guard let index else { return nil }
        let kind = faults[index].kind
        faults[index].remaining -= 1
        if faults[index].remaining <= 0 { faults.remove(at: index) }
        return kind
    }
}

/// State of a pretend provider: its own, and the log.
package protocol SimulatorState: Sendable {
    var log: SimulatorLog { get set }
}

package struct SimulatedFile: Sendable, Equatable {
    package let name: String
    package let mimeType: String
    package let bytes: [UInt8]

    package init(name: String, mimeType: String, bytes: [UInt8]) {
        self.name = name
        self.mimeType = mimeType
        self.bytes = bytes
    }
}

/// Something that goes wrong on purpose, for the next calls of one operation.
package struct SimulatedFault: Sendable {
    package enum Kind: Sendable {
        /// Refuses with the provider's own kind of body; nothing is done.
        case error(status: Int, body: JSON, retryAfter: Int? = nil)
        /// Answers with this status and a proxy's page; nothing is done.
        case page(status: Int)
        /// Does it, and closes the connection instead of answering.
        case acceptThenDrop
        /// Closes the connection without doing it.
        case drop
        /// Does it, and answers after this long.
        case slow(Duration)
        /// Does it, and answers once this returns.
        case hold(@Sendable () async -> Void)
        /// Does it, and answers with something that is not JSON.
        case garbled
    }

    package internal(set) var operation: SimulatedOperation?
    package internal(set) var kind: Kind
    package internal(set) var account: String?
    /// What whoever armed it calls it.
    package internal(set) var name: String?
    package internal(set) var remaining: Int
}

/// What is asked of a provider, in its own word or in ours.
package struct SimulatedOperation: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
}

/// A refusal in the provider's own words.
struct SimulatedRefusal: Error {
    var status: Int
    var body: JSON
    var retryAfter: Int?
}

/// An error of one provider's own shape.
protocol SimulatedRefusing: Error {
    var refusal: SimulatedRefusal { get }
}

extension SimulatedRefusal: SimulatedRefusing {
    var refusal: SimulatedRefusal { self }
}

/// One bubble on a customer's phone.
package struct SimulatedBubble: Sendable {
    package let id: String
    package let isFromShop: Bool
    package let type: String
    package let text: String
    /// The message it answers.
    package var quoted: String?
    /// Of a mail.
    package var subject: String?
    /// What the customer can tap.
    package var choices: [(id: String, title: String)] = []
    package let at: Date
    /// For the shop's: the last status reported. For the customer's: `read` once the shop has marked it, else `sent`.
    package let status: String
    package var reactions: [String] = []
}
