import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Providers
import Web

/// Where mail comes in.
extension Webhooks {
    static func addMailRoutes(
        to webhooks: some RouterMethods<WebhookContext>, channels: Channels, batcher: IntakeBatcher
    ) {
        let resend = AcceptHookWebhook(provider: .resend, channels: channels, batcher: batcher) { webhook in
            guard let route = webhook.route else { return false }
            return try await isSigned(webhook, for: route, channels)
        }
        webhooks.post("webhooks/resend/:secret") { request, context in try await receive(request, context, resend) }
        // Raw mail, or a relay's form, from whoever was given the address.
        let raw = AcceptHookWebhook(provider: .smtp, channels: channels, batcher: batcher) { !$0.body.isEmpty }
        webhooks.post("webhooks/mail/:secret") { request, context in
            let secret = context.parameters.get("secret") ?? ""
            try await receive(request, context, .smtp, limit: Mail.sizeLimit) { try await raw($0, secret: secret) }
            return Response(status: .ok)
        }
        webhooks.post("functions/v1/support-email-inbound") { request, context in
            // A relay signs nothing: what it can be told is an address, so the secret is its proof.
            let secret = try request.query()["secret"] ?? ""
            let isSigned = ["svix-id", "webhook-id"].contains { name in
                HTTPField.Name(name).map { request.headers.contains($0) } ?? false
            }
            try await receive(request, context, isSigned ? .resend : .smtp, limit: Mail.sizeLimit) {
                isSigned ? try await acceptSigned($0, resend, channels) : try await raw($0, secret: secret)
            }
            return Response(status: .ok)
        }
    }

    private static func isSigned(_ webhook: HookedWebhook, for route: ChannelRoute, _ channels: Channels) async throws
        -> Bool
    {
        let credentials = try await channels.credentials(route.tenant, route.account)
        guard let secret = credentials[.webhookSecret] else { return false }
        return Resend.verifySignature(
            headers: webhook.headers.map { (name: $0.key, value: $0.value) }, body: webhook.body, secret: secret)
    }

    /// The address names no account: the mailboxes the event speaks of lead to it, and one of their secrets must have signed.
    private static func acceptSigned(_ webhook: HookedWebhook, _ accept: AcceptHookWebhook, _ channels: Channels)
        async throws -> AcceptHookWebhook.Verdict
    {
        let routes = try await channels.route(provider: .resend, addresses: Resend.mailboxes(in: webhook.body))
        for route in routes where try await isSigned(webhook, for: route, channels) {
            return try await accept(webhook, route: route)
        }
        return .notGenuine
    }
}
