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
        /// No account has this address, or what came is not the provider's.
        case refused
    }

    let provider: ChannelProvider
    let channels: Channels
    let batcher: IntakeBatcher
    /// Whether the bytes are the provider's, beyond having come to the right address.
    let isGenuine: @Sendable (HookedWebhook) async throws -> Bool

    func callAsFunction(_ webhook: HookedWebhook, secret: String) async throws -> Verdict {
        guard let route = try await channels.route(provider: provider, hook: secret) else { return .refused }
        var webhook = webhook
        webhook.route = route
        guard try await isGenuine(webhook) else { return .refused }
        let headers = JSON.object([("content_type", webhook.contentType.map { JSON(String($0.prefix(200))) })]).text()
        try await batcher.store([
            AcceptedWebhook(
                tenant: route.tenant, account: route.account, provider: provider.rawValue, digest: Array(SHA256.hash(data: webhook.body)),
                body: webhook.body, headers: headers)
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
    /// Where it was sent to, as the provider knows it.
    var url: String
    var route: ChannelRoute?
}
