import Hummingbird
import Logging
import NIOCore

/// What a page needs to know about the request it answers.
package protocol PageContext: RequestContext {
    var visitor: Visitor { get }
    var signedIn: AgentIdentity? { get }
}

/// Facts about a request that hold for everybody, filled in by ``RequestSetup``.
package struct Visitor: Sendable {
    /// The client's address, behind trusted proxies too; "-" when there is no connection (router tests).
    package var address: String = "-"
    /// The browser talks to us through TLS.
    package var isSecure = false
    package var localizer: Localizer = .untranslated
    package var theme: Theme = .system
    /// What a form must send back, see ``CSRFProtection``. Empty outside the browser routes.
    package var csrfToken = ""
}

package enum Theme: String, Sendable, CaseIterable {
    case system, light, dark
}

/// Every request starts here. It promises nothing about who is asking.
package struct AppContext: PageContext {
    package var coreContext: CoreRequestContextStorage
    package var visitor = Visitor()
    package var signedIn: AgentIdentity?
    package var token: ApiIdentity?
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// A person at work in a shop: exists only where a session was found.
package struct AgentContext: PageContext, ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    package var visitor: Visitor
    package let agent: AgentIdentity
    package let channel: any Channel

    package init(context: AppContext) throws {
        guard let agent = context.signedIn else { throw Problem.signInRequired }
        coreContext = context.coreContext
        visitor = context.visitor
        channel = context.channel
        self.agent = agent
    }

    package var signedIn: AgentIdentity? { agent }
    package var localizer: Localizer { visitor.localizer }

    /// Refuses people with less power than `role`.
    package func require(_ role: Role) throws {
        guard agent.role >= role else { throw Problem.forbidden }
    }
}

/// A program holding one of a shop's tokens.
package struct ApiContext: ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    package var visitor: Visitor
    package let token: ApiIdentity
    package let channel: any Channel

    package init(context: AppContext) throws {
        guard let token = context.token else { throw Problem.unauthorized }
        coreContext = context.coreContext
        channel = context.channel
        visitor = context.visitor
        self.token = token
    }

    /// Refuses tokens without `scope`. `admin` holds every other scope.
    package func require(_ scope: Scope) throws {
        guard token.scopes.contains(scope) || token.scopes.contains(.admin) else {
            throw Problem(.forbidden, code: "insufficient_scope")
        }
    }
}

/// A provider calling: no session, no person; the body's signature is the only proof there is.
package struct WebhookContext: ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let visitor: Visitor

    package init(context: AppContext) throws {
        coreContext = context.coreContext
        visitor = context.visitor
    }

    /// Product rule: 3 MB on webhooks.
    package static let bodyLimit = 3 * 1024 * 1024
    package var maxUploadSize: Int { Self.bodyLimit }
}

extension RequestContext {
    /// The request's id, as logs and error pages show it. (`id` of the framework traps when it is missing.)
    package var requestID: String {
        logger[metadataKey: "hb.request.id"].map(\.description) ?? "-"
    }
}
