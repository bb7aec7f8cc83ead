import Domain

/// Instagram Direct and Messenger: one envelope, one Send API, two sets of limits.
///
/// In: ``verifySignature(header:body:secrets:)`` on the raw bytes, ``channel(of:)`` to tell such a body from WhatsApp's,
/// ``addresses(in:)`` and ``part(of:for:)`` to find and cut, ``parse(_:receivedAt:channel:)`` for what it says. Out: ``Client``.
///
/// Meta gives a subscriber five seconds and takes the subscription away after an hour of failures, so nothing a body may
/// hold is an error of ours: an event that cannot be read becomes a failure with its path while its neighbours go on.
package enum MetaMessaging {
    package enum Channel: String, Sendable, CaseIterable {
        case instagram, messenger

        /// Longest text of one message, and what it is counted in.
        package var textLimit: (size: Int, measure: TextParts.Measure) {
            switch self {
            case .instagram: (1_000, .bytes)
            case .messenger: (2_000, .scalars)
            }
        }

        /// A person's address as this account knows them.
        func claim(_ id: String?) -> IdentityClaim? {
            switch self {
            case .instagram: IdentityClaim(instagram: id)
            case .messenger: IdentityClaim(messenger: id)
            }
        }
    }

    /// Whether one of the secrets signed exactly these bytes. An account connected through Instagram's own login is signed with the
    /// Instagram app's secret, one connected through a page with the Facebook app's: both may be given.
    package static func verifySignature(header: String, body: [UInt8], secrets: [[UInt8]]) -> Bool {
        // Every secret is tried: the time taken tells nothing about which one fits.
        secrets.reduce(false) { MetaWhatsApp.verifySignature(header: header, body: body, secret: $1) || $0 }
    }
}
