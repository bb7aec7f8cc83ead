import HTTPTypes
import Hummingbird

/// Routes requests; those for a live stream in a task of their own.
///
/// A task keeps the stack it once needed until it ends, and a connection's task lives as long as its stream. The way
/// through the middleware is deep (some 25 KB); taken by a child task, that stack is gone before the stream begins.
package struct SiteResponder: HTTPResponder {
    package typealias Context = AppContext

    let router: RouterResponder<AppContext>

    package func respond(to request: Request, context: AppContext) async throws -> Response {
        guard request.headers[.accept] == "text/event-stream" else {
            return try await router.respond(to: request, context: context)
        }
        async let response = router.respond(to: request, context: context)
        return try await response
    }
}
