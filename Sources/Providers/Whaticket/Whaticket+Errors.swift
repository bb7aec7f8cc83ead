import Domain

extension Whaticket {
    /// Reads an answer that is no success. Forks disagree about statuses (some answer everything with 400), so the words count.
    static func error(_ response: ProviderResponse, secrets: [String]) -> ProviderError {
        let json = response.json
        let words = Wire.text(json?["error"]) ?? Wire.text(json?["error"]?["message"]) ?? Wire.text(json?["message"])
        guard let words else { return unreadable(response) }
        let title = Redaction.clean(words, secrets: secrets)
        let after = response.retryAfter
        func fault(_ code: String) -> ProviderFault { ProviderFault(code: code, title: title) }
        let known = words.lowercased()
        func says(_ parts: String...) -> Bool { parts.contains { known.contains($0) } }
        if says("err_sending_wapp_msg") { return .ambiguous(fault("sending_failed")) }
        if says("err_wapp_not_initialized", "em alguns instantes") {
            return .unavailable(fault("not_connected"), retryAfter: after ?? .seconds(30))
        }
        if says("err_wapp_invalid_contact", "invalid number", "err_wapp_check_contact") {
            return .rejected(fault("bad_phone"))
        }
        if says("err_no_def_wapp_found", "err_whatsapp_not_found") || (says("whatsapp #") && says("not found")) {
            return .unauthorized(fault("no_connection"))
        }
        if says("invalid token", "session_expired", "acesso não permitido") { return .unauthorized(fault("token")) }
        switch response.status {
        case 401, 403: return .unauthorized(fault("token"))
        case 408: return .ambiguous(fault("http_408"))
        case 429: return .rateLimited(fault("too_fast"), retryAfter: after, scope: .account)
        case 500...: return .unavailable(fault("http_\(response.status)"), retryAfter: after)
        default: return .rejected(fault("refused"))
        }
    }

    /// Something in between answered: a proxy's page, or the page of a path that is not there.
    private static func unreadable(_ response: ProviderResponse) -> ProviderError {
        let fault = ProviderFault(code: "http_\(response.status)", title: "Unexpected answer")
        switch response.status {
        case 401, 403: return .unauthorized(fault)
        case 404, 405:
            return .unauthorized(ProviderFault(code: "wrong_address", title: "There is no such server at this address"))
        case 429: return .rateLimited(fault, retryAfter: response.retryAfter, scope: .account)
        case 503: return .unavailable(fault, retryAfter: response.retryAfter)
        case 300..<500 where response.status != 408: return .rejected(fault)
        default: return .ambiguous(fault)
        }
    }

    /// What a code means to the shop.
    package static func failure(code: String) -> DeliveryFailure {
        switch code {
        case "token", "login_failed", "no_connection", "wrong_address", "not_connected", "http_401", "http_403":
            .accountProblem
        case "bad_phone", "bad_address": .notReachable
        case "bad_content", "unsupported_kind": .badContent
        case "bad_media": .badMedia
        case "too_fast", "http_429": .tooFast
        case _ where code.hasPrefix("http_5"): .providerDown
        default: .other
        }
    }
}
