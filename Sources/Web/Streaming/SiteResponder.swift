import HTTPTypes
import Hummingbird

/// Routes requests; those for a live stream in a task of their own.
///
/// The way through the middleware is deep (some 25 KB); see ``withOwnStack(_:)``.
package struct SiteResponder: HTTPResponder {
    package typealias Context = AppContext

    let router: RouterResponder<AppContext>

    package func respond(to request: Request, context: AppContext) async throws -> Response {
        guard request.wantsEvents else {
            return try await router.respond(to: request, context: context)
        }
        return try await withOwnStack { try await router.respond(to: request, context: context) }
    }
}
