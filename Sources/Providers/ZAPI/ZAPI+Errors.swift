import Domain

extension ZAPI {
    /// Reads an answer that is no success. There are no codes, only words; the status alone does not tell a wrong token from a
    /// wrong number.
    static func error(_ response: ProviderResponse, secrets: [String]) -> ProviderError {
        guard let words = words(in: response.json) else { return unreadable(response) }
        let title = Redaction.clean(words, secrets: secrets)
        func fault(_ code: String) -> ProviderFault { ProviderFault(code: code, title: title) }
        let known = words.lowercased()
        func says(_ parts: String...) -> Bool { parts.contains { known.contains($0) } }
        if says("client-token", "null not allowed", "not allowed") { return .unauthorized(fault("client_token")) }
        if says("instance not found", "instância", "instancia", "token") { return .unauthorized(fault("instance")) }
        if says("payment", "subscri", "unpaid", "assinatura") { return .unauthorized(fault("unpaid")) }
        if says("not connected", "restore the session", "disconnected") {
            return .unavailable(fault("not_connected"), retryAfter: .seconds(60))
        }
        if response.status == 429 || says("too many") {
            return .rateLimited(fault("too_fast"), retryAfter: response.retryAfter, scope: .account)
        }
        if says("phone", "number") { return .rejected(fault("bad_phone")) }
        if response.status == 400, says("image", "audio", "video", "document", "file", "arquivo", "mime") {
            return .rejected(fault("bad_media"))
        }
        switch response.status {
        case 401, 403, 404: return .unauthorized(fault("http_\(response.status)"))
        case 503: return .unavailable(fault("http_503"), retryAfter: response.retryAfter)
        case 408, 500...: return .ambiguous(fault("http_\(response.status)"))
        default: return .rejected(fault("refused"))
        }
    }

    /// An answer of success may hold an error, too.
    static func words(in json: JSON?) -> String? {
        guard let json, json.kind == .object else { return nil }
        let words = [json["error"], json["message"]].compactMap { Wire.text($0) }
        return words.isEmpty ? nil : words.joined(separator: ": ")
    }

    /// Something in between answered. Only a 503 and 429 say that nothing was done.
    private static func unreadable(_ response: ProviderResponse) -> ProviderError {
        let fault = ProviderFault(code: "http_\(response.status)", title: "Unexpected answer")
        switch response.status {
        case 401, 403: return .unauthorized(fault)
        case 429: return .rateLimited(fault, retryAfter: response.retryAfter, scope: .account)
        case 503: return .unavailable(fault, retryAfter: response.retryAfter)
        case 300..<500 where response.status != 408: return .rejected(fault)
        default: return .ambiguous(fault)
        }
    }

    /// What a code means to the shop: one of our answers' codes, or the words of a failed delivery.
    package static func failure(code: String) -> DeliveryFailure {
        switch code {
        case "client_token", "instance", "unpaid", "not_connected", "http_401", "http_403", "http_404": .accountProblem
        case "bad_phone", "bad_address": .notReachable
        case "bad_content", "unsupported_kind": .badContent
        case "bad_media": .badMedia
        case "too_fast", "http_429": .tooFast
        case "http_503": .providerDown
        case _ where code.contains("phone") || code.contains("number"): .notReachable
        default: .other
        }
    }
}
