import Hummingbird
import Logging

/// Where sessions live. A failing store must throw: an unreachable database is a 503, not a sign-out.
package protocol SessionStore: Sendable {
    /// The live session with that hash, or nil: unknown, expired, revoked, or its person disabled.
    func session(hash: [UInt8]) async throws -> AgentIdentity?
}

/// Finds out who is signed in, for the browser routes. Without a session it lets the request pass: ``AgentContext``
/// is what refuses.
package struct SessionMiddleware: RouterMiddleware {
    package typealias Context = AppContext

    let store: any SessionStore
    let translations: Translations

    package init(store: any SessionStore, translations: Translations) {
        self.store = store
        self.translations = translations
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard let cookie = BrowserCookie.session.value(in: request, secure: context.visitor.isSecure),
            let identity = try await store.session(hash: Secrets.sha256(cookie))
        else { return try await next(request, context) }
        var context = context
        context.signedIn = identity
        context.visitor.csrfToken = identity.csrfToken
        context.visitor.localizer = translations.localizer(
            for: SiteLanguage.wanted(by: request, choice: identity.language), timeZone: identity.timeZone,
            currency: identity.currency)
        context.logger[metadataKey: "tenant.id"] = "\(identity.tenantID)"
        return try await next(request, context)
    }
}
