import Domain
import Foundation
import Postgres
import Providers

extension Outbox {
    /// The way out through Meta's Cloud API.
    package static func metaSender(channels: Channels, http: ProviderHTTP) -> MessageSender {
        { envelope in
            do {
                let credentials = try await channels.credentials(envelope.tenant, envelope.account)
                guard let token = credentials[.accessToken] else {
                    return .unauthorized(.init(code: "no_token", title: "The account has no access token"))
                }
                let client = MetaWhatsApp.Client(
                    http: http, baseURL: credentials.baseURL, token: token, phoneNumberID: credentials.address)
                let message = OutboundMessage(
                    to: envelope.recipient,
                    content: OutboundContent(
                        type: envelope.contentType, text: envelope.content,
                        payload: try envelope.payload.map { (text) throws(JSONError) in try JSON.parse(text) }),
                    replyTo: envelope.replyToExternalID, reference: envelope.outboxID.uuidString.lowercased())
                return .accepted(externalID: try await client.send(message).externalID)
            } catch let error as ProviderError {
                return SendOutcome(error)
            } catch is JSONError {
                return .refused(.init(code: "bad_content", title: "The stored message cannot be read"))
            } catch {
                // Before the call: the credentials could not be had. Nothing was sent.
                return .notTried(.init(code: "no_credentials", title: "The account's credentials cannot be read now"))
            }
        }
    }
}
