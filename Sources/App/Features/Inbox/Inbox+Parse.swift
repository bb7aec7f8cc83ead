import Domain
import Foundation
import Providers

/// What one stored webhook says, item by item.
struct ParsedEvent {
    var items: [InboxItem] = []
    /// What could not be understood, with its place and reason.
    var errors: [InboxWrites.ItemError] = []
    var mail = MailFindings()
}

extension Inbox {
    /// Reads an event with its provider's parser. Never throws: what cannot be read is an error of the event, kept and shown.
    static func parse(_ event: ClaimedEvent) -> ParsedEvent {
        switch event.provider {
        case "meta": parseMeta(event)
        case "z-api": kept(ZAPI.parse(event.body, receivedAt: event.receivedAt), event)
        case "twilio":
            kept(
                Twilio.parse(
                    event.body, receivedAt: event.receivedAt, query: event.note(InboxNote.query) ?? ""), event)
        case "whaticket":
            kept(
                Whaticket.parse(
                    event.body, receivedAt: event.receivedAt,
                    signedAt: event.note(InboxNote.signedAt).flatMap { Int64($0) }), event)
        case "resend": parseResend(event)
        case "smtp": parseRawMail(event)
        case "zenvia": kept(Zenvia.parse(event.body, receivedAt: event.receivedAt), event)
        default: ParsedEvent(errors: [.init(path: "", reason: "unknown_provider")])
        }
    }

    private static func parseMeta(_ event: ClaimedEvent) -> ParsedEvent {
        let webhook =
            switch MetaProduct(event.body) {
            case .whatsApp: MetaWhatsApp.parse(event.body, receivedAt: event.receivedAt)
            case .messaging(let channel):
                MetaMessaging.parse(event.body, receivedAt: event.receivedAt, channel: channel)
            }
        var parsed = ParsedEvent()
        for found in webhook.items {
            // Account-wide notices (templates, quality) name the business account, not a number: they stay with the account they came by.
            guard found.address == event.address || !found.item.isConversational else {
                parsed.errors.append(.init(path: found.path, reason: "unknown_number"))
                continue
            }
            parsed.items.append(
                InboxItem(
                    event: event.id, path: found.path, account: event.account, address: found.address,
                    item: found.item, receivedAt: event.receivedAt))
        }
        parsed.errors += webhook.failures.map { .init(path: $0.path, reason: $0.reason) }
        return parsed
    }

    /// For providers whose webhooks come to an address of the account's own: whatever is in them is the account's.
    static func kept(_ webhook: ProviderWebhook, _ event: ClaimedEvent) -> ParsedEvent {
        ParsedEvent(
            items: webhook.items.map {
                InboxItem(
                    event: event.id, path: $0.path, account: event.account, item: $0.item, receivedAt: event.receivedAt)
            },
            errors: webhook.failures.map { .init(path: $0.path, reason: $0.reason) })
    }
}

extension InboundItem {
    /// It belongs to one customer and one number.
    var isConversational: Bool {
        switch self {
        case .notice, .connection, .template: false
        default: true
        }
    }
}
