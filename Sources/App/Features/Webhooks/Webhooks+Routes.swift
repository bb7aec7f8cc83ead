import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Providers
import Web

extension Webhooks {
    /// `GET` is Meta's handshake, `POST` its events. The second path is the one of the system before this one.
    static func addRoutes(to webhooks: some RouterMethods<WebhookContext>, channels: Channels, batcher: IntakeBatcher) {
        let accept = AcceptMetaWebhook(channels: channels, batcher: batcher)
        for path in ["webhooks/meta", "functions/v1/meta-whatsapp-webhook"] as [RouterPath] {
            webhooks.get(path) { request, _ in try await handshake(request, channels) }
            webhooks.post(path) { request, context in try await receive(request, context, accept) }
        }
        let zapi = AcceptHookWebhook(provider: .zapi, channels: channels, batcher: batcher) { webhook in
            ZAPI.instanceID(in: webhook.body).map { $0 == webhook.route?.address } ?? true
        }
        webhooks.post("webhooks/zapi/:secret") { request, context in try await receive(request, context, zapi) }
        // The long secret in the address is Zenvia's proof; it can be told to send a header too, which not every plan offers.
        let zenvia = AcceptHookWebhook(provider: .zenvia, channels: channels, batcher: batcher) { _ in true }
        webhooks.post("webhooks/zenvia/:secret") { request, context in try await receive(request, context, zenvia) }
    }

    /// Echoes the challenge, as plain text, to whoever knows a verify token of ours.
    private static func handshake(_ request: Request, _ channels: Channels) async throws -> Response {
        let query = try request.query()
        guard query["hub.mode"] == "subscribe", let token = query["hub.verify_token"], !token.isEmpty,
            let challenge = query["hub.challenge"], challenge.utf8.count <= 256
        else { throw Problem(.forbidden, code: "invalid_verification") }
        guard try await channels.knowsMetaVerifyToken(token) else { throw Problem(.forbidden, code: "invalid_verify_token") }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: challenge)))
    }

    private static func receive(_ request: Request, _ context: WebhookContext, _ accept: AcceptHookWebhook) async throws -> Response {
        let webhook = HookedWebhook(
            body: Array(try await request.bytes(limit: WebhookContext.bodyLimit).readableBytesView),
            contentType: request.headers[.contentType],
            headers: Dictionary(request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { first, _ in first }),
            url: request.uri.string)
        do {
            guard try await accept(webhook, secret: context.parameters.get("secret") ?? "") == .stored else {
                // The address holds the secret: it is not logged.
                context.logger.warning(
                    "Webhook refused: not an address of ours", metadata: ["provider": "\(accept.provider.rawValue)", "body.bytes": "\(webhook.body.count)"])
                throw Problem.notFound
            }
        } catch is IntakeClosed {
            throw Problem.unavailable(retryAfter: 5)
        }
        return Response(status: .ok)
    }

    private static func receive(_ request: Request, _ context: WebhookContext, _ accept: AcceptMetaWebhook) async throws -> Response {
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
            context.logger.warning("Webhook refused: no secret of ours signed it", metadata: ["body.bytes": "\(body.count)"])
            throw Problem(.unauthorized, code: "invalid_signature")
        }
        return Response(status: .ok)
    }
}

extension HTTPField.Name {
    /// `sha256=` and 64 hexadecimal digits: HMAC of the raw body with the app's secret.
    static let hubSignature256 = Self("X-Hub-Signature-256") ?? .authorization
}
