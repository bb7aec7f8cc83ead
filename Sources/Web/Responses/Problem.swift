import HTTPTypes

/// An answer that is not what was asked for. Its `code` is stable and public; it never carries text of the error
/// that caused it.
package struct Problem: Error, Sendable, Equatable {
    package let status: HTTPResponse.Status
    /// The stable name of what happened: `not_found`, `invalid_body`. API clients branch on it.
    package let code: String
    /// What to do about it, written for the client's developer. A constant, never data.
    package let detail: String?
    package var headers: HTTPFields = [:]
    /// What is wrong where, for what has several parts. Words are for the reader, in their language.
    package var faults: [Fault] = []

    /// One thing that is wrong.
    package struct Fault: Sendable, Equatable, Encodable {
        /// The part of what was sent: `body`, `buttons[1]`, `variables.nome`.
        package let place: String
        package let code: String
        package let message: String

        package init(place: String, code: String, message: String) {
            self.place = place
            self.code = code
            self.message = message
        }
    }

    package init(_ status: HTTPResponse.Status, code: String? = nil, detail: String? = nil, headers: HTTPFields = [:]) {
        self.status = status
        self.code = code ?? Self.code(of: status)
        self.detail = detail
        self.headers = headers
    }

    /// Also the answer for another tenant's row: that it exists is none of your business.
    package static let notFound = Problem(.notFound)
    package static let forbidden = Problem(.forbidden)
    package static let unauthorized = Problem(.unauthorized, headers: [.wwwAuthenticate: "Bearer"])
    /// A browser page is sent to the sign-in form; everything else gets 401.
    package static let signInRequired = Problem(.unauthorized, code: "sign_in_required")
    package static let bodyTooLarge = Problem(.contentTooLarge, code: "body_too_large")
    package static let unsupportedMediaType = Problem(.unsupportedMediaType)

    package static func badRequest(_ code: String, detail: String? = nil) -> Problem {
        Problem(.badRequest, code: code, detail: detail)
    }

    package static func conflict(_ code: String, detail: String? = nil) -> Problem {
        Problem(.conflict, code: code, detail: detail)
    }

    package static func unprocessable(_ code: String, detail: String? = nil) -> Problem {
        Problem(.unprocessableContent, code: code, detail: detail)
    }

    /// Not now; providers and load balancers try again.
    package static func unavailable(retryAfter: Int = 5) -> Problem {
        Problem(.serviceUnavailable, code: "unavailable", headers: [.retryAfter: String(max(1, retryAfter))])
    }

    package static func rateLimited(retryAfter: Duration) -> Problem {
        let seconds = max(1, retryAfter.components.seconds + (retryAfter.components.attoseconds > 0 ? 1 : 0))
        return Problem(.tooManyRequests, code: "rate_limited", headers: [.retryAfter: String(seconds)])
    }

    static func code(of status: HTTPResponse.Status) -> String {
        switch status.code {
        case 400: "bad_request"
        case 401: "unauthorized"
        case 403: "forbidden"
        case 404: "not_found"
        case 405: "method_not_allowed"
        case 408: "timeout"
        case 409: "conflict"
        case 413: "body_too_large"
        case 415: "unsupported_media_type"
        case 422: "invalid"
        case 429: "rate_limited"
        case 503: "unavailable"
        case 500...: "internal_error"
        default: "error"
        }
    }
}

/// An error of a lower layer that knows which answer it deserves (a lost database is a 503, a duplicate a 409).
package protocol ProblemConvertible: Error {
    var problem: Problem { get }
}
