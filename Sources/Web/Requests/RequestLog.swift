import Hummingbird
import Logging

/// One line a request, at debug. The path only: queries carry verify tokens and search words. Webhook paths may carry
/// a secret themselves, so there the route's pattern stands in.
package struct RequestLog: RouterMiddleware {
    package typealias Context = AppContext

    package init() {}

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard context.logger.logLevel <= .debug else { return try await next(request, context) }
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let path = request.uri.path.hasPrefix("/webhook") ? context.endpointPath ?? "-" : request.uri.path
        context.logger.debug(
            "Request",
            metadata: [
                "http.method": "\(request.method)", "http.path": "\(path)",
                "http.status": "\(response.status.code)", "http.client": "\(context.visitor.address)",
                "duration_ms": "\((ContinuousClock.now - start) / .milliseconds(1))",
            ])
        return response
    }
}
