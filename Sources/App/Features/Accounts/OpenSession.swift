import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// Starts, moves and ends browser sessions. Every start makes a new secret, and forgets the one the browser had.
struct OpenSession: Sendable {
    let database: Database

    /// A session in one shop, set as cookie on `response`.
    func start(
        user: UUID, tenant: TenantID, request: Request, secure: Bool, on response: inout Response
    ) async throws {
        let secret = Secrets.random()
        let agent = request.headers[.userAgent].map {
            String($0.unicodeScalars.filter { $0.value >= 0x20 }.prefix(200))
        }
        let insert = Accounts.insertSession(
            tenant: tenant.value, user: user, hash: Secrets.sha256(secret), csrfToken: Secrets.random(),
            userAgent: agent)
        let previous = BrowserCookie.session.value(in: request, secure: secure)
        try await database.system("sign-in makes the session that will name the tenant") { system in
            let forget = previous.map { [Accounts.deleteSession(hash: Secrets.sha256($0))] } ?? []
            _ = try await system.batch(forget + [insert])
        }
        BrowserCookie.session.set(
            secret, on: &response, secure: secure, maxAge: Int(Accounts.sessionLifetime.inSeconds))
        BrowserCookie.form.remove(from: &response, secure: secure)
    }

    /// Ends the session of this request, here and in the browser.
    func end(hash: [UInt8], secure: Bool, on response: inout Response) async throws {
        try await database.system("a session is found by its hash alone") { system in
            _ = try await system.execute(Accounts.deleteSession(hash: hash))
        }
        BrowserCookie.session.remove(from: &response, secure: secure)
    }
}
