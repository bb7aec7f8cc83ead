import Domain
import Foundation

/// Text messages through Zenvia.
///
/// In: webhooks carry no signature, but a header with a secret that we give when we subscribe
/// (``verifySecret(header:secret:)``); ``parse(_:receivedAt:)`` says what they mean. Out: ``Client``.
package enum Zenvia {
    package static let defaultBaseURL = "https://api.zenvia.com"
    /// The header our subscriptions ask for.
    package static let secretHeader = "X-Secret"

    /// Whether a webhook knows the account's secret. Constant time.
    package static func verifySecret(header: String?, secret: String) -> Bool {
        Wire.isSame(header ?? "", as: secret)
    }
}
