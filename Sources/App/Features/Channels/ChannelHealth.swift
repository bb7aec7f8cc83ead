import Foundation

/// How an account is, judged from its row. Pure.
package enum ChannelHealth: String, Sendable, CaseIterable {
    case good
    /// Turned off by the shop.
    case disabled
    /// The provider no longer takes our credentials.
    case needsReauth = "needs_reauth"
    /// A telephone has to be linked.
    case qrPending = "qr_pending"
    case disconnected
    /// A secret is missing without which nothing that arrives is accepted.
    case missingSecret = "missing_secret"
    /// Connected, and nothing ever came.
    case neverHeard = "never_heard"
    /// Nothing came for a long time.
    case silent

    /// Somebody should look at it.
    package var isAlarm: Bool { self != .good && self != .disabled }
    /// Messages are being lost or held back.
    package var isUrgent: Bool { [.needsReauth, .qrPending, .disconnected].contains(self) }

    static let silence: TimeInterval = 3 * 24 * 3600
    static let patience: TimeInterval = 3600

    package init(_ account: ChannelAccount, now: Date) {
        self = Self.judge(
            isEnabled: account.isEnabled, status: account.status, receives: account.kind?.mustReceive ?? false,
            lacksSecret: account.lacksWebhookSecret, lastEventAt: account.lastEventAt, createdAt: account.createdAt,
            now: now)
    }

    static func judge(
        isEnabled: Bool, status: String, receives: Bool, lacksSecret: Bool, lastEventAt: Date?, createdAt: Date,
        now: Date
    ) -> ChannelHealth {
        guard isEnabled else { return .disabled }
        switch status {
        case "needs_reauth": return .needsReauth
        case "qr_pending": return .qrPending
        case "disconnected": return .disconnected
        default: break
        }
        if lacksSecret { return .missingSecret }
        guard receives else { return .good }
        guard let lastEventAt else { return now.timeIntervalSince(createdAt) > patience ? .neverHeard : .good }
        return now.timeIntervalSince(lastEventAt) > silence ? .silent : .good
    }
}

extension ChannelAccount {
    /// Resend signs with a secret that exists only after its webhook was made: it is given later, and must not be forgotten.
    var lacksWebhookSecret: Bool {
        guard kind == .resend, let secrets else { return false }
        return !secrets.contains(.webhookSecret)
    }
}
