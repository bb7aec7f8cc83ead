import Crypto
import Domain
import Foundation
import Logging
import Providers

/// Takes one Meta webhook body from the wire to `webhook_events`.
///
/// Order: find the accounts it speaks of → check the signature with each one's own secret, on the raw bytes → cut the body where it
/// speaks of several → store. Everything the body says is read later, by the inbox.
struct AcceptMetaWebhook: Sendable {
    enum Verdict: Equatable, Sendable {
        /// Committed: so many rows.
        case stored(Int)
        /// No secret we know signed these bytes.
        case notSigned
    }

    let channels: Channels
    let batcher: IntakeBatcher

    func callAsFunction(body: [UInt8], signature: String?, contentType: String?, userAgent: String?) async throws
        -> Verdict
    {
        guard let signature else { return .notSigned }
        let headers = JSON.object([
            ("content_type", contentType.map { JSON($0) }),
            ("user_agent", userAgent.map { JSON(String($0.prefix(200))) }),
        ])
        .text()
        let product = MetaProduct(body)
        let addresses = product.addresses(in: body)
        let routed = try await channels.route(provider: .meta, addresses: addresses)
        var verified: [ChannelRoute] = []
        var verdicts: [[UInt8]: Bool] = [:]  // accounts of one app share its secret: one HMAC for all
        for route in routed {
            guard let secret = route.appSecret else { continue }
            let isValid =
                verdicts[secret] ?? MetaWhatsApp.verifySignature(header: signature, body: body, secret: secret)
            verdicts[secret] = isValid
            if isValid { verified.append(route) }
        }
        if verified.isEmpty {
            // A number or an event of one of our apps that no account claims: kept with the app's first account, where it is seen.
            guard
                let owner = try await channels.metaAccount(signing: { secret in
                    verdicts[secret] ?? MetaWhatsApp.verifySignature(header: signature, body: body, secret: secret)
                })
            else {
                channels.noteRefused(Set(routed.map(\.id)))
                return .notSigned
            }
            verified = [owner]
        }
        var whole: Set<UUID> = []
        let webhooks = verified.compactMap { route -> AcceptedWebhook? in
            // For one account: the bytes as they came. With another one's items in it: its own part, so that no row holds another shop's data.
            let isShared = routed.contains { $0.account != route.account }
            // By two of its addresses, its number and its business account, it is still one body.
            if !isShared, !whole.insert(route.account).inserted { return nil }
            guard let own = isShared ? product.part(of: body, for: route.address) : body else { return nil }
            return AcceptedWebhook(
                tenant: route.tenant, account: route.account, provider: "meta", digest: Array(SHA256.hash(data: own)),
                body: own,
                headers: headers)
        }
        try await batcher.store(webhooks)
        channels.noteEvents(verified)
        return .stored(webhooks.count)
    }
}
