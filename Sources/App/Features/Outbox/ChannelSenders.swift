import Domain
import Foundation
import Logging
import Postgres
import Providers

extension Outbox {
    /// One call to a provider; gives what the provider calls the message.
    package typealias ProviderCall = @Sendable (OutboundMessage, ChannelCredentials) async throws(ProviderError) -> String

    /// A way out for each provider that has one, by its name in `channel_accounts`.
    package static func senders(channels: Channels, http: ProviderHTTP, logger: Logger) -> [String: MessageSender] {
        let calls = phoneSenders(http).merging(mailSenders(http, logger)) { first, _ in first }
        var senders = [ChannelProvider.meta.rawValue: metaSender(channels: channels, http: http)]
        for (provider, call) in calls { senders[provider.rawValue] = sender(channels, call) }
        return senders
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
    private static func sender(_ channels: Channels, _ call: @escaping ProviderCall) -> MessageSender {
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
