import Domain
import Logging
import Providers

// Mail, text messages and Whaticket: what each account's settings mean to its provider's client.
extension Outbox {
    static func mailSenders(_ http: ProviderHTTP, _ logger: Logger) -> [ChannelProvider: ProviderCall] {
        [
            .resend: { (message, account) async throws(ProviderError) in
                let client = Resend.Client(
                    http: http, baseURL: account.baseURL, apiKey: try account.secret(.apiToken), account: account.mailbox)
                return try await client.send(message).externalID
            },
            .smtp: { (message, account) async throws(ProviderError) in
                guard let host = account.settings["host"], let port = account.settings["port"].flatMap({ Int($0) }),
                    let security = account.settings["security"].flatMap({ SMTP.Security(rawValue: $0) })
                else { throw .rejected(ProviderFault(code: "no_server", title: "The account names no mail server")) }
                let server = SMTP.Server(
                    host: host, port: port, security: security, username: account.settings["username"], password: account[.password])
                return try await SMTP.Client(server: server, account: account.mailbox, logger: logger).send(message).externalID
            },
        ]
    }

    static func phoneSenders(_ http: ProviderHTTP) -> [ChannelProvider: ProviderCall] {
        let logins = WhaticketLogins()
        return [
            .zapi: { (message, account) async throws(ProviderError) in
                let client = ZAPI.Client(
                    http: http, baseURL: account.baseURL, instanceID: account.address, token: try account.secret(.apiToken),
                    clientToken: account[.clientToken] ?? "")
                return try await client.send(message).externalID
            },
            .whaticket: { (message, account) async throws(ProviderError) in
                let credentials: Whaticket.Credentials
                if let token = account[.apiToken] {
                    credentials = .token(token)
                } else if let email = account.settings["login_email"] {
                    credentials = .login(email: email, password: try account.secret(.password))
                } else {
                    throw .unauthorized(ProviderFault(code: "no_token", title: "The account has neither token nor sign-in"))
                }
                let client = Whaticket.Client(
                    // Only an address the operator set: one that a shop typed could lead into our own network.
                    http: http, baseURL: account.baseURL, credentials: credentials, logins: logins)
                return try await client.send(message).externalID
            },
            .twilio: { (message, account) async throws(ProviderError) in
                let client = Twilio.Client(
                    http: http, baseURL: account.baseURL, accountSID: account.settings["account_sid"] ?? "",
                    password: try account.secret(.apiToken), sender: account.settings["messaging_service_sid"] ?? account.address,
                    statusCallback: nil)
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

extension ChannelCredentials {
    fileprivate var mailbox: MailAccount { MailAccount(from: EmailAddress(name: settings["from_name"], address: address)) }
}
