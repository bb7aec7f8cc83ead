import Domain
import Foundation
import Providers

/// What an event of mail says besides items.
struct MailFindings {
    /// Received mail whose words have to be fetched, by the provider's id.
    var waiting: [String] = []
    var suppressions: [Mail.Suppression] = []
}

extension Inbox {
    /// A webhook of Resend tells of every mail of the account there. What is about a mailbox of the shop goes to that one, whichever of
    /// them was called; the same twice is one message, for it has one id.
    static func parseResend(_ event: ClaimedEvent) -> ParsedEvent {
        let boxes = event.mailboxes.filter { $0.provider == event.provider }
        let webhook = Resend.parse(
            event.body, receivedAt: event.receivedAt, own: Set(event.mailboxes.map(\.address)), waitsForContent: true)
        var parsed = ParsedEvent()
        for found in webhook.items {
            let account = mailbox(found.address, of: boxes) ?? event.account
            parsed.items.append(InboxItem(event: event.id, path: found.path, account: account, item: found.item))
        }
        parsed.errors = webhook.failures.map { .init(path: $0.path, reason: $0.reason) }
        if webhook.items.contains(where: \.isIncompleteMail) {
            parsed.errors.append(.init(path: "$", reason: "content_not_available"))
        }
        parsed.mail.waiting = Resend.receivedIDs(in: event.body)
        parsed.mail.suppressions = Resend.suppressions(in: event.body).map {
            .init(account: event.account, address: $0.address, reason: $0.reason.rawValue, isLifted: $0.isLifted)
        }
        return parsed
    }

    /// The mailbox of that address; for one that is nobody's (an alias, a catch-all) the oldest of its domain.
    private static func mailbox(_ address: String, of boxes: [Mailbox]) -> UUID? {
        let address = address.lowercased()
        if let exact = boxes.first(where: { $0.address == address }) { return exact.account }
        guard let at = address.lastIndex(of: "@") else { return nil }
        return boxes.first { $0.address.hasSuffix(address[at...]) }?.account
    }

    /// A raw mail is for the account it was brought to, whatever its header says: that may name a list, or nobody.
    static func parseRawMail(_ event: ClaimedEvent) -> ParsedEvent {
        kept(
            RawEmail.parse(
                event.body, receivedAt: event.receivedAt, own: Set(event.mailboxes.map(\.address)),
                key: event.id.uuidString.lowercased()), event)
    }
}

extension ProviderWebhook.Item {
    fileprivate var isIncompleteMail: Bool {
        if case .message(let message) = item { message.email?.isIncomplete ?? false } else { false }
    }
}
