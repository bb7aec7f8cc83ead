import Hummingbird
import Web

/// Remembers when a webhook's request began: how long its sender waited is known only where it is stored.
struct WebhookClock: RouterMiddleware {
    typealias Context = WebhookContext

    @TaskLocal static var began: ContinuousClock.Instant?

    func handle(
        _ request: Request, context: WebhookContext, next: (Request, WebhookContext) async throws -> Response
    ) async throws -> Response {
        try await Self.$began.withValue(.now) { try await next(request, context) }
    }
}
