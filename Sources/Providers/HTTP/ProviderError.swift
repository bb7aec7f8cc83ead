/// What a provider, or the way to it, said against a call. Safe to log and to store: codes and texts, no content, no secrets.
package struct ProviderFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The provider's own code, or one of ours for what happened on the way (`connection_failed`, `timeout`, …).
    package var code: String
    package var title: String
    /// The provider's longer text, redacted.
    package var detail: String?
    /// What the provider's support asks for.
    package var trace: String?

    package init(code: String, title: String, detail: String? = nil, trace: String? = nil) {
        self.code = code
        self.title = title
        self.detail = detail
        self.trace = trace
    }

    package var description: String { "\(title) (\(code))" }
}

/// Outcome of a call that did not succeed, named by what may be done next.
package enum ProviderError: Error, Sendable, Equatable {
    /// Refused, and would be refused again.
    case rejected(ProviderFault)
    /// Too fast. `scope` says what must slow down.
    case rateLimited(ProviderFault, retryAfter: Duration?, scope: RateScope)
    /// Nothing was done; a later attempt may succeed.
    case unavailable(ProviderFault, retryAfter: Duration?)
    /// Bytes may have left and no answer came: it may or may not have been done.
    case ambiguous(ProviderFault)
    /// The account's token or permissions are not good (any more).
    case unauthorized(ProviderFault)
    /// The address may not be called at all.
    case blocked(ProviderFault)

    package enum RateScope: Sendable, Equatable {
        /// The sending number or account.
        case account
        /// This sender to this recipient.
        case recipient
    }

    package enum Disposition: Sendable, Equatable {
        case retry(after: Duration?)
        case permanent
        case unknown
        case reauth
    }

    package var disposition: Disposition {
        switch self {
        case .rejected, .blocked: .permanent
        case .rateLimited(_, let after, _), .unavailable(_, let after): .retry(after: after)
        case .ambiguous: .unknown
        case .unauthorized: .reauth
        }
    }

    package var fault: ProviderFault {
        switch self {
        case .rejected(let fault), .ambiguous(let fault), .unauthorized(let fault), .blocked(let fault): fault
        case .rateLimited(let fault, _, _), .unavailable(let fault, _): fault
        }
    }

    /// The provider (or the way to it) is not there: what a circuit breaker counts.
    package var countsAgainstProvider: Bool {
        switch self {
        case .unavailable, .ambiguous: true
        case .rejected, .rateLimited, .unauthorized, .blocked: false
        }
    }
}
