import Domain

extension MetaMessaging {
    /// Reads an answer that is no success. Code and subcode decide together; a fault's code is `10/2018278`, or `190` alone.
    static func error(_ response: ProviderResponse, secrets: [String] = []) -> ProviderError {
        guard let error = response.json?["error"], let code = error["code"]?.int else {
            return MetaWhatsApp.unreadable(response)
        }
        let subcode = error["error_subcode"]?.int ?? 0
        let fault = ProviderFault(
            code: subcode == 0 ? "\(code)" : "\(code)/\(subcode)",
            title: Redaction.clean(MetaPeople.text(error["message"]) ?? "Error \(code)", secrets: secrets),
            detail: MetaPeople.text(error["error_user_msg"]).map { Redaction.clean($0, secrets: secrets) },
            trace: MetaPeople.text(error["fbtrace_id"]).map { MetaPeople.cut($0, 64) })
        return classify(code, subcode, fault, response, isTransient: error["is_transient"]?.bool ?? false)
    }

    private static func classify(
        _ code: Int, _ subcode: Int, _ fault: ProviderFault, _ response: ProviderResponse, isTransient: Bool
    ) -> ProviderError {
        if isWindow(code, subcode) || subcode == unavailablePerson { return .rejected(fault) }
        let after = response.retryAfter ?? regain(response)
        switch code {
        case 0, 10, 102, 190, 200...299: return .unauthorized(fault)
        case -3, -1, 1, 2, 1_200: return .unavailable(fault, retryAfter: after)
        case 4, 17, 32, 613, 80_006, 80_007:
            return .rateLimited(fault, retryAfter: after ?? .seconds(60), scope: .account)
        case _ where isTransient: return .unavailable(fault, retryAfter: after)
        default: break
        }
        switch response.status {
        case 401: return .unauthorized(fault)
        case 429: return .rateLimited(fault, retryAfter: after, scope: .account)
        case 408, 500...599: return .unavailable(fault, retryAfter: after)
        default: return .rejected(fault)
        }
    }

    private static let unavailablePerson = 1_545_041

    private static func isWindow(_ code: Int, _ subcode: Int) -> Bool {
        code == 10 && [2_018_278, 2_018_065, 2_534_022].contains(subcode)
    }

    /// Minutes until calls are taken again, out of the usage header: `{"<id>":[{"estimated_time_to_regain_access":7}]}`.
    private static func regain(_ response: ProviderResponse) -> Duration? {
        guard let header = response.header("X-Business-Use-Case-Usage"), let usage = try? JSON.parse(header) else {
            return nil
        }
        let minutes =
            usage.members.flatMap { Array($0.value.elements) }
            .compactMap { $0["estimated_time_to_regain_access"]?.int }.max() ?? 0
        return (1...10_080).contains(minutes) ? .seconds(minutes * 60) : nil
    }

    /// What a fault's code means to the shop.
    package static func failure(code: String) -> DeliveryFailure {
        let numbers = code.split(separator: "/").map { Int($0) }
        guard let first = numbers.first, let code = first else {
            return MetaWhatsApp.ownFailures[code] ?? .other
        }
        let subcode = numbers.dropFirst().first.flatMap { $0 } ?? 0
        if isWindow(code, subcode) { return .responseTimeOver }
        switch (code, subcode) {
        case (551, _), (_, unavailablePerson), (100, 2_018_001), (100, 2_018_108), (100, 2_534_014):
            return .notReachable
        case (100, 2_018_047), (100, 2_018_008), (100, 2_018_109): return .badMedia
        case (4, _), (17, _), (32, _), (613, _), (80_006, _), (80_007, _): return .tooFast
        case (0, _), (3, _), (10, _), (102, _), (190, _), (200...299, _): return .accountProblem
        case (-3, _), (-1, _), (1, _), (2, _), (1_200, _): return .providerDown
        case (368, _): return .againstPolicy
        case (100, _): return .badContent
        default: return .other
        }
    }
}
