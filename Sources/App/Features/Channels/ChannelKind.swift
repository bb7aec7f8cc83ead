/// A way to connect, as a shop chooses it: a provider and what it is used for.
package enum ChannelKind: String, Sendable, CaseIterable {
    case metaWhatsApp = "whatsapp-meta"
    case zapi = "whatsapp-z-api"
    case whaticket = "whatsapp-whaticket"
    case instagram
    case messenger
    case resend = "email-resend"
    case smtp = "email-smtp"
    case twilio = "sms-twilio"
    case zenvia = "sms-zenvia"
    /// Notices in customers' browsers. Nobody writes back.
    case webPush = "push-web"

    package init?(_ provider: ChannelProvider, _ type: ChannelType) {
        guard let kind = Self.allCases.first(where: { $0.provider == provider && $0.channelType == type }) else {
            return nil
        }
        self = kind
    }

    package var provider: ChannelProvider {
        switch self {
        case .metaWhatsApp, .instagram, .messenger: .meta
        case .zapi: .zapi
        case .whaticket: .whaticket
        case .resend: .resend
        case .smtp: .smtp
        case .twilio: .twilio
        case .zenvia: .zenvia
        case .webPush: .webpush
        }
    }

    package var channelType: ChannelType {
        switch self {
        case .metaWhatsApp, .zapi, .whaticket: .whatsapp
        case .instagram: .instagram
        case .messenger: .messenger
        case .resend, .smtp: .email
        case .twilio, .zenvia: .sms
        case .webPush: .push
        }
    }

    /// Unofficial ways imitate WhatsApp Web: the number can be banned for it.
    package var isOfficial: Bool {
        switch self {
        case .zapi, .whaticket: false
        case .metaWhatsApp, .instagram, .messenger, .resend, .smtp, .twilio, .zenvia, .webPush: true
        }
    }

    /// Where the provider, or the shop's own mail server, calls us; nil when it never does. A path that ends with `/` is completed by a secret of the account's own.
    package var webhookPath: String? {
        switch self {
        case .metaWhatsApp, .instagram, .messenger: "/webhooks/meta"
        case .zapi: "/webhooks/zapi/"
        case .whaticket: "/webhook/whaticket"
        case .resend: "/webhooks/resend/"
        case .twilio: "/webhooks/twilio/"
        case .zenvia: "/webhooks/zenvia/"
        case .smtp: "/webhooks/mail/"
        case .webPush: nil
        }
    }

    /// Silence means that something is wrong. A mailbox by SMTP may be for sending alone.
    var mustReceive: Bool { webhookPath != nil && self != .smtp }

    /// Where it calls us with a secret of the account's own at the end: its proof, for who signs nothing. Servers of the Whaticket family
    /// may sign, and most cannot.
    package var secretPath: String? {
        if self == .whaticket { return "/webhook/whaticket/" }
        return webhookPath?.hasSuffix("/") == true ? webhookPath : nil
    }

    package var hasSecretPath: Bool { secretPath != nil }

    /// A telephone is linked by reading a code from its screen.
    package var hasQRCode: Bool { self == .zapi }
}
