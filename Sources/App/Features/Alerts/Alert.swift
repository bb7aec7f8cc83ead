import Foundation
import Postgres
import Providers

/// What somebody has to know.
package struct Alert: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// A conversation needs a person.
        case waiting
        /// An answer of the assistant waits for a person.
        case draft
        /// A conversation was given to one person.
        case assigned
        /// A channel that worked has stopped.
        case channel
        /// A person wants to see whether it works.
        case test
    }

    package let kind: Kind
    /// The conversation, the account, or for a test the subscription.
    package let subject: UUID

    package init(_ kind: Kind, _ subject: UUID) {
        self.kind = kind
        self.subject = subject
    }

    var path: String {
        switch kind {
        case .waiting, .draft, .assigned: "/support/\(subject.lowercase)"
        case .channel: "/settings/channels/\(subject.lowercase)"
        case .test: "/settings/notifications"
        }
    }

    /// After so long it is news no more.
    var timeToLive: Duration {
        switch kind {
        case .waiting, .draft, .assigned: .seconds(3_600)
        case .channel: .seconds(86_400)
        case .test: .seconds(60)
        }
    }

    /// One notification a subject: 22 characters of base64url.
    var topic: String { Base64URL.encode(withUnsafeBytes(of: subject.uuid) { Array($0) }) }
}

/// Finds out whom an alert concerns.
package struct TellPeople: Job {
    package static let name = "alerts.tell"
    package static let queue = JobQueue.outbox
    let kind: Alert.Kind
    let subject: UUID
}

/// Carries an alert to one browser.
package struct PushAlert: Job {
    package static let name = "alerts.push"
    package static let queue = JobQueue.outbox
    let alert: Alert
    let subscription: UUID
}
