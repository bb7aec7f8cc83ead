import Domain
import Foundation

/// What a channel needs to send one message.
package struct OutboundEnvelope: Sendable {
    package var tenant: TenantID
    package var account: UUID
    package var provider: String
    /// Echoed by providers that can: names the row, never the person.
    package var outboxID: UUID
    /// The customer's address on this account, exactly as the provider gave it.
    package var recipient: IdentityClaim
    package var content: String
    package var contentType: String
    package var payload: String?
    package var replyToExternalID: String?
}

/// How a call to a provider ended.
package enum SendOutcome: Sendable, Equatable {
    /// The provider took it and calls it so.
    case accepted(externalID: String)
    /// Certainly not sent; another attempt may succeed.
    case notSent(SendFailure, retryAfter: Duration?)
    /// Certainly not sent, and never will be.
    case refused(SendFailure)
    /// The account's credentials no longer work: nothing of it can be sent until they are renewed.
    case unauthorized(SendFailure)
    /// The request may have arrived: nobody knows.
    case unknown(SendFailure)
}

/// Why, for the agent and for the log: a code and the provider's own title. Never content.
package struct SendFailure: Sendable, Equatable {
    package var code: String
    package var title: String

    package init(code: String, title: String) {
        self.code = code
        self.title = title
    }
}

/// A way out: one a provider. Must not throw: whatever happens is one of the outcomes.
package typealias MessageSender = @Sendable (OutboundEnvelope) async -> SendOutcome
