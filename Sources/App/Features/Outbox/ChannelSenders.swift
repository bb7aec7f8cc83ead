import Domain
import Foundation
import Logging
import Postgres
import Providers

extension Outbox {
    /// What a provider calls what it took.
    struct SentNames {
        var externalID: String
        var parts: [String] = []
    }

    /// One call to a provider; gives what the provider calls the message.
    package typealias ProviderCall =
        @Sendable (OutboundMessage, ChannelCredentials) async throws(ProviderError) -> String

    /// What has to be with the provider before the message can be sent: it gives the message that names it.
    typealias ProviderPreparation =
        @Sendable (OutboundMessage, ChannelCredentials) async throws(ProviderError) -> OutboundMessage

    /// A way out for each provider that has one, by its name in `channel_accounts`.
    ///
    /// - Parameters:
    ///   - site: where providers reach this server, without a slash at its end; nil when nobody said.
    ///   - mailAuthorities: certificates (PEM) that mail servers are trusted by, instead of the system's.
    package static func senders(
        channels: Channels, http: ProviderHTTP, site: String? = nil, files: OutgoingFiles = .none,
        mailAuthorities: String? = nil, templates: TemplateMedia? = nil, notices: CustomerPushSender? = nil,
        logger: Logger
    ) -> [String: MessageSender] {
        let carry = fileCalls(http, files)
        let calls = phoneSenders(http, site: site).merging(mailSenders(http, mailAuthorities, logger)) { first, _ in
            first
        }
        var senders = [
            ChannelProvider.meta.rawValue: metaSender(
                channels: channels, http: http, files: files, templates: templates)
        ]
        if let notices {
            senders[ChannelProvider.webpush.rawValue] = sender(channels, nil) {
                (message, account) async throws(ProviderError) in try await notices.send(message, from: account)
            }
        }
        for (provider, call) in calls { senders[provider.rawValue] = sender(channels, carry[provider], call) }
        return senders
    }

    /// Meta's products: a WhatsApp number, a page, an Instagram account.
    ///
    /// - Parameter templates: knows the files of template headers.
    package static func metaSender(
        channels: Channels, http: ProviderHTTP, files: OutgoingFiles = .none, templates: TemplateMedia? = nil
    ) -> MessageSender {
        let headers: ProviderPreparation = { (message, account) async throws(ProviderError) in
            guard let templates, account.channelType == .whatsapp else { return message }
            var ready = message
            ready.content = try await templates.resolved(
                message.content, for: account, try whatsAppClient(http, account))
            return ready
        }
        return namedSender(channels, metaFile(http, files), prepare: headers) {
            (message, account) async throws(ProviderError) in
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
                let receipt = try await client.send(message, on: message.asPerson ? .humanAgent : .response)
                // A reaction has no id of its own: ours stands in, so that the row is settled.
                return SentNames(
                    externalID: receipt.externalID.isEmpty ? message.reference : receipt.externalID,
                    parts: receipt.messageIDs)
            }
            return SentNames(externalID: try await whatsAppClient(http, account).send(message).externalID)
        }
    }

    /// What every way out has in common: credentials, the stored message in the providers' form, and no error that is not an outcome.
    private static func sender(
        _ channels: Channels, _ carry: FileCall?, _ call: @escaping ProviderCall
    ) -> MessageSender {
        namedSender(channels, carry) { (message, account) async throws(ProviderError) in
            SentNames(externalID: try await call(message, account))
        }
    }

    static func whatsAppClient(
        _ http: ProviderHTTP, _ account: ChannelCredentials
    ) throws(ProviderError) -> MetaWhatsApp.Client {
        MetaWhatsApp.Client(
            http: http, baseURL: account.baseURL, token: try account.secret(.accessToken),
            phoneNumberID: account.address)
    }

    private static func namedSender(
        _ channels: Channels, _ carry: FileCall?, prepare: ProviderPreparation? = nil,
        _ call: @escaping @Sendable (OutboundMessage, ChannelCredentials) async throws(ProviderError) -> SentNames
    ) -> MessageSender {
        { envelope in
            do {
                let account = try await channels.credentials(envelope.tenant, envelope.account)
                var message = OutboundMessage(
                    to: envelope.recipient,
                    content: OutboundContent(
                        type: envelope.contentType, text: envelope.content,
                        payload: try envelope.payload.map { (text) throws(JSONError) in try JSON.parse(text) }),
                    replyTo: envelope.replyToExternalID, reference: envelope.outboxID.uuidString.lowercased(),
                    asPerson: envelope.asPerson, repeats: envelope.repeats)
                if let file = envelope.file {
                    guard let carry else {
                        return .refused(.init(code: "files_not_supported", title: "This channel carries no files"))
                    }
                    do {
                        message = try await carry(file, envelope.tenant, message, account)
                    } catch ProviderError.ambiguous(let fault) {
                        throw ProviderError.unavailable(fault, retryAfter: nil)
                    }
                }
                if let prepare { message = try await prepare(message, account) }
                guard await envelope.leave() else {
                    return .notTried(.init(code: "not_ours", title: "Another attempt has this message"))
                }
                let names = try await call(message, account)
                return .accepted(externalID: names.externalID, parts: names.parts)
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
