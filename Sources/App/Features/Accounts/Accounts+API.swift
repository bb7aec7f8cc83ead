import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// `POST /auth/token` and `GET /api/me`.
package struct AccountAPI: Sendable {
    struct Credentials: Decodable {
        let email: String
        let password: String
        /// The shop's number. Without it: the person's first shop.
        let company_id: Int?
    }

    struct Token: Encodable {
        let access_token: String
        let token_type = "bearer"
        let expires_in: Int
        let company_id: Int
    }

    struct Me: Encodable {
        struct Company: Encodable {
            let id: UUID
            let number: Int
            let name: String
            let slug: String
            let time_zone: String
            let locale: String
            let currency: String
        }
        struct User: Encodable {
            let id: UUID
            let name: String
            let email: String
            let role: String
        }
        let company_id: Int
        let company: Company
        let user: User?
        let scopes: [String]
    }

    private let signIn: SignIn

    package init(signIn: SignIn) { self.signIn = signIn }

    package func addRoutes(to router: some RouterMethods<AppContext>, api: some RouterMethods<ApiContext>) {
        router.post("auth/token") { request, context in try await token(request, context) }
        api.get("api/me") { _, context in try await me(context) }
    }

    private func token(_ request: Request, _ context: AppContext) async throws -> Response {
        let credentials = try await request.json(as: Credentials.self, limit: 16_384)
        let person = try await signIn.check(
            email: credentials.email, password: credentials.password, from: context.visitor.address)
        let shop = try Self.shop(credentials.company_id, of: person)
        let lifetime = Accounts.signInTokenLifetime
        let new = NewToken(
            tenant: shop.tenant, name: "sign-in", scopes: shop.role.scopes, createdBy: person.id, lifetime: lifetime)
        let origin = Origin(.user, id: person.id.lowercase, address: context.visitor.address)
        let secret = try await signIn.database.system("the token will name the tenant", by: origin) { system in
            let secret = try await Accounts.createToken(new, in: system)
            try await system.execute(
                Audit.note("sign_in", of: "user", person.id.lowercase, ["way": "api"], in: shop.tenant.value))
            return secret
        }
        return try .json(
            Token(access_token: secret, expires_in: Int(lifetime.inSeconds), company_id: shop.number))
    }

    private static func shop(_ number: Int?, of person: SignIn.Person) throws -> SignIn.Membership {
        if let number, number < 1 { throw Problem.badRequest("invalid_company_id") }
        guard let shop = person.memberships.first(where: { number == nil || $0.number == number }) else {
            throw Problem(.notFound, code: "company_not_found")
        }
        return shop
    }

    private func me(_ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let token = context.token
        let row = try await signIn.database.tenant(context.scope) { tenant in
            try await tenant.one(Accounts.selectProfile(tenant: tenant.tenant, user: token.userID))
        }
        let user: UUID? = try row("user_id")
        return try .json(
            Me(
                company_id: token.tenantNumber,
                company: .init(
                    id: try row("tenant_id"), number: try row("number"), name: try row("name"), slug: try row("slug"),
                    time_zone: try row("time_zone"), locale: try row("locale"), currency: try row("currency")),
                user: try user.map { id in
                    .init(id: id, name: try row("user_name"), email: try row("email"), role: try row("role"))
                }, scopes: token.scopes.map(\.rawValue).sorted()))
    }
}
