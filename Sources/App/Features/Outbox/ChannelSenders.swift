import Domain
import Foundation
import Postgres
import Providers

extension Outbox {
    /// A way out for each provider that has one, by its name in `channel_accounts`.
    package static func senders(channels: Channels, http: ProviderHTTP) -> [String: MessageSender] {
        [
            ChannelProvider.meta.rawValue: metaSender(channels: channels, http: http),
            ChannelProvider.zapi.rawValue: sender(channels) { (message, account) async throws(ProviderError) in
                let client = ZAPI.Client(
                    http: http, baseURL: account.baseURL, instanceID: account.address, token: try account.secret(.apiToken),
                    clientToken: account[.clientToken] ?? "")
                return try await client.send(message).externalID
            },
        ]
    }

    /// Meta's products: a WhatsApp number, a page, an Instagram account.
    package static func metaSender(channels: Channels, http: ProviderHTTP) -> MessageSender {
        sender(channels) { (message, account) async throws(ProviderError) in
            let token = try account.secret(.accessToken)
            let channel: MetaMessaging.Channel? =
                switch account.channelType {
                case .instagram: .instagram
                case .messenger: .messenger
                default: nil
                }
            if let channel {
                let client = MetaMessaging.Client(
                    http: http, channel: channel, baseURL: account.baseURL, token: token, accountID: account.address)
                let receipt = try await client.send(message)
                // A reaction has no id of its own: ours stands in, so that the row is settled.
                return receipt.externalID.isEmpty ? message.reference : receipt.externalID
            }
            let client = MetaWhatsApp.Client(http: http, baseURL: account.baseURL, token: token, phoneNumberID: account.address)
            return try await client.send(message).externalID
        }
    }

    /// What every way out has in common: credentials, the stored message in the providers' form, and no error that is not an outcome.
    private static func sender(
        _ channels: Channels,
        _ call: @escaping @Sendable (OutboundMessage, ChannelCredentials) async throws(ProviderError) -> String
    ) -> MessageSender {
        { envelope in
            do {
                let account = try await channels.credentials(envelope.tenant, envelope.account)
                let message = OutboundMessage(
                    to: envelope.recipient,
                    content: OutboundContent(
                        type: envelope.contentType, text: envelope.content,
                        payload: try envelope.payload.map { (text) throws(JSONError) in try JSON.parse(text) }),
                    replyTo: envelope.replyToExternalID, reference: envelope.outboxID.uuidString.lowercased())
                return .accepted(externalID: try await call(message, account))
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

extension ChannelCredentials {
    /// A secret that nothing can be sent without.
    func secret(_ name: ChannelSecret) throws(ProviderError) -> String {
        guard let secret = self[name] else {
            throw .unauthorized(ProviderFault(code: "no_token", title: "The account has no \(name.rawValue)"))
        }
        return secret
    }
}
