import Domain
import HTTPTypes
import Hummingbird

extension OpenAISimulator {
    /// What may happen to one request.
    package enum Fault: Sendable {
        /// An error as the API words it.
        case error(status: Int, code: String?, param: String? = nil, retryAfter: String? = nil)
        /// This body, whatever it is: a proxy's page, the answer of a compatible server, broken JSON.
        case body(status: Int = 200, String)
        /// An otherwise normal answer with this content.
        case content(String)
        case empty
        /// The answer cut off by the token cap.
        case truncated
        case refusal
        /// A normal answer, late.
        case delay(Duration)
        /// A streamed answer that goes wrong after so many pieces of text; with 0 before anything was said. Nothing happens to an answer in one piece.
        case stream(StreamFault, after: Int)

        package enum StreamFault: Sendable {
            /// An error in the place of the next piece.
            case error(code: String)
            /// The connection closes in the middle of a frame.
            case cut
            /// Nothing more is said, and the connection stays.
            case stall
            /// A frame that is no JSON.
            case garbled
            /// Complete, but without the closing `[DONE]`.
            case unfinished
        }

        var isAboutWords: Bool {
            switch self {
            case .content, .empty, .truncated, .refusal, .stream: true
            case .error, .body, .delay: false
            }
        }

        package static let rateLimited = Fault.error(status: 429, code: "rate_limit_exceeded", retryAfter: "1")
        package static let insufficientQuota = Fault.error(status: 429, code: "insufficient_quota")
        package static let serverError = Fault.error(status: 500, code: "server_error")
        package static let malformed = Fault.body(#"{"id":"chatcmpl-1","choices":[{"message":{"content":"{"#)
    }

    /// The answer that a fault gives in place of the normal one; nil when it only changes that.
    func response(to fault: Fault) async throws -> Response? {
        switch fault {
        case .error(let status, let code, let param, let retryAfter):
            return OpenAIRefusal(
                status: status, code: code, param: param, message: "Simulated failure.", retryAfter: retryAfter
            ).response
        case .body(let status, let text):
            return Self.answer(.init(code: status), Array(text.utf8))
        case .delay(let duration):
            try await Task.sleep(for: duration)
            return nil
        case .content, .empty, .truncated, .refusal, .stream:
            return nil
        }
    }

    static func answer(_ status: HTTPResponse.Status, _ body: [UInt8], retryAfter: String? = nil) -> Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let id = HTTPField.Name("x-request-id") { headers[id] = "req_simulated" }
        if let retryAfter { headers[.retryAfter] = retryAfter }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// A refusal in the words of the API.
struct OpenAIRefusal: Error {
    var status = 400
    var code: String?
    var param: String?
    var message: String
    var retryAfter: String?

    var type: String {
        switch (status, code) {
        case (_, "insufficient_quota"): "insufficient_quota"
        case (429, _): "requests"
        case (500..., _): "server_error"
        default: "invalid_request_error"
        }
    }

    var response: Response {
        let error: JSON = [
            "error": [
                "message": JSON(message), "type": JSON(type), "param": param.map { JSON($0) } ?? .null,
                "code": code.map { JSON($0) } ?? .null,
            ]
        ]
        return OpenAISimulator.answer(.init(code: status), error.serialize(), retryAfter: retryAfter)
    }
}
