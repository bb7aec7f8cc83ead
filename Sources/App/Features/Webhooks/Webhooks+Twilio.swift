import Domain
import Foundation
import Hummingbird
import NIOCore
import Providers

extension Webhooks {
    /// Twilio signs the public address and the fields with the account's token: messages come to the secret address, statuses to one
    /// that names the account (``ChannelCredentials/statusCallback(site:)``), and both must be signed.
    static func twilio(_ channels: Channels, _ batcher: IntakeBatcher) -> AcceptHookWebhook {
        AcceptHookWebhook(
            provider: .twilio, channels: channels, batcher: batcher,
            notes: { webhook in
                [(InboxNote.query, webhook.query.isEmpty ? nil : JSON(String(webhook.query.prefix(500))))]
            },
            isGenuine: { webhook in
                guard let route = webhook.route, let signature = webhook.headers["x-twilio-signature"],
                    let account = try await channels.credentials(ifKnown: route.id), let token = account[.apiToken]
                else { return false }
                return webhook.sites.contains { site in
                    Twilio.verifySignature(
                        header: signature, url: site + webhook.url, body: webhook.body,
                        contentType: webhook.contentType ?? "", authToken: token)
                }
            })
    }

    /// The addresses this request may have been sent to, the configured one first. Only Twilio, who knows the token, can have signed
    /// any of them, so it is no matter that a stranger chooses the host.
    static func sites(_ request: Request, publicURL: URL?) -> [String] {
        var sites = [publicURL?.absoluteString].compactMap { $0 }.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        if let host = request.head.authority, host.utf8.count <= 300 {
            sites += ["https://\(host)", "http://\(host)"].filter { !sites.contains($0) }
        }
        return sites
    }

    /// Nothing to say, in Twilio's own language.
    static func emptyAnswer() -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/xml; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: Twilio.emptyAnswer)))
    }
}
