/// Why a message did not arrive, in the few ways that mean something to the shop. Each has a sentence in every language.
package enum DeliveryFailure: String, Sendable, CaseIterable {
    /// More than 24 hours since the customer last wrote: only an approved template may be sent.
    case windowClosed = "window_closed"
    /// More than 24 hours since the customer last wrote: a person may still answer, a machine may not.
    case peopleOnly = "people_only"
    /// Longer ago than the channel lets anybody answer.
    case responseTimeOver = "response_time_over"
    /// The number has no WhatsApp, or its app cannot take the message.
    case notReachable = "not_reachable"
    /// The mailbox does not exist or refuses mail.
    case mailboxDead = "mailbox_dead"
    /// The address bounced before, or its owner complained: the shop does not write there.
    case suppressed
    case optedOut = "opted_out"
    case blockedByShop = "blocked_by_shop"
    /// The provider holds marketing messages to this person back.
    case heldBack = "held_back"
    case tooFast = "too_fast"
    case tooLong = "too_long"
    case badContent = "bad_content"
    case badMedia = "bad_media"
    case badTemplate = "bad_template"
    case againstPolicy = "against_policy"
    /// The shop's account with the provider needs its owner: token, permission, payment, registration.
    case accountProblem = "account_problem"
    case providerDown = "provider_down"
    /// Nobody knows whether it was sent.
    case outcomeUnknown = "outcome_unknown"
    /// There is no address to send to.
    case noAddress = "no_address"
    case other
}
