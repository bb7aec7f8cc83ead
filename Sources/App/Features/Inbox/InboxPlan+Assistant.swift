import Domain
import Foundation

/// Whether the assistant is asked at all.
extension InboxPlan {
    /// Where another program answers just now (`isStandby`), ours shows what is said and keeps still.
    func isForAssistant(_ message: InboundMessage) -> Bool {
        !message.fromShop && !message.isStandby && !isStale(message)
    }

    /// Mails brought along from elsewhere, a phone that was away for days: a machine's answer now would surprise. People decide.
    func isStale(_ message: InboundMessage) -> Bool { known.now.timeIntervalSince(message.sentAt) > 24 * 3_600 }
}
