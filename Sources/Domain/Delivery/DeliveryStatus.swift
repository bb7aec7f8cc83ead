/// How far an outbound message is known to have come.
///
/// Providers report out of order, twice, or skip a step, so reports are joined, not assigned: the result does not depend
/// on the order they came in. `failed` stands above `sent` (a late "sent" does not hide a failure) and below `delivered`
/// (what reached the phone has not failed). A message that is sent again starts over as `queued`.
package enum DeliveryStatus: String, Sendable, CaseIterable, Codable {
    case queued, sent, failed, delivered, read

    /// A provider's word. `played` is the first play of a voice note: it was read. Nil for words that say nothing about
    /// delivery (`deleted`, `warning`, or one not known yet).
    package init?(provider word: String) {
        switch word.lowercased() {
        case "queued", "accepted", "pending": self = .queued
        case "sent": self = .sent
        case "delivered": self = .delivered
        case "read", "played": self = .read
        case "failed", "undelivered": self = .failed
        default: return nil
        }
    }

    /// Place in the order; the schema's SQL uses the same numbers.
    package var rank: Int {
        switch self {
        case .queued: 0
        case .sent: 1
        case .failed: 2
        case .delivered: 3
        case .read: 4
        }
    }

    package func joined(with other: DeliveryStatus) -> DeliveryStatus {
        other.rank > rank ? other : self
    }
}
