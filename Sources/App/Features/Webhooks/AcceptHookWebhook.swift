import Crypto
import Domain
import Foundation
import Providers

/// Takes a webhook that came to an address of one account's own (`/webhooks/zapi/{secret}`) from the wire to `webhook_events`.
///
/// Order: the secret leads to the account → the provider's own proof, where it has one → store.
struct AcceptHookWebhook: Sendable {
    enum Verdict: Equatable, Sendable {
        case stored
        /// No account has this address.
        case unknownAddress
        /// The address is right, and what came is not the provider's.
        case notGenuine
    }

    let provider: ChannelProvider
    let channels: Channels
    let batcher: IntakeBatcher
    /// What the inbox has to know beside the body, by name; nothing secret.
    var notes: @Sendable (HookedWebhook) -> [(String, JSON?)] = { _ in [] }
    /// Whether the bytes are the provider's, beyond having come to the right address.
    let isGenuine: @Sendable (HookedWebhook) async throws -> Bool

    func callAsFunction(_ webhook: HookedWebhook, secret: String) async throws -> Verdict {
        guard let route = try await channels.route(provider: provider, hook: secret) else { return .unknownAddress }
        return try await callAsFunction(webhook, route: route)
    }

    /// For an address that names its account in clear: then the provider's own proof is all there is.
    func callAsFunction(_ webhook: HookedWebhook, account: ChannelID) async throws -> Verdict {
        guard let found = try await channels.credentials(ifKnown: account), found.provider == provider else {
            return .unknownAddress
        }
        let route = ChannelRoute(
            tenant: account.tenant, account: account.account, address: found.address, appSecret: nil)
        return try await callAsFunction(webhook, route: route)
    }

    func callAsFunction(_ webhook: HookedWebhook, route: ChannelRoute) async throws -> Verdict {
        var webhook = webhook
        webhook.route = route
        guard try await isGenuine(webhook) else {
            channels.noteRefused([route.id])
            return .notGenuine
        }
        let headers = JSON.object(
            [("content_type", webhook.contentType.map { JSON(String($0.prefix(200))) })] + notes(webhook))
        try await batcher.store([
            AcceptedWebhook(
                tenant: route.tenant, account: route.account, provider: provider.rawValue,
                digest: Array(SHA256.hash(data: webhook.body)),
                body: webhook.body, headers: headers.text())
        ])
        channels.noteEvents([route])
        return .stored
    }
}

/// One request as it came.
struct HookedWebhook: Sendable {
    var body: [UInt8]
    var contentType: String?
    /// By lower-case name.
    var headers: [String: String]
    /// Path and query.
    var url: String
    /// Every address under which the provider may have called: its own word is signed by some of them.
    var sites: [String] = []
    var route: ChannelRoute?

    /// What stands behind the question mark.
    var query: String { url.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? "" }
}
