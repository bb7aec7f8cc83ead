import Domain

/// An error as the Graph API words it.
struct GraphError: SimulatedRefusing {
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

    var refusal: SimulatedRefusal {
        let error = JSON.object([
            ("message", JSON(message)), ("type", JSON(type)), ("code", JSON(code)),
            ("error_subcode", subcode.map { JSON($0) }),
            ("error_data", details.map { ["messaging_product": "whatsapp", "details": JSON($0)] }),
            ("fbtrace_id", "ASimulated000000000"),
        ])
        return SimulatedRefusal(status: status, body: ["error": error], retryAfter: retryAfter)
    }
}
