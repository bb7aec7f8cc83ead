import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// Sign-in and sign-out, the switch between shops, language and theme.
package struct AccountRoutes: Sendable {
    private let signIn: SignIn
    private let sessions: OpenSession
    private let pages: Pages
    private let configuration: WebConfiguration
    /// Where people land after signing in.
    private let home = "/support"

    package init(signIn: SignIn, pages: Pages, configuration: WebConfiguration) {
        self.signIn = signIn
        sessions = OpenSession(database: signIn.database)
        self.pages = pages
        self.configuration = configuration
    }

    package func addRoutes(to browser: some RouterMethods<AppContext>) {
        browser.get("/") { _, _ in Response.redirect(to: home) }
        browser.get("sign-in") { request, context in try showForm(request, context) }
        browser.post("sign-in") { request, context in try await signIn(request, context) }
        browser.post("preferences") { request, context in try await setPreferences(request, context) }
        let agents = browser.group(context: AgentContext.self)
        agents.post("sign-out") { _, context in try await signOut(context) }
        agents.post("account/shop") { request, context in try await switchShop(request, context) }
    }

    private func showForm(_ request: Request, _ context: AppContext) throws -> Response {
        let next = LocalPath.checked(try request.query()["next"], otherwise: home)
        if context.signedIn != nil { return .redirect(to: next) }
        let problem = isTransportSafe(request, context) ? nil : "sign_in.insecure_transport"
        return try form(email: "", next: next, problem: problem, request, context)
    }

    private func signIn(_ request: Request, _ context: AppContext) async throws -> Response {
        let form = try await request.form(limit: 16_384)
        let next = LocalPath.checked(form["next"], otherwise: home)
        let email = form["email"] ?? ""
        guard isTransportSafe(request, context) else {
            return try self.form(email: email, next: next, problem: "sign_in.insecure_transport", request, context)
        }
        do {
            let person = try await signIn.check(
                email: email, password: form["password"] ?? "", from: context.visitor.address)
            guard let first = person.memberships.first else { throw SignIn.homeless }
            var response = Response.redirect(to: next)
            try await sessions.start(
                user: person.id, tenant: first.tenant, by: "password", request: request, visitor: context.visitor,
                on: &response)
            return response
        } catch let problem as Problem where problem.status.code < 500 {
            var response = try self.form(
                email: email, next: next, problem: "sign_in.\(problem.code)", status: problem.status, request, context)
            response.headers.append(contentsOf: problem.headers)
            return response
        }
    }

    private func signOut(_ context: AgentContext) async throws -> Response {
        var response = Response.redirect(to: "/sign-in")
        try await sessions.end(context.agent, visitor: context.visitor, on: &response)
        return response
    }

    /// Another shop is another session: what was open in the first tab cannot act in the second shop.
    private func switchShop(_ request: Request, _ context: AgentContext) async throws -> Response {
        guard let number = try await request.form()["number"].flatMap({ Int($0) }) else { throw Problem.notFound }
        let user = context.agent.userID
        let rows = try await signIn.database.system("a person's shops") { system in
            try await system.query(Accounts.selectMemberships(user: user))
        }
        guard let row = try rows.first(where: { try $0("number") == number }) else { throw Problem.notFound }
        var response = Response.redirect(to: home)
        try await sessions.start(
            user: user, tenant: TenantID(try row("tenant_id")), by: "other_shop", request: request,
            visitor: context.visitor, on: &response)
        return response
    }

    private func setPreferences(_ request: Request, _ context: AppContext) async throws -> Response {
        let form = try await request.form()
        var response = Response.redirect(to: LocalPath.checked(form["next"], otherwise: home))
        if let theme = form["theme"].flatMap({ Theme(rawValue: $0) }) {
            response.keep("theme", theme.rawValue, secure: context.visitor.isSecure)
        }
        if let language = form["lang"].flatMap({ SiteLanguage(rawValue: $0) }) {
            response.keep("lang", language.rawValue, secure: context.visitor.isSecure)
            if let user = context.signedIn?.userID {
                try await signIn.database.system("a person is global") { system in
                    _ = try await system.execute(Accounts.updateLanguage(user: user, language: language))
                }
            }
        }
        return response
    }

    /// Passwords and cookies travel by TLS, or within this machine.
    private func isTransportSafe(_ request: Request, _ context: AppContext) -> Bool {
        context.visitor.isSecure || request.isLoopbackHost || configuration.allowsInsecureHTTP
    }

    private func form(
        email: String, next: String, problem: String?, status: HTTPResponse.Status = .ok, _ request: Request,
        _ context: AppContext
    ) throws -> Response {
        let localizer = context.visitor.localizer
        return try pages.page(
            SignInPage(email: email.isEmpty ? nil : email, next: next, problem: problem.map { localizer($0) }),
            title: localizer("sign_in.title"), section: "sign-in", status: status, request: request, in: context)
    }
}

extension Response {
    /// A choice that is no secret, kept for a year.
    fileprivate mutating func keep(_ name: String, _ value: String, secure: Bool) {
        setCookie(
            Cookie(
                name: name, value: value, maxAge: 365 * 86_400, path: "/", secure: secure, httpOnly: true,
                sameSite: .lax))
    }
}
