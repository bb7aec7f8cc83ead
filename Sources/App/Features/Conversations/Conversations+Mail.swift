import Domain
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// `GET /support/{id}/messages/{message}/mail`: a mail as it was sent, for the frame in its bubble.
extension ConversationRoutes {
    /// Whatever the frame's own attributes say: nothing runs, nothing is fetched, and it is nobody's origin.
    private static let mailPolicy = [
        "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "form-action 'none'", "base-uri 'none'",
        "frame-ancestors 'self'", "sandbox allow-popups allow-popups-to-escape-sandbox",
    ].joined(separator: "; ")

    @Sendable func mail(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (id, message) = (try context.parameters.id("id"), try context.parameters.id("message"))
        let html = try await database.tenant(context.scope) { try await Mail.html(of: message, in: id, tx: $0) }
        guard let html else { throw Problem.notFound }
        var response = Response.fragment(SafeHTML.page(html))
        response.headers[.contentSecurityPolicy] = Self.mailPolicy
        if let name = HTTPField.Name("X-Frame-Options") { response.headers[name] = "SAMEORIGIN" }
        if let name = HTTPField.Name("Referrer-Policy") { response.headers[name] = "no-referrer" }
        return response
    }
}
