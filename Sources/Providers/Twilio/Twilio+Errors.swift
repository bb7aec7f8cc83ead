import Domain

extension Twilio {
    static func error(_ response: ProviderResponse, secrets: [String]) -> ProviderError {
        let after = response.retryAfter
        guard let json = response.json, let code = json["code"]?.int else {
            let fault = ProviderFault(code: "http_\(response.status)", title: "Unexpected answer")
            switch response.status {
            case 401, 403: return .unauthorized(fault)
            case 429: return .rateLimited(fault, retryAfter: after, scope: .account)
            case 503: return .unavailable(fault, retryAfter: after)
            case 300..<500 where response.status != 408: return .rejected(fault)
            default: return .ambiguous(fault)
            }
        }
        let fault = ProviderFault(
            code: String(code), title: Redaction.clean(Wire.text(json["message"]) ?? "Error \(code)", secrets: secrets))
        switch (code, response.status) {
        case (20_003, _), (20_404, _), (_, 401): return .unauthorized(fault)
        case (20_429, _), (_, 429): return .rateLimited(fault, retryAfter: after, scope: .account)
        case (_, 503): return .unavailable(fault, retryAfter: after)
        case (_, 408), (_, 500...): return .ambiguous(fault)
        default: return .rejected(fault)
        }
    }

    /// What a code means to the shop. The same codes come as answers and, later, inside failed statuses.
    package static func failure(code: String) -> DeliveryFailure {
        switch code {
        case "too_long", "21617": .tooLong
        case "bad_address", "21211", "21614", "21217", "30003", "30005", "30006": .notReachable
        case "21610": .optedOut
        case "30004": .blockedByShop
        case "30007": .againstPolicy
        case "bad_content", "unsupported_kind", "21602": .badContent
        case "bad_media", "21620": .badMedia
        case "20429", "http_429", "30001": .tooFast
        case "20003", "20404", "21212", "21408", "21421", "21606", "21612", "21659", "30002", "30018", "30034",
            "http_401",
            "http_403":
            .accountProblem
        case "http_503": .providerDown
        default: .other
        }
    }
}
