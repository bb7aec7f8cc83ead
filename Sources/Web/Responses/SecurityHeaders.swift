import HTTPTypes
import Hummingbird

/// The headers every answer carries, errors included. A route may bring its own policy (the embeddable widget);
/// then it is kept.
package struct SecurityHeaders: RouterMiddleware {
    package typealias Context = AppContext

    package static let contentPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "font-src 'self'", "media-src 'self' blob:", "connect-src 'self'", "manifest-src 'self'",
        "frame-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    private static let always: HTTPFields = [
        .contentSecurityPolicy: contentPolicy,
        .xContentTypeOptions: "nosniff",
        headerName("X-Frame-Options"): "DENY",
        headerName("Referrer-Policy"): "same-origin",
        headerName("Permissions-Policy"): "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)",
        headerName("Cross-Origin-Opener-Policy"): "same-origin",
        headerName("Cross-Origin-Resource-Policy"): "same-origin",
    ]

    package init() {}

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in Self.always where response.headers[field.name] == nil {
            response.headers.append(field)
        }
        if context.visitor.isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        }
        return response
    }
}
