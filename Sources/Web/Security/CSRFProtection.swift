import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Refuses changes that another site makes with our visitor's cookies.
///
/// Two locks, both needed on every POST, PUT, PATCH and DELETE of the browser routes: the request must come from our own origin
/// (`Sec-Fetch-Site`, `Origin`), and must bring the token back: in the header `X-CSRF-Token` (scripts, and all
/// uploads) or the form field `_csrf`. The token belongs to the session; before there is one, to the `form` cookie.
package struct CSRFProtection: RouterMiddleware {
    package typealias Context = AppContext

    package static let field = "_csrf"
    static let refused = Problem(.forbidden, code: "csrf")

    /// Our address when a proxy hides it (it rewrites `Host`): `https://example.com`.
    let publicOrigin: String?
    /// Bytes of a form held in memory.
    let formLimit: Int

    package init(configuration: WebConfiguration, formLimit: Int = 1024 * 1024) {
        publicOrigin = configuration.publicURL.flatMap { url in
            guard let scheme = url.scheme, let host = url.host() else { return nil }
            return "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
        }
        self.formLimit = formLimit
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let secure = context.visitor.isSecure
        var context = context
        var planted: String?
        if context.signedIn == nil {
            let known = BrowserCookie.form.value(in: request, secure: secure)
            let token = known ?? Secrets.random()
            context.visitor.csrfToken = token
            if known == nil { planted = token }
        }
        var request = request
        if ![.get, .head, .options].contains(request.method) {
            guard planted == nil, isOwnOrigin(request),
                let sent = try await sentToken(&request), Secrets.equal(sent, context.visitor.csrfToken)
            else { throw Self.refused }
        }
        var response = try await next(request, context)
        if let planted, MediaTypeHeader.isPage(response) {
            BrowserCookie.form.set(planted, on: &response, secure: secure)
        }
        return response
    }

    private func sentToken(_ request: inout Request) async throws -> String? {
        if let header = request.headers[.csrfToken] { return header }
        guard MediaType.isForm(request.headers[.contentType]) else { return nil }
        let bytes = try await request.bytes(limit: formLimit)
        request.body = RequestBody(buffer: bytes)
        return try Form(parsing: bytes.readableBytesView)[Self.field]
    }

    /// Browsers say where a request comes from; programs that say nothing still need the token.
    func isOwnOrigin(_ request: Request) -> Bool {
        if let site = request.headers[.fetchSite], site != "same-origin", site != "none" { return false }
        guard let origin = request.headers[.origin] else { return true }
        if let publicOrigin, origin.lowercased() == publicOrigin.lowercased() { return true }
        guard let authority = request.head.authority, let separator = origin.firstRange(of: "://") else { return false }
        return origin[separator.upperBound...].lowercased() == authority.lowercased()
    }
}

enum MediaTypeHeader {
    static func isPage(_ response: Response) -> Bool {
        response.headers[.contentType]?.hasPrefix("text/html") ?? false
    }
}
