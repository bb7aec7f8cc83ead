import Domain
import Foundation
import Logging
import Providers

// Mail, text messages and Whaticket: what each account's settings mean to its provider's client.
extension Outbox {
    static func mailSenders(_ http: ProviderHTTP, _ authorities: String?, _ logger: Logger)
        -> [ChannelProvider: ProviderCall]
    {
        [
            .resend: { (message, account) async throws(ProviderError) in
                let client = Resend.Client(
                    http: http, baseURL: account.baseURL, apiKey: try account.secret(.apiToken),
                    account: account.mailbox)
                return try await client.send(message, attachments: message.attachments).externalID
            },
            .smtp: { (message, account) async throws(ProviderError) in
                let server = try account.mailServer(trusting: authorities)
                let client = SMTP.Client(server: server, account: account.mailbox, logger: logger)
                return try await client.send(message, attachments: message.attachments).externalID
            },
        ]
    }

    /// - Parameter site: where providers reach us, for those that are told with each message where to report; nil = they are not.
    static func phoneSenders(_ http: ProviderHTTP, site: String?) -> [ChannelProvider: ProviderCall] {
        let logins = WhaticketLogins()
        return [
            .zapi: { (message, account) async throws(ProviderError) in
                let client = ZAPI.Client(
                    http: http, baseURL: account.baseURL, instanceID: account.address,
                    token: try account.secret(.apiToken),
                    clientToken: account[.clientToken] ?? "")
                return try await client.send(message).externalID
            },
            .whaticket: { (message, account) async throws(ProviderError) in
                let client = try account.whaticketClient(http, logins: logins)
                return try await client.send(message).externalID
            },
            .twilio: { (message, account) async throws(ProviderError) in
                let client = Twilio.Client(
                    http: http, baseURL: account.baseURL, accountSID: account.settings["account_sid"] ?? "",
                    password: try account.secret(.apiToken),
                    sender: account.settings["messaging_service_sid"] ?? account.address,
                    statusCallback: site.map { account.statusCallback(site: $0) })
                return try await client.send(message).externalID
            },
            .zenvia: { (message, account) async throws(ProviderError) in
                let client = Zenvia.Client(
                    http: http, baseURL: account.baseURL, token: try account.secret(.apiToken), sender: account.address)
                return try await client.send(message).externalID
            },
        ]
    }
}

extension OutboundMessage {
    fileprivate var attachments: [OutboundEmail.Attachment] {
        file.map { [.init(fileName: $0.name, type: $0.mimeType, data: $0.bytes)] } ?? []
    }
}

extension ChannelCredentials {
    /// The server the shop named, or the one that the operator set for the account; only that one may stand inside our own network.
    func mailServer(trusting authorities: String?) throws(ProviderError) -> SMTP.Server {
        var server: SMTP.Server
        if let set = baseURL.flatMap({ URLComponents(string: $0) }), let host = set.host {
            let security: SMTP.Security =
                switch set.scheme {
                case "smtps": .implicit
                case "smtp+starttls": .startTLS
                default: .none
                }
            server = SMTP.Server(
                host: host, port: set.port ?? (security == .implicit ? 465 : security == .startTLS ? 587 : 25),
                security: security, allowsPrivateHost: true)
        } else if let host = settings["host"], let port = settings["port"].flatMap({ Int($0) }),
            let security = settings["security"].flatMap({ SMTP.Security(rawValue: $0) })
        {
            server = SMTP.Server(host: host, port: port, security: security)
        } else {
            throw .rejected(ProviderFault(code: "no_server", title: "The account names no mail server"))
        }
        // A relay of our own on a plain line is not told the password.
        if server.security != .none { (server.username, server.password) = (settings["username"], self[.password]) }
        server.trustedRoots = authorities
        return server
    }

    var mailbox: MailAccount {
        MailAccount(
            from: EmailAddress(name: settings["from_name"], address: address),
            replyToken: settings["reply_address"] == "plain" ? nil : replyToken, writesHTML: true)
    }
}
