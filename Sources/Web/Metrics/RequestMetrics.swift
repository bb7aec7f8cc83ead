import CoreMetrics
import Hummingbird
import Synchronization

/// Rate, errors and duration of every route, by its pattern (never by its path: that is the client's to choose).
///
/// `http_requests_total{method,route,status}` and `http_request_duration_seconds{method,route}`. The clock stops when
/// the answer is ready; a live stream counts as answered when it opens.
package final class RequestMetrics: RouterMiddleware {
    package typealias Context = AppContext

    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }
    private struct Handlers {
        let count: Counter
        let duration: Timer
    }

    private let factory: any MetricsFactory
    private let handlers = Mutex<[Key: Handlers]>([:])

    package init(factory: any MetricsFactory) { self.factory = factory }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        do {
            let response = try await next(request, context)
            record(request, context, status: response.status.code, since: start)
            return response
        } catch {
            record(request, context, status: 500, since: start)
            throw error
        }
    }

    private func record(_ request: Request, _ context: AppContext, status: Int, since start: ContinuousClock.Instant) {
        let handlers = handlers(
            Key(method: Self.name(request.method), route: context.endpointPath ?? "NotFound", status: status))
        handlers.count.increment()
        handlers.duration.recordNanoseconds(Int64(((.now - start) as Duration) / .nanoseconds(1)))
    }

    private func handlers(_ key: Key) -> Handlers {
        handlers.withLock { known in
            if let handlers = known[key] { return handlers }
            let route = [("method", key.method), ("route", key.route)]
            let made = Handlers(
                count: Counter(
                    label: "http_requests_total", dimensions: route + [("status", String(key.status))],
                    factory: factory),
                duration: Timer(label: "http_request_duration_seconds", dimensions: route, factory: factory))
            known[key] = made
            return made
        }
    }

    /// Methods are the client's to choose as well.
    private static func name(_ method: HTTPRequest.Method) -> String {
        [.get, .head, .post, .put, .patch, .delete, .options].contains(method) ? method.rawValue : "OTHER"
    }
}
