import Domain
import Foundation
import Privacy
import Providers

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
    /// Past the time in which anybody may answer: marked as a person's answer, where the channel wants that said.
    package var asPerson = false
    package var file: OutgoingFile?
    /// Times a person has decided to send it again.
    package var repeats = 0
    /// Its provider takes the file in a call of its own, before the message.
    var uploadsFirst = false
    /// To be called when all that harms nobody if it happens twice has happened, right before the first call that may reach the
    /// customer. False: another attempt has the message, and this one must not send it.
    var leave: @Sendable () async -> Bool = { true }
}

/// How a call to a provider ended.
package enum SendOutcome: Sendable, Equatable {
    /// The provider took it and calls it so; `parts` are its names of all that it took.
    case accepted(externalID: String, parts: [String] = [])
    /// Certainly not sent, because the provider is not there; another attempt may succeed.
    case notSent(SendFailure, retryAfter: Duration?)
    /// Certainly not sent, because it was too fast: the account, or this recipient, has to wait.
    case limited(SendFailure, retryAfter: Duration?, scope: ProviderError.RateScope)
    /// Not even tried: something of ours is missing for the moment.
    case notTried(SendFailure)
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
    /// In the provider's words, personal data masked: some quote the message they refuse.
    package let title: String

    package init(code: String, title: String) {
        self.code = code
        self.title = Mask.text(title)
    }
}

/// A way out: one a provider. Must not throw: whatever happens is one of the outcomes.
package typealias MessageSender = @Sendable (OutboundEnvelope) async -> SendOutcome

extension SendOutcome {
    init(_ error: ProviderError) {
        let failure = SendFailure(code: error.fault.code, title: error.fault.title)
        switch error {
        case .rateLimited(_, let after, let scope): self = .limited(failure, retryAfter: after, scope: scope)
        case .unavailable(_, let after): self = .notSent(failure, retryAfter: after)
        case .rejected, .blocked: self = .refused(failure)
        case .ambiguous: self = .unknown(failure)
        case .unauthorized: self = .unauthorized(failure)
        }
    }

    var name: String {
        switch self {
        case .accepted: "accepted"
        case .notSent: "not_sent"
        case .limited: "limited"
        case .notTried: "not_tried"
        case .refused: "refused"
        case .unauthorized: "unauthorized"
        case .unknown: "unknown"
        }
    }

    var failure: SendFailure? {
        switch self {
        case .accepted: nil
        case .notSent(let failure, _), .limited(let failure, _, _), .notTried(let failure), .refused(let failure),
            .unauthorized(let failure), .unknown(let failure):
            failure
        }
    }
}
