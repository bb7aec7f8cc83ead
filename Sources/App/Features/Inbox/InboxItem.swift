import Domain
import Foundation

/// One item on its way in, with the event it came from.
struct InboxItem {
    var event: UUID
    var path: String
    var account: UUID
    /// Whom the provider names: the number, or the business account.
    var address = ""
    var item: InboundItem
    /// When its event was stored.
    var receivedAt: Date = .distantPast
}
