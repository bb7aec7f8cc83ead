import Domain
import Logging
import Providers

/// Mail and text messages.
extension Connections {
    private static func mailbox(_ credentials: ChannelCredentials) -> MailAccount {
        MailAccount(from: EmailAddress(name: credentials.settings["from_name"], address: credentials.address))
    }

    static func resend(_ http: ProviderHTTP) -> ConnectionTester {
        { credentials throws(ProviderError) in
            let account = mailbox(credentials)
            let client = Resend.Client(
                http: http, baseURL: credentials.baseURL, apiKey: credentials[.apiToken] ?? "", account: account)
            let report = try await client.test()
            // A key for sending alone may not see the domains: it is good for what it is good for.
            guard !report.isSendingOnly else { return ConnectionReport() }
            guard report.domains.contains(where: { $0.isVerified && $0.name.lowercased() == account.from.domain })
            else {
                throw .rejected(
                    ProviderFault(code: "domain_not_verified", title: "The domain is not verified at Resend"))
            }
            return ConnectionReport(facts: [ConnectionReport.Fact("domain", account.from.domain)])
        }
    }

    static func smtp(_ authorities: String?, _ logger: Logger) -> ConnectionTester {
        { credentials throws(ProviderError) in
            let server = try credentials.mailServer(trusting: authorities)
            let client = SMTP.Client(server: server, account: mailbox(credentials), logger: logger)
            _ = try await client.test()
            return ConnectionReport(facts: [ConnectionReport.Fact("server", server.host)])
        }
    }

    static func twilio(_ http: ProviderHTTP) -> ConnectionTester {
        { credentials throws(ProviderError) in
            let client = Twilio.Client(
                http: http, baseURL: credentials.baseURL, accountSID: credentials.settings["account_sid"] ?? "",
                password: credentials[.apiToken] ?? "",
                sender: credentials.settings["messaging_service_sid"] ?? credentials.address,
                statusCallback: nil)
            let account = try await client.test()
            guard account.isActive else {
                throw .rejected(ProviderFault(code: "account_inactive", title: "The Twilio account is not active"))
            }
            return ConnectionReport(facts: [account.name.map { .init("account", $0) }])
        }
    }

    static func zenvia(_ http: ProviderHTTP) -> ConnectionTester {
        { credentials throws(ProviderError) in
            let client = Zenvia.Client(
                http: http, baseURL: credentials.baseURL, token: credentials[.apiToken] ?? "",
                sender: credentials.address)
            try await client.test()
            return ConnectionReport()
        }
    }
}
