import Domain

/// WhatsApp through Meta's Cloud API.
///
/// In: ``verifySignature(header:body:secret:)`` on the raw bytes, ``addresses(in:)`` to find the accounts, ``part(of:for:)`` to cut a
/// body that speaks of several, ``parse(_:receivedAt:)`` for what it says. Out: ``Client``.
///
/// Nothing here trusts the shape of a body: every entry, change and item is visited, and one that cannot be read becomes a
/// failure with its path and reason while its neighbours go on. Fields we do not know stay in the payload.
package enum MetaWhatsApp {
    package static let defaultBaseURL = "https://graph.facebook.com"

    /// Bytes of one text that are kept.
    static let textLimit = 65_536
    /// Messages, statuses and notices of one body that are read; a real one has far fewer.
    static let itemLimit = 20_000
}
