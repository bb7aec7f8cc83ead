#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How long after a customer's last message the shop may answer freely. Pure: the time is an argument.
///
/// Meta's channels close after 24 hours: on WhatsApp only an approved template leaves then, on Instagram and Messenger a person
/// of the shop (never a machine) may still answer for seven days. Other channels have no window.
package struct ServiceWindow: Sendable, Equatable {
    package enum Rule: Sendable, Equatable {
        case unlimited
        case templatesAfterADay
        case peopleForAWeek

        /// - Parameters: as `channel_accounts` has them. Gateways to a phone (Z-API, Whaticket) know no window.
        package init(channelType: String, provider: String) {
            switch (channelType, provider) {
            case ("whatsapp", "meta"): self = .templatesAfterADay
            case ("instagram", "meta"), ("messenger", "meta"): self = .peopleForAWeek
            default: self = .unlimited
            }
        }
    }

    package enum Author: Sendable {
        case person, machine
    }

    package enum State: Sendable, Equatable {
        case unlimited
        case open(closesAt: Date)
        /// Only people may answer, and must say so.
        case peopleOnly(closesAt: Date)
        /// `since` is nil when the customer has never written.
        case closed(since: Date?)
    }

    /// How a free message may leave now.
    package enum Permit: Sendable, Equatable {
        case free
        /// Marked as a person's late answer (`HUMAN_AGENT`).
        case asPerson
        case templateOnly
        case refused
    }

    package let rule: Rule
    package let lastCustomerMessage: Date?

    /// - Parameter lastCustomerMessage: newest message of this customer on this account, in any conversation, by the provider's clock.
    package init(_ rule: Rule, lastCustomerMessage: Date?) {
        self.rule = rule
        self.lastCustomerMessage = lastCustomerMessage
    }

    /// What leaves in the last minute may arrive after the end.
    private static let margin: TimeInterval = 60
    private static let day: TimeInterval = 86_400

    package func state(at now: Date) -> State {
        guard rule != .unlimited else { return .unlimited }
        guard let last = lastCustomerMessage else { return .closed(since: nil) }
        // A message from the future is a clock's error: it opens no longer window than one of now.
        let opened = min(last, now)
        let dayEnd = opened.addingTimeInterval(Self.day - Self.margin)
        let weekEnd = opened.addingTimeInterval(7 * Self.day - Self.margin)
        if now < dayEnd { return .open(closesAt: dayEnd) }
        guard rule == .peopleForAWeek else { return .closed(since: dayEnd) }
        return now < weekEnd ? .peopleOnly(closesAt: weekEnd) : .closed(since: weekEnd)
    }

    package func permit(for author: Author, at now: Date) -> Permit {
        switch state(at: now) {
        case .unlimited, .open: .free
        case .peopleOnly: author == .person ? .asPerson : .refused
        case .closed: rule == .templatesAfterADay ? .templateOnly : .refused
        }
    }

    package func isOpen(at now: Date) -> Bool {
        switch state(at: now) {
        case .unlimited, .open: true
        case .peopleOnly, .closed: false
        }
    }

    /// When the present state ends; nil for one that does not.
    package func closesAt(_ now: Date) -> Date? {
        switch state(at: now) {
        case .open(let end), .peopleOnly(let end): end
        case .unlimited, .closed: nil
        }
    }
}
