import Domain

extension Zenvia {
    static func error(_ response: ProviderResponse, secrets: [String]) -> ProviderError {
        let after = response.retryAfter
        let code = response.json?["code"].flatMap { Wire.text($0) }
        let details = Wire.text(of: response.json?["details"]?[0], "message", "code")
        let fault = ProviderFault(
            code: code.map { Wire.word($0) } ?? "http_\(response.status)",
            title: Redaction.clean(Wire.text(response.json?["message"]) ?? "Unexpected answer", secrets: secrets),
            detail: details.map { Redaction.clean($0, secrets: secrets) })
        switch (response.status, code) {
        case (401, _), (403, _), (_, "AUTHENTICATION_ERROR"): return .unauthorized(fault)
        case (429, _): return .rateLimited(fault, retryAfter: after, scope: .account)
        // Zenvia's own word that it did not do it, and that it may be asked again; a page in its place says nothing.
        case (503, _), (_, "INTERNAL_ERROR"): return .unavailable(fault, retryAfter: after)
        case (408, _), (500..., _): return .ambiguous(fault)
        default: return .rejected(fault)
        }
    }

    /// What a code means to the shop: an answer's, or that of a failed status.
    package static func failure(code: String) -> DeliveryFailure {
        switch code {
        case "too_long": .tooLong
        case "bad_address", "not_delivered": .notReachable
        case "bad_content", "unsupported_kind", "validation_error": .badContent
        case "bad_media": .badMedia
        case "authentication_error", "not_found", "http_401", "http_403": .accountProblem
        case "http_429": .tooFast
        case "internal_error", "http_503": .providerDown
        default: .other
        }
    }
}
