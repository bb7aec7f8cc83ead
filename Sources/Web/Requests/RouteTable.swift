import HTTPTypes
import Hummingbird

/// A router that remembers what it was given. The OpenAPI test and the isolation test walk this list, so no route can
/// be forgotten by them.
package final class RouteTable: RouterMethods {
    package typealias Context = AppContext

    package struct Route: Hashable, Sendable {
        package let method: HTTPRequest.Method
        /// As OpenAPI writes it: `/support/{id}`.
        package let path: String
    }

    private let router: Router<AppContext>
    package private(set) var routes: [Route] = []

    package init() { router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints) }

    @discardableResult
    package func on<Responder: HTTPResponder>(
        _ path: RouterPath, method: HTTPRequest.Method, responder: Responder
    ) -> Self where Responder.Context == AppContext {
        let text = path.description
        routes.append(Route(method: method, path: text.hasPrefix("/") ? text : "/" + text))
        router.on(path, method: method, responder: responder)
        return self
    }

    @discardableResult
    package func add(middleware: any MiddlewareProtocol<Request, Response, AppContext>) -> Self {
        router.add(middleware: middleware)
        return self
    }

    package func buildResponder() -> SiteResponder { SiteResponder(router: router.buildResponder()) }
}
