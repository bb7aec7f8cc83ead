#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What one item of a provider's webhook means to the inbox. Every channel's parser ends here, so the inbox knows no provider.
package enum InboundItem: Sendable {
    case message(InboundMessage)
    case reaction(InboundReaction)
    case edit(InboundEdit)
    case revoke(externalID: String, at: Date)
    case status(DeliveryReport)
    /// Everything sent to one customer up to a moment has come this far.
    case watermark(DeliveryWatermark)
    /// The provider says that a person now has another address.
    case identityChange(from: [IdentityClaim], to: [IdentityClaim], at: Date)
    /// The person stopped (true) or resumed (false) marketing messages.
    case marketingOptOut(Bool, by: [IdentityClaim], at: Date)
    /// The account itself: connected, disconnected, waiting for its QR code, or refused by the provider.
    case connection(ConnectionNotice)
    /// A template of the account was reviewed, paused, rated or moved to another category.
    case template(TemplateNotice)
    /// Understood, and nothing for a conversation: account notices, groups.
    case notice(String)
}

/// One address under which a person writes.
package struct IdentityClaim: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case phone = "phone_e164"
        case bsuid, lid, igsid, psid, email, widget
        /// Browsers that take a shop's notices.
        case push
    }

    package let kind: Kind
    /// Exactly what the provider gave: what a reply is sent to.
    package let value: String
    /// What two spellings of one address have in common (ninth digit, letter case).
    package let matchKey: String

    package init(kind: Kind, value: String, matchKey: String) {
        self.kind = kind
        self.value = value
        self.matchKey = matchKey
    }
}

/// A message, from the customer or typed by the shop's own people on their phone (`fromShop`).
package struct InboundMessage: Sendable {
    package struct Attachment: Sendable {
        package var kind: String
        package var mediaID: String?
        /// Where the provider keeps it, for those that give an address instead of an id. Untrusted: fetched through the SSRF guard only.
        package var url: String?
        package var mimeType: String?
        package var fileName: String?
        package var sha256: String?
        package var isVoice: Bool

        package init(
            kind: String, mediaID: String? = nil, url: String? = nil, mimeType: String? = nil, fileName: String? = nil,
            sha256: String? = nil, isVoice: Bool = false
        ) {
            self.kind = kind
            self.mediaID = mediaID
            self.url = url
            self.mimeType = mimeType
            self.fileName = fileName
            self.sha256 = sha256
            self.isVoice = isVoice
        }
    }

    /// The customer's addresses, strongest first; never empty.
    package var customer: [IdentityClaim]
    package var customerName: String?
    package var username: String?
    package var externalID: String
    package var part: Int
    package var sentAt: Date
    /// Open set: `text`, `image`, … or whatever the provider called it.
    package var contentType: String
    package var content: String
    /// The provider's own object as JSON text, for anything but plain text.
    package var payload: String?
    package var attachment: Attachment?
    package var replyToExternalID: String?
    package var fromShop: Bool
    /// Of those from the shop: said by a program of theirs, so that no person has taken the conversation over.
    package var isByProgram = false
    /// For mail: what tells its conversation.
    package var email: EmailThread?
    /// Another app holds this conversation at the provider: to be shown, not to be answered by a machine.
    package var isStandby = false

    package init(
        customer: [IdentityClaim], customerName: String? = nil, username: String? = nil, externalID: String,
        part: Int = 0,
        sentAt: Date, contentType: String, content: String, payload: String? = nil, attachment: Attachment? = nil,
        replyToExternalID: String? = nil, fromShop: Bool = false
    ) {
        self.customer = customer
        self.customerName = customerName
        self.username = username
        self.externalID = externalID
        self.part = part
        self.sentAt = sentAt
        self.contentType = contentType
        self.content = content
        self.payload = payload
        self.attachment = attachment
        self.replyToExternalID = replyToExternalID
        self.fromShop = fromShop
    }
}

package struct InboundReaction: Sendable {
    package var by: [IdentityClaim]
    package var externalID: String
    /// nil takes the reaction back.
    package var emoji: String?
    package var at: Date

    package init(by: [IdentityClaim], externalID: String, emoji: String?, at: Date) {
        self.by = by
        self.externalID = externalID
        self.emoji = emoji
        self.at = at
    }
}

package struct InboundEdit: Sendable {
    package var externalID: String
    package var content: String
    package var payload: String?
    package var at: Date

    package init(externalID: String, content: String, payload: String?, at: Date) {
        self.externalID = externalID
        self.content = content
        self.payload = payload
        self.at = at
    }
}

/// What a provider says became of a message we sent.
package struct DeliveryReport: Sendable {
    package var externalID: String
    /// The provider's word: sent, delivered, read, played, failed, …
    package var status: String
    package var at: Date
    /// Our own outbox id, where the provider echoes it.
    package var outboxID: UUID?
    package var errorCode: String?
    package var errorTitle: String?
    /// The Message-ID a mail got from the provider, without brackets: what answers to it will name.
    package var messageID: String?
    /// A mail server says that this mailbox does not exist. Anybody can write such a report: it counts only for the address that the
    /// message was sent to.
    package var deadAddress: String?

    package init(
        externalID: String, status: String, at: Date, outboxID: UUID? = nil, errorCode: String? = nil,
        errorTitle: String? = nil
    ) {
        self.externalID = externalID
        self.status = status
        self.at = at
        self.outboxID = outboxID
        self.errorCode = errorCode
        self.errorTitle = errorTitle
    }
}

/// What Messenger says instead of naming messages: all that was sent to this customer until then is delivered, or read.
package struct DeliveryWatermark: Sendable {
    package var customer: [IdentityClaim]
    /// The word as in a ``DeliveryReport``.
    package var status: String
    package var until: Date

    package init(customer: [IdentityClaim], status: String, until: Date) {
        self.customer = customer
        self.status = status
        self.until = until
    }
}

/// What a provider says of the account as a whole.
package struct ConnectionNotice: Sendable, Equatable {
    package enum State: String, Sendable {
        case connected, disconnected
        case waitingForCode = "qr_pending"
        case refused = "needs_reauth"
    }

    package var state: State
    /// The provider's own words, without personal data.
    package var reason: String?

    package init(_ state: State, reason: String? = nil) {
        self.state = state
        self.reason = reason
    }
}
