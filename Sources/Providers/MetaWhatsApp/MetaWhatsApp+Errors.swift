import Domain

extension MetaWhatsApp {
    /// Reads an answer that is no success. The code decides; HTTP status and title are not consistent.
    static func error(_ response: ProviderResponse, secrets: [String] = []) -> ProviderError {
        guard let error = response.json?["error"], let code = error["code"]?.int else {
            return unreadable(response)
        }
        let title = MetaPeople.text(error["message"]) ?? "Error \(code)"
        let fault = ProviderFault(
            code: String(code), title: Redaction.clean(title, secrets: secrets),
            detail: MetaPeople.text(error["error_data"]?["details"]).map { Redaction.clean($0, secrets: secrets) },
            trace: MetaPeople.text(error["fbtrace_id"]).map { MetaPeople.cut($0, 64) })
        return classify(code, fault, response, isTransient: error["is_transient"]?.bool ?? false)
    }

    private static func classify(_ code: Int, _ fault: ProviderFault, _ response: ProviderResponse, isTransient: Bool)
        -> ProviderError
    {
        let after = response.retryAfter
        switch code {
        case 0, 190, 3, 10, 200...299: return .unauthorized(fault)
        case 1, 2, 131_000, 131_016, 131_057, 133_004: return .unavailable(fault, retryAfter: after)
        case 4, 80_007: return .rateLimited(fault, retryAfter: after ?? .seconds(60), scope: .account)
        case 130_429, 132_069: return .rateLimited(fault, retryAfter: after, scope: .account)
        case 131_048, 133_016: return .rateLimited(fault, retryAfter: after ?? .seconds(3_600), scope: .account)
        case 131_056: return .rateLimited(fault, retryAfter: after, scope: .recipient)
        case _ where isTransient: return .unavailable(fault, retryAfter: after)
        default: break
        }
        switch response.status {
        case 401: return .unauthorized(fault)
        case 429: return .rateLimited(fault, retryAfter: after, scope: .account)
        case 408, 500...599: return code < 130_000 ? .unavailable(fault, retryAfter: after) : .rejected(fault)
        default: return .rejected(fault)
        }
    }

    /// No error of Meta's: something in between answered. Only a 503 and 429 say that nothing was done.
    static func unreadable(_ response: ProviderResponse) -> ProviderError {
        let fault = ProviderFault(code: "http_\(response.status)", title: "Unexpected answer")
        switch response.status {
        case 401, 403: return .unauthorized(fault)
        case 429: return .rateLimited(fault, retryAfter: response.retryAfter, scope: .account)
        case 503: return .unavailable(fault, retryAfter: response.retryAfter)
        case 300..<500 where response.status != 408: return .rejected(fault)
        default: return .ambiguous(fault)
        }
    }

    /// Codes of our own, for what was refused or lost before Meta said anything.
    static let ownFailures: [String: DeliveryFailure] = [
        "too_long": .tooLong, "bad_content": .badContent, "bad_media": .badMedia, "bad_template": .badTemplate,
        "bad_recipient": .noAddress, "partly_sent": .outcomeUnknown,
    ]

    /// What a code means to the shop. The same codes come as answers and, later, inside failed statuses.
    package static func failure(code: String) -> DeliveryFailure {
        guard let code = Int(code) else {
            return ownFailures[code] ?? .other
        }
        switch code {
        case 131_047: return .windowClosed
        case 131_021, 131_026, 131_030, 131_062, 131_063, 131_064: return .notReachable
        case 131_050: return .optedOut
        case 130_403: return .blockedByShop
        case 130_472, 131_049: return .heldBack
        case 4, 80_007, 130_429, 131_048, 131_056, 133_016, 132_069: return .tooFast
        case 132_005: return .tooLong
        case 131_052, 131_053: return .badMedia
        case 132_000...132_004, 132_006, 132_008...132_016, 132_068: return .badTemplate
        case 368, 130_497, 131_031, 132_007: return .againstPolicy
        case 0, 3, 10, 33, 190, 200...299, 131_005, 131_037, 131_042, 131_045, 133_010, 137_000: return .accountProblem
        case 1, 2, 131_000, 131_016, 131_057, 133_004: return .providerDown
        case 100, 131_008, 131_009, 131_051, 135_000: return .badContent
        default: return .other
        }
    }
}
