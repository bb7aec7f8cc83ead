import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Privacy

/// Turns everything that was thrown below it into an answer: `application/problem+json` for programs, a page for
/// people. Errors are logged here (from 500 up, with the request id) and nowhere shown.
package struct ErrorPages: RouterMiddleware {
    package typealias Context = AppContext

    let pages: Pages

    package init(pages: Pages) { self.pages = pages }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            throw error  // the server answers malformed HTTP itself, and closes
        } catch {
            let problem = Self.problem(for: error)
            if problem.status.code >= 500 { log(error, problem: problem, request: request, context: context) }
            return answer(problem, request: request, context: context)
        }
    }

    static func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let error as any ProblemConvertible: error.problem
        case let error as any HTTPResponseError: Problem(error.status)
        case is DecodingError: .unprocessable("invalid_body")
        case is NIOTooManyBytesError: .bodyTooLarge
        case is CancellationError: .unavailable()
        default: Problem(.internalServerError)
        }
    }

    private func log(_ error: any Error, problem: Problem, request: Request, context: AppContext) {
        let level: Logger.Level = problem.status == .serviceUnavailable ? .warning : .error
        context.logger.log(
            level: level, "Request failed",
            metadata: [
                "http.route": "\(context.endpointPath ?? "-")", "http.method": "\(request.method)",
                "http.status": "\(problem.status.code)", "error.code": "\(problem.code)",
                "error.type": "\(type(of: error))", "error": "\(Mask.text("\(error)"))",
            ])
    }

    private func answer(_ problem: Problem, request: Request, context: AppContext) -> Response {
        var response: Response
        if !request.wantsPage {
            response = problem.json(requestID: context.requestID)
        } else if problem == .signInRequired {
            response = .redirect(to: "/sign-in" + returnPath(request))
        } else {
            response = pages.error(problem, in: context)
        }
        response.headers.append(contentsOf: problem.headers)
        response.headers[.cacheControl] = "no-store"
        if problem.status == .contentTooLarge, !Self.isReadToItsEnd(request.headers[.contentLength].flatMap(Int.init)) {
            response.closeAfterwards(context.channel)
        }
        return response
    }

    /// A refused upload of at most 16 MB is read on and thrown away: who is still sending when the connection ends may never see the
    /// answer. What is longer, or does not say how long it is, ends the connection.
    static func isReadToItsEnd(_ declared: Int?) -> Bool { declared.map { (0...16 << 20).contains($0) } ?? false }

    /// Where to go after signing in: only where a GET led.
    private func returnPath(_ request: Request) -> String {
        guard request.method == .get, request.uri.path != "/" else { return "" }
        return "?next=" + request.uri.path.percentEncoded
    }
}

extension Problem {
    /// RFC 9457, plus the `error` code that v2.0 clients read.
    package func json(requestID: String) -> Response {
        struct Body: Encodable {
            let type = "about:blank"
            let title: String
            let status: Int
            let error: String
            let detail: String?
            let request_id: String
            let errors: [Fault]?
        }
        let body = Body(
            title: status.reasonPhrase, status: status.code, error: code, detail: detail, request_id: requestID,
            errors: faults.isEmpty ? nil : faults)
        let bytes = (try? JSONEncoder().encode(body)) ?? Data()
        return Response(
            status: status, headers: [.contentType: "application/problem+json"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Request {
    /// A person's browser asking for a page; everything else gets JSON.
    package var wantsPage: Bool {
        let path = uri.path
        if ["/api/", "/auth/", "/webhook/", "/webhooks/", "/functions/"].contains(where: { path.hasPrefix($0) }) {
            return false
        }
        if let mode = headers[headerName("Sec-Fetch-Mode")], mode != "navigate" { return false }
        let accept = headers[values: .accept].joined(separator: ",")
        return accept.contains("text/html")
    }
}

extension Response {
    /// 303: the browser follows with a GET.
    package static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// Ends the connection once this answer is out: the rest of an oversized upload is not read. (The server would
    /// otherwise read it to its end, whatever its length.)
    mutating func closeAfterwards(_ channel: any Channel) {
        headers[.connection] = "close"
        let body = self.body
        self.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            channel.close(promise: nil)
        }
    }
}

extension String {
    /// Safe inside a query value.
    package var percentEncoded: String {
        var encoded = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
