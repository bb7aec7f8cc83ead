import Domain

/// WhatsApp through Meta's Cloud API.
///
/// In: ``verifySignature(header:body:secret:)`` on the raw bytes, ``addresses(in:)`` to find the accounts, ``part(of:for:)`` to cut a
/// body that speaks of several, ``parse(_:receivedAt:)`` for what it says. Out: ``Client``.
///
/// Nothing here trusts the shape of a body: every entry, change and item is visited, and one that cannot be read becomes a
/// failure with its path and reason while its neighbours go on. Fields we do not know stay in the payload.
package enum MetaWhatsApp {
    /// Graph version put behind a base URL that names none.
    static let version = "v25.0"
    package static let defaultBaseURL = "https://graph.facebook.com"

    /// Bytes of one text that are kept.
    static let textLimit = 65_536
    /// Messages, statuses and notices of one body that are read; a real one has far fewer.
    static let itemLimit = 20_000
}

/// What one webhook body says.
package struct MetaWebhook: Sendable {
    package struct Item: Sendable {
        /// Where it stands: `entry[0].changes[1].value.messages[2]`.
        package let path: String
        /// The account it is for: phone number id, else the business account's id; empty when the body names neither.
        package let address: String
        package let item: InboundItem
    }

    package struct Failure: Sendable, Equatable {
        package let path: String
        /// A stable word: `missing_id`, `not_json`, …
        package let reason: String
    }

    package internal(set) var items: [Item] = []
    package internal(set) var failures: [Failure] = []
}
