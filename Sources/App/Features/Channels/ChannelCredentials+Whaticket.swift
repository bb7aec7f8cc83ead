import Domain
import Providers

extension ChannelCredentials {
    /// The client of this account's server. An address that the operator set may be anywhere; one that the shop typed leads to a
    /// public host or nowhere: it could otherwise call into our own network.
    func whaticketClient(_ http: ProviderHTTP, logins: WhaticketLogins) throws(ProviderError) -> Whaticket.Client {
        let login: Whaticket.Credentials
        if let token = self[.apiToken] {
            login = .token(token)
        } else if let email = settings["login_email"], let password = self[.password] {
            login = .login(email: email, password: password)
        } else {
            throw .unauthorized(ProviderFault(code: "no_token", title: "The account has neither token nor sign-in"))
        }
        if let baseURL {
            return Whaticket.Client(http: http, baseURL: baseURL, credentials: login, logins: logins)
        }
        guard let typed = settings["api_url"] else {
            throw .unauthorized(ProviderFault(code: "wrong_address", title: "The account names no server"))
        }
        return Whaticket.Client(
            http: http, baseURL: typed, origin: .untrusted(hosts: []), credentials: login, logins: logins)
    }
}
