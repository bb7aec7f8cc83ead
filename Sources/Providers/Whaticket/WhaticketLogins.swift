import Crypto
import Domain
import Foundation
import Synchronization

/// Tokens got by logging in, kept until a minute before they run out.
package final class WhaticketLogins: Sendable {
    struct Account: Hashable, Sendable {
        var base: String
        var email: String
        /// Who knows the name alone does not get a token that somebody else's password gave.
        var passwordHash: SHA256.Digest
        var origin: ProviderRequest.Origin
    }

    private struct Kept: Sendable {
        var token: String
        var until: Date
    }

    private let kept = Mutex<[Account: Kept]>([:])
    private let now: @Sendable () -> Date

    package init(now: @escaping @Sendable () -> Date = { Date() }) {
        self.now = now
    }

    func token(for account: Account, password: String, http: ProviderHTTP) async throws(ProviderError) -> String {
        let found = kept.withLock { $0[account] }
        if let found, found.until > now() { return found.token }
        let body: JSON = ["email": JSON(account.email), "password": JSON(password)]
        let response = try await http.send(
            ProviderRequest(
                "whaticket.login", method: "POST", url: account.base + "/auth/login",
                headers: [("Content-Type", "application/json")], body: body.serialize(), timeout: .seconds(10),
                isRepeatable: true
            ).from(account.origin))
        guard response.isSuccess, let token = Wire.text(response.json?["token"]) else {
            let fault = ProviderFault(code: "login_failed", title: "The server did not accept the login")
            throw response.status >= 500
                ? .unavailable(
                    .init(code: "http_\(response.status)", title: "Unexpected answer"), retryAfter: response.retryAfter)
                : .unauthorized(fault)
        }
        let life = response.json?["expiresIn"]?.double ?? 3_600
        let until = now().addingTimeInterval(max(min(life, 31_536_000) - 60, 300))
        kept.withLock { $0[account] = Kept(token: token, until: until) }
        return token
    }

    func forget(_ account: Account) {
        kept.withLock { _ = $0.removeValue(forKey: account) }
    }
}
