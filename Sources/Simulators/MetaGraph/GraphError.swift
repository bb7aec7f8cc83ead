import Domain
import HTTPTypes
import Hummingbird

/// An error as the Graph API words it.
struct GraphError: Error {
    var code: Int
    var status = 400
    var message: String
    var details: String?
    var type = "OAuthException"
    var subcode: Int?
    var retryAfter: Int?

    static func parameter(_ details: String) -> GraphError {
        GraphError(code: 100, message: "(#100) Invalid parameter", details: details)
    }

    static func missing(_ name: String) -> GraphError {
        GraphError(code: 100, message: "(#100) The parameter \(name) is required.")
    }

    static func value(_ details: String) -> GraphError {
        GraphError(code: 131_009, message: "(#131009) Parameter value is not valid", details: details)
    }

    static let unauthorized = GraphError(
        code: 190, status: 401, message: "Invalid OAuth access token - Cannot parse access token")

    static func unknownObject(_ id: String) -> GraphError {
        GraphError(
            code: 100,
            message:
                "Unsupported request. Object with ID '\(id)' does not exist, cannot be loaded due to missing permissions, or does not support this operation",
            type: "GraphMethodException", subcode: 33)
    }

    var response: Response {
        let error = JSON.object([
            ("message", JSON(message)), ("type", JSON(type)), ("code", JSON(code)),
            ("error_subcode", subcode.map { JSON($0) }),
            ("error_data", details.map { ["messaging_product": "whatsapp", "details": JSON($0)] }),
            ("fbtrace_id", "ASimulated000000000"),
        ])
        var response = Response.json(["error": error], status: .init(code: status))
        if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        return response
    }
}

extension Response {
    static func json(_ json: JSON, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=UTF-8"],
            body: .init(byteBuffer: .init(bytes: json.serialize())))
    }
}
