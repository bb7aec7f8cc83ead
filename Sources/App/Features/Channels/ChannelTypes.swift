import Domain
import Foundation
import Postgres
import Providers

/// The companies a channel can go through; raw values as stored.
package enum ChannelProvider: String, Sendable, CaseIterable, PostgresDecodable, PostgresEncodable {
    case meta, zapi = "z-api", whaticket, resend, smtp, twilio, zenvia, widget, webpush
}

/// The kinds of channel; raw values as stored.
package enum ChannelType: String, Sendable, CaseIterable, PostgresDecodable, PostgresEncodable {
    case whatsapp, instagram, messenger, email, chat, sms, push
}

/// Names a secret may have; raw values as stored.
package enum ChannelSecret: String, Sendable, CaseIterable, PostgresDecodable, PostgresEncodable {
    case accessToken = "access_token"
    case appSecret = "app_secret"
    case verifyToken = "verify_token"
    case apiToken = "api_token"
    case clientToken = "client_token"
    case webhookSecret = "webhook_secret"
    case password
}

/// What a provider routes on.
package struct ChannelAddress: Hashable, Sendable {
    package let provider: ChannelProvider
    package let address: String

    package init(provider: ChannelProvider, address: String) {
        self.provider = provider
        self.address = address
    }
}

/// One account of one shop.
package struct ChannelID: Hashable, Sendable {
    package let tenant: TenantID
    package let account: UUID

    package init(tenant: TenantID, account: UUID) {
        self.tenant = tenant
        self.account = account
    }
}

/// Whose address it is, and the secret that signs its webhooks.
package struct ChannelRoute: Sendable, Hashable {
    package let tenant: TenantID
    package let account: UUID
    package let address: String
    package let appSecret: [UInt8]?

    package var id: ChannelID { ChannelID(tenant: tenant, account: account) }

    package init(tenant: TenantID, account: UUID, address: String, appSecret: [UInt8]?) {
        self.tenant = tenant
        self.account = account
        self.address = address
        self.appSecret = appSecret
    }
}

/// What is needed to speak to the provider in an account's name. Shows no secret when printed.
package struct ChannelCredentials: Sendable, CustomStringConvertible, CustomReflectable {
    package let tenant: TenantID
    package let account: UUID
    package let channelType: ChannelType
    package let provider: ChannelProvider
    package let address: String
    /// The account's own, else the one of the configuration; nil = the provider's public address.
    package let baseURL: String?
    package let isEnabled: Bool
    package let connectionStatus: String
    /// What the shop chose, by field name: host and port of its mail server, the account's SID, … Nothing secret.
    package let settings: [String: String]
    private let secrets: [ChannelSecret: String]
    /// For mail: makes the addresses that answers come back to.
    let replyToken: ReplyToken?

    init(
        tenant: TenantID, account: UUID, channelType: ChannelType, provider: ChannelProvider, address: String,
        baseURL: String?,
        isEnabled: Bool, connectionStatus: String, settings: [String: String] = [:], secrets: [ChannelSecret: String],
        replyToken: ReplyToken? = nil
    ) {
        self.replyToken = replyToken
        self.tenant = tenant
        self.account = account
        self.channelType = channelType
        self.provider = provider
        self.address = address
        self.baseURL = baseURL
        self.isEnabled = isEnabled
        self.connectionStatus = connectionStatus
        self.settings = settings
        self.secrets = secrets
    }

    package subscript(_ name: ChannelSecret) -> String? { secrets[name] }
    package var kind: ChannelKind? { ChannelKind(provider, channelType) }

    /// Where a provider reports what became of a message that names this address. It holds no secret: only signed reports are taken.
    package func statusCallback(site: String) -> String {
        "\(site)/webhooks/\(provider.rawValue)/status/\(tenant.value.lowercase)/\(account.lowercase)"
    }

    package var description: String { "\(provider.rawValue) account \(account.uuidString.lowercased())" }
    package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// An account to be connected.
package struct NewChannel: Sendable {
    package var channelType: ChannelType
    package var provider: ChannelProvider
    package var name: String
    package var address: String
    package var displayAddress: String?
    package var baseURL: String?
    package var settings: [String: String]
    package var secrets: [ChannelSecret: String]
    /// Completes the address at which the provider calls us, for providers that sign nothing. Only its hash is stored.
    package var hookSecret: String?
    package var connectionStatus = "connected"

    package init(
        channelType: ChannelType, provider: ChannelProvider, name: String, address: String,
        displayAddress: String? = nil,
        baseURL: String? = nil, settings: [String: String] = [:], secrets: [ChannelSecret: String],
        hookSecret: String? = nil
    ) {
        self.channelType = channelType
        self.provider = provider
        self.name = name
        self.address = address
        self.displayAddress = displayAddress
        self.baseURL = baseURL
        self.settings = settings
        self.secrets = secrets
        self.hookSecret = hookSecret
    }
}

/// Why an account cannot be connected or used, in words for its owner.
package enum ChannelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another account, perhaps of another shop, has this address. It does not say whose.
    case addressTaken(provider: String, address: String)
    case unknownAccount
    case invalid(field: String, reason: String)

    package var description: String {
        switch self {
        case .addressTaken(let provider, let address):
            "The \(provider) address \(address) is already connected; disconnect it there before connecting it here."
        case .unknownAccount: "There is no such channel account."
        case .invalid(let field, let reason): "\(field) \(reason)."
        }
    }
}
