import Domain
import Foundation
import Logging
import Providers

extension Connections {
    /// As this installation is configured.
    package static func all(of installation: Installation) -> Connections {
        all(
            http: ProviderHTTP(logger: installation.logger), site: installation.config.publicURL,
            mailAuthorities: installation.config.mailAuthorities, logger: installation.logger)
    }

    /// Every provider there is a client for.
    ///
    /// - Parameter site: where customers reach this server; nil when nobody said.
    package static func all(
        http: ProviderHTTP, site: String? = nil, mailAuthorities: String? = nil,
        logger: Logger = Logger(label: "secretaria.connections")
    ) -> Connections {
        Connections(
            testers: [
                .metaWhatsApp: metaWhatsApp(http), .instagram: metaMessaging(http, .instagram),
                .messenger: metaMessaging(http, .messenger),
                .zapi: zapi(http), .whaticket: whaticket(http), .resend: resend(http),
                .smtp: smtp(mailAuthorities, logger), .twilio: twilio(http),
                .zenvia: zenvia(http), .webPush: webPush(site),
            ],
            codes: [.zapi: zapiCode(http)], setups: [.zapi: zapiWebhook(http), .zenvia: zenviaWebhook(http)])
    }

    private static func metaWhatsApp(_ http: ProviderHTTP) -> ConnectionTester {
        { credentials throws(ProviderError) in
            let client = MetaWhatsApp.Client(
                http: http, baseURL: credentials.baseURL, token: credentials[.accessToken] ?? "",
                phoneNumberID: credentials.address)
            let info = try await client.numberInfo()
            return ConnectionReport(
                facts: [
                    info.verifiedName.map { .init("name", $0) }, info.displayPhoneNumber.map { .init("number", $0) },
                    info.qualityRating.map { .init("quality", $0) }, info.status.map { .init("status", $0) },
                ], displayAddress: info.displayPhoneNumber)
        }
    }

    private static func metaMessaging(_ http: ProviderHTTP, _ channel: MetaMessaging.Channel) -> ConnectionTester {
        { credentials throws(ProviderError) in
            let token = credentials[.accessToken] ?? ""
            // A token of Instagram's own login is good at Instagram's own host, which the client knows; the configuration names Meta's.
            let isInstagramLogin = channel == .instagram && token.hasPrefix("IG") && credentials.hasDefaultHome
            let client = MetaMessaging.Client(
                http: http, channel: channel, baseURL: isInstagramLogin ? nil : credentials.baseURL, token: token,
                accountID: credentials.address)
            let info = try await client.test()
            guard channel == .instagram || info.id == credentials.address else {
                throw .rejected(ProviderFault(code: "other_account", title: "The token is of another account"))
            }
            return ConnectionReport(
                facts: [info.name.map { .init("name", $0) }, info.username.map { .init("account", "@" + $0) }],
                displayAddress: info.username.map { "@" + $0 } ?? info.name)
        }
    }

    static func zapiClient(_ http: ProviderHTTP, _ credentials: ChannelCredentials) -> ZAPI.Client {
        ZAPI.Client(
            http: http, baseURL: credentials.baseURL, instanceID: credentials.address,
            token: credentials[.apiToken] ?? "",
            clientToken: credentials[.clientToken] ?? "")
    }

    private static func zapi(_ http: ProviderHTTP) -> ConnectionTester {
        { credentials throws(ProviderError) in
            let health = try await zapiClient(http, credentials).test()
            let state: ConnectionReport.State =
                switch health.state {
                case .connected: .connected
                case .waitingForCode: .qrPending
                case .disconnected, .refused: .disconnected
                }
            let number = health.phone.map { PhoneNumber.display($0) }
            return ConnectionReport(
                state, facts: [number.map { .init("number", $0) }, health.reason.map { .init("status", $0) }],
                displayAddress: number)
        }
    }

    /// These servers say no more than that they know the token.
    private static func whaticket(_ http: ProviderHTTP) -> ConnectionTester {
        { credentials throws(ProviderError) in
            // Logs in anew: a password that was changed must not be covered by a token of the old one.
            try await credentials.whaticketClient(http, logins: WhaticketLogins()).test()
            return ConnectionReport()
        }
    }

    /// There is no provider to ask: what can be wrong is our own address. Browsers take notices from https alone, and from their own machine.
    private static func webPush(_ site: String?) -> ConnectionTester {
        { _ throws(ProviderError) in
            guard let site, let url = URL(string: site), let host = url.host() else {
                throw .rejected(ProviderFault(code: "no_public_url", title: "PUBLIC_URL is not set"))
            }
            guard url.scheme == "https" || ["localhost", "127.0.0.1"].contains(host) else {
                throw .rejected(ProviderFault(code: "not_https", title: "PUBLIC_URL is not https"))
            }
            return ConnectionReport(facts: [.init("server", host)])
        }
    }

    private static func zapiCode(_ http: ProviderHTTP) -> QRCodeSource {
        { credentials throws(ProviderError) in
            let code = try await zapiClient(http, credentials).qrCode()
            guard case .image(let png) = code else { return .connected }
            return .image("data:image/png;base64," + Data(png).base64EncodedString())
        }
    }
}

extension ChannelCredentials {
    /// The address of Meta's API is the configuration's, not one an operator set for this account.
    fileprivate var hasDefaultHome: Bool { baseURL?.hasPrefix("https://graph.facebook.com") ?? true }
}
