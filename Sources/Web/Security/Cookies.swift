import HTTPTypes
import Hummingbird

/// The cookies we set. Through TLS every secret one is `__Host-…; Secure`, which no other host can plant.
///
/// Plain http: only a loopback host may do without TLS (that is `make run`); there the cookie is `secretaria_…` without
/// `Secure`, because browsers drop secure cookies on http. Anywhere else plain http is refused at sign-in, unless
/// ``WebConfiguration/allowsInsecureHTTP`` says otherwise.
package enum BrowserCookie: String, Sendable {
    case session
    /// Double-submit token of the forms shown before there is a session.
    case form

    package func name(secure: Bool) -> String {
        secure ? "__Host-secretaria-\(rawValue)" : "secretaria-\(rawValue)"
    }

    package func value(in request: Request, secure: Bool) -> String? {
        guard let value = request.cookies[name(secure: secure)]?.value, Secrets.isWellFormed(value) else { return nil }
        return value
    }

    /// `maxAge` nil lives as long as the browser; 0 removes it.
    package func set(_ value: String, on response: inout Response, secure: Bool, maxAge: Int? = nil) {
        response.setCookie(
            Cookie(
                name: name(secure: secure), value: value, maxAge: maxAge, path: "/", secure: secure, httpOnly: true,
                sameSite: .lax))
    }

    package func remove(from response: inout Response, secure: Bool) {
        set("", on: &response, secure: secure, maxAge: 0)
    }
}

extension Request {
    /// The host is this very machine: the one place where plain http is no risk.
    package var isLoopbackHost: Bool {
        guard let authority = head.authority ?? headers[headerName("Host")] else { return false }
        let host =
            authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return host == "localhost" || host.hasSuffix(".localhost")
            || AddressRange.loopback.contains { $0.contains(String(host)) }
    }
}
