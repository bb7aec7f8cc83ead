import HTTPTypes
import Hummingbird
import Logging

/// Where API tokens live. As with sessions, a failing store throws.
package protocol TokenStore: Sendable {
    func token(hash: [UInt8]) async throws -> ApiIdentity?
}

/// Reads `Authorization: Bearer …` on the API routes. ``ApiContext`` refuses those who have none.
package struct BearerMiddleware: RouterMiddleware {
    package typealias Context = AppContext

    let store: any TokenStore

    package init(store: any TokenStore) { self.store = store }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard let secret = request.bearerToken, let identity = try await store.token(hash: Secrets.sha256(secret))
        else { return try await next(request, context) }
        var context = context
        context.token = identity
        context.logger[metadataKey: "tenant.id"] = "\(identity.tenantID)"
        return try await next(request, context)
    }
}

extension Request {
    /// The secret after `Bearer`, if it has a plausible size.
    package var bearerToken: String? {
        guard let header = headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1].trimmed
        return (20...200).contains(token.utf8.count) ? token : nil
    }
}
