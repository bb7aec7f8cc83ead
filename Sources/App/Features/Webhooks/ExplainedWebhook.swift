import Domain
import Foundation
import Providers

/// What a provider's webhook body is understood as, without a database: what the inbox would make of each item, and where and why one
/// cannot be read. For developers who have a body in hand; it shows kinds and places, no content.
package struct ExplainedWebhook: Sendable, Encodable {
    /// Whose bodies can be explained: the providers by their names in `channel_accounts`, and Meta's two other products for pieces of
    /// bodies that do not name theirs.
    package static let providers = [
        "instagram", "messenger", "meta", "resend", "twilio", "whaticket", "z-api", "zenvia",
    ]

    package struct Item: Sendable, Encodable, Equatable {
        /// Where it stands in the body.
        package let path: String
        /// `message`, `reaction`, `status`, …; `failure` for what cannot be read.
        package let kind: String
        /// What the message contains, how far the delivery came, or the reason of the failure: words of a closed set, nothing personal.
        package let detail: String
    }

    package let items: [Item]

    /// nil: no provider is called so.
    package init?(_ body: [UInt8], provider: String, receivedAt: Date = Date()) {
        let webhook: ProviderWebhook
        switch provider {
        case "meta":
            switch MetaProduct(body) {
            case .whatsApp: webhook = MetaWhatsApp.parse(body, receivedAt: receivedAt)
            case .messaging(let channel):
                webhook = MetaMessaging.parse(body, receivedAt: receivedAt, channel: channel)
            }
        case "instagram": webhook = MetaMessaging.parse(body, receivedAt: receivedAt, channel: .instagram)
        case "messenger": webhook = MetaMessaging.parse(body, receivedAt: receivedAt, channel: .messenger)
        case "z-api": webhook = ZAPI.parse(body, receivedAt: receivedAt)
        case "whaticket": webhook = Whaticket.parse(body, receivedAt: receivedAt)
        case "twilio": webhook = Twilio.parse(body, receivedAt: receivedAt)
        case "zenvia": webhook = Zenvia.parse(body, receivedAt: receivedAt)
        // The event names a mail; its text would be fetched from the provider afterwards.
        case "resend": webhook = Resend.parse(body, receivedAt: receivedAt)
        default: return nil
        }
        items =
            webhook.items.map { Item(path: $0.path, kind: $0.item.kindWord, detail: $0.item.detailWord) }
            + webhook.failures.map { Item(path: $0.path, kind: "failure", detail: $0.reason) }
    }
}

extension InboundItem {
    fileprivate var kindWord: String {
        switch self {
        case .message(let message): message.fromShop ? "message of the shop" : "message"
        case .reaction: "reaction"
        case .edit: "edit"
        case .revoke: "revoke"
        case .status: "status"
        case .watermark: "watermark"
        case .identityChange: "identity change"
        case .marketingOptOut: "opt-out"
        case .connection: "connection"
        case .template: "message template"
        case .notice: "notice"
        }
    }

    fileprivate var detailWord: String {
        switch self {
        case .message(let message): message.contentType + (message.replyToExternalID == nil ? "" : ", quoting")
        case .reaction(let reaction): reaction.emoji == nil ? "taken back" : "set"
        case .edit, .revoke: ""
        case .status(let report): report.status + (report.errorCode.map { " (\($0))" } ?? "")
        case .watermark(let watermark): watermark.status
        case .identityChange(let from, let to, _): "\(from.count) to \(to.count)"
        case .marketingOptOut(let isOut, _, _): isOut ? "stopped" : "resumed"
        case .connection(let notice): notice.state.rawValue
        case .template(let notice): String(describing: notice.change).prefix(while: { $0 != "(" }).description
        case .notice(let word): word
        }
    }
}
