import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// Starts, moves and ends browser sessions. Every start makes a new secret, and forgets the one the browser had.
struct OpenSession: Sendable {
    let database: Database

    /// A session in one shop, set as cookie on `response`. `way`: how the person came in, for the audit log.
    func start(
        user: UUID, tenant: TenantID, by way: String, request: Request, visitor: Visitor, on response: inout Response
    ) async throws {
        let secure = visitor.isSecure
        let secret = Secrets.random()
        let agent = request.headers[.userAgent].map {
            String($0.unicodeScalars.filter { $0.value >= 0x20 }.prefix(200))
        }
        let insert = Accounts.insertSession(
            tenant: tenant.value, user: user, hash: Secrets.sha256(secret), csrfToken: Secrets.random(),
            userAgent: agent)
        let previous = BrowserCookie.session.value(in: request, secure: secure)
        let origin = Origin(.user, id: user.lowercase, address: visitor.address)
        try await database.system("sign-in makes the session that will name the tenant", by: origin) { system in
            let forget = previous.map { [Accounts.deleteSession(hash: Secrets.sha256($0))] } ?? []
            let act = Audit.note("sign_in", of: "user", user.lowercase, ["way": JSON(way)], in: tenant.value)
            _ = try await system.batch(forget + [insert, act])
        }
        BrowserCookie.session.set(
            secret, on: &response, secure: secure, maxAge: Int(Accounts.sessionLifetime.inSeconds))
        BrowserCookie.form.remove(from: &response, secure: secure)
    }

    /// Ends the session of this request, here and in the browser.
    func end(_ agent: AgentIdentity, visitor: Visitor, on response: inout Response) async throws {
        let origin = Origin(.user, id: agent.userID.lowercase, address: visitor.address)
        try await database.system("a session is found by its hash alone", by: origin) { system in
            _ = try await system.batch([
                Accounts.deleteSession(hash: agent.sessionHash),
                Audit.note("sign_out", of: "user", agent.userID.lowercase, in: agent.tenantID),
            ])
        }
        BrowserCookie.session.remove(from: &response, secure: visitor.isSecure)
    }
}
