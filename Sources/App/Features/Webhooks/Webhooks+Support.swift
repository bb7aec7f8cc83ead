import Domain
import Foundation
import Hummingbird
import NIOCore
import Web

/// `/functions/v1/support-webhook`: one door for several providers in the system before this one, told apart by `?channel=`.
///
/// It took whatever anybody posted. Here each provider has to give the same proof as at its own address: Meta's products their
/// signature, Z-API the secret of its account, as `?secret=`.
extension Webhooks {
    static let supportPath: RouterPath = "functions/v1/support-webhook"

    static func supportHandshake(_ request: Request, _ channels: Channels) async throws -> Response {
        if try request.query()["hub.mode"] != nil { return try await handshake(request, channels) }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: "OK")))
    }

    static func receiveSupport(
        _ request: Request, _ context: WebhookContext, _ meta: AcceptMetaWebhook, _ zapi: AcceptHookWebhook
    ) async throws -> Response {
        let query = try request.query()
        switch query["channel"] ?? "whatsapp" {
        case "whatsapp" where request.headers[.hubSignature256] == nil:
            guard let secret = query.text("secret") else {
                throw Problem(
                    .unauthorized, code: "missing_secret",
                    detail: "Add secret= and the end of the channel's webhook address.")
            }
            try await receive(request, context, zapi.provider) { try await zapi($0, secret: secret) }
        case "whatsapp", "instagram_dm", "facebook_messenger":
            _ = try await receive(request, context, meta)
        default:
            throw Problem.badRequest("unknown_channel", detail: "whatsapp, instagram_dm or facebook_messenger.")
        }
        return try .json(["success": true])
    }
}
