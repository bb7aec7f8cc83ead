import HTTPTypes
import Hummingbird
import NIOCore

/// The outermost middleware: who is asking, in which language, through TLS or not.
package struct RequestSetup: RouterMiddleware {
    package typealias Context = AppContext

    let configuration: WebConfiguration
    let translations: Translations

    package init(configuration: WebConfiguration, translations: Translations) {
        self.configuration = configuration
        self.translations = translations
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let peer = context.channel.remoteAddress?.ipAddress
        context.visitor.address = configuration.clientAddress(peer: peer, headers: request.headers)
        context.visitor.isSecure = configuration.isSecure(peer: peer, headers: request.headers)
        context.visitor.localizer = translations.localizer(for: SiteLanguage.wanted(by: request, choice: nil))
        if request.headers[.cookie] != nil {
            context.visitor.theme = request.cookies["theme"].flatMap { Theme(rawValue: $0.value) } ?? .system
        }
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        return response
    }
}
