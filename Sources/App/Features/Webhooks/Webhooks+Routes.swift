import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Providers
import Web

extension Webhooks {
    /// `GET` is Meta's handshake, `POST` its events. Paths that begin with `functions/` are those of the system before this one.
    ///
    /// - Parameter publicURL: where providers reach this server, if that is known.
    static func addRoutes(
        to webhooks: some RouterMethods<WebhookContext>, channels: Channels, batcher: IntakeBatcher,
        publicURL: URL? = nil, limits: WebhookLimits = WebhookLimits(), cache: SharedCache? = nil
    ) {
        let accept = AcceptMetaWebhook(channels: channels, batcher: batcher)
        for path in ["webhooks/meta", "functions/v1/meta-whatsapp-webhook"] as [RouterPath] {
            webhooks.get(path) { request, _ in try await handshake(request, channels) }
            webhooks.post(path) { request, context in try await receive(request, context, accept) }
        }
        let zapi = AcceptHookWebhook(provider: .zapi, channels: channels, batcher: batcher) { webhook in
            ZAPI.instanceID(in: webhook.body).map { $0 == webhook.route?.address } ?? true
        }
        webhooks.post("webhooks/zapi/:secret") { request, context in try await receive(request, context, zapi) }
        webhooks.get(supportPath) { request, _ in try await supportHandshake(request, channels) }
        webhooks.post(supportPath) { request, context in try await receiveSupport(request, context, accept, zapi) }
        // The long secret in the address is Zenvia's proof; it can be told to send a header too, which not every plan offers.
        let zenvia = AcceptHookWebhook(provider: .zenvia, channels: channels, batcher: batcher) { _ in true }
        webhooks.post("webhooks/zenvia/:secret") { request, context in try await receive(request, context, zenvia) }
        let twilio = twilio(channels, batcher)
        webhooks.post("webhooks/twilio/:secret") { request, context in
            try await receive(request, context, twilio, publicURL: publicURL)
            return emptyAnswer()
        }
        webhooks.post("webhooks/twilio/status/:tenant/:account") { request, context in
            let id = ChannelID(
                tenant: TenantID(try context.parameters.id("tenant")), account: try context.parameters.id("account"))
            try await receive(request, context, twilio.provider, publicURL) { try await twilio($0, account: id) }
            return emptyAnswer()
        }
        let whaticket = AcceptWhaticketWebhook(channels: channels, batcher: batcher, limits: limits, cache: cache)
        webhooks.post("webhook/whaticket") { request, context in try await receive(request, context, whaticket) }
        // What the family's own integrations post is not signed; the long secret in the address is its proof.
        let unsigned = AcceptHookWebhook(provider: .whaticket, channels: channels, batcher: batcher) { _ in true }
        webhooks.post("webhook/whaticket/:secret") { request, context in
            _ = try await receive(request, context, unsigned)
            return try Response.json(["queued": true], status: .accepted)
        }
        addMailRoutes(to: webhooks, channels: channels, batcher: batcher)
    }

    /// Echoes the challenge, as plain text, to whoever knows a verify token of ours.
    static func handshake(_ request: Request, _ channels: Channels) async throws -> Response {
        let query = try request.query()
        guard query["hub.mode"] == "subscribe", let token = query["hub.verify_token"], !token.isEmpty,
            let challenge = query["hub.challenge"], challenge.utf8.count <= 256
        else { throw Problem(.forbidden, code: "invalid_verification") }
        guard try await channels.knowsMetaVerifyToken(token) else {
            throw Problem(.forbidden, code: "invalid_verify_token")
        }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: challenge)))
    }

    static func receive(_ request: Request, _ context: WebhookContext, _ accept: AcceptHookWebhook) async throws
        -> Response
    {
        try await receive(request, context, accept, publicURL: nil)
        return Response(status: .ok)
    }

    private static func receive(
        _ request: Request, _ context: WebhookContext, _ accept: AcceptHookWebhook, publicURL: URL?
    ) async throws {
        let secret = context.parameters.get("secret") ?? ""
        try await receive(request, context, accept.provider, publicURL) { webhook in
            let verdict = try await accept(webhook, secret: secret)
            if verdict != .stored {
                accept.batcher.levels?.noteRefused(verdict == .notGenuine ? "unauthorized" : "company_not_found")
            }
            return verdict
        }
    }

    /// Returns once the body is stored.
    static func receive(
        _ request: Request, _ context: WebhookContext, _ provider: ChannelProvider, _ publicURL: URL? = nil,
        limit: Int = WebhookContext.bodyLimit, _ accept: (HookedWebhook) async throws -> AcceptHookWebhook.Verdict
    ) async throws {
        let webhook = HookedWebhook(
            body: Array(try await request.bytes(limit: limit).readableBytesView),
            contentType: request.headers[.contentType],
            headers: Dictionary(
                request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { first, _ in first }),
            url: request.uri.string, sites: sites(request, publicURL: publicURL))
        let verdict: AcceptHookWebhook.Verdict
        do {
            verdict = try await accept(webhook)
        } catch is IntakeClosed {
            throw Problem.unavailable(retryAfter: 5)
        }
        guard verdict != .stored else { return }
        // The address holds the secret: it is not logged.
        context.logger.warning(
            "Webhook refused",
            metadata: [
                "provider": "\(provider.rawValue)", "reason": "\(verdict)", "body.bytes": "\(webhook.body.count)",
            ])
        throw verdict == .notGenuine ? Problem(.unauthorized, code: "invalid_signature") : Problem.notFound
    }

    static func receive(_ request: Request, _ context: WebhookContext, _ accept: AcceptMetaWebhook) async throws
        -> Response
    {
        let body = Array(try await request.bytes(limit: WebhookContext.bodyLimit).readableBytesView)
        let verdict: AcceptMetaWebhook.Verdict
        do {
            verdict = try await accept(
                body: body, signature: request.headers[.hubSignature256], contentType: request.headers[.contentType],
                userAgent: request.headers[.userAgent])
        } catch is IntakeClosed {
            throw Problem.unavailable(retryAfter: 5)
        }
        guard case .stored = verdict else {
            accept.batcher.levels?.noteRefused("unauthorized")
            context.logger.warning(
                "Webhook refused: no secret of ours signed it", metadata: ["body.bytes": "\(body.count)"])
            throw Problem(.unauthorized, code: "invalid_signature")
        }
        return Response(status: .ok)
    }
}

extension HTTPField.Name {
    /// `sha256=` and 64 hexadecimal digits: HMAC of the raw body with the app's secret.
    static let hubSignature256 = Self("X-Hub-Signature-256") ?? .authorization
}
