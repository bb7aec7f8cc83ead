import Domain

/// Mail through Resend.
///
/// In: ``verifySignature(headers:body:secret:now:)`` on the raw bytes; a webhook of received mail has no content, so
/// ``receivedIDs(in:)`` tells what to fetch with ``Client/received(_:)``, and ``parse(_:receivedAt:contents:own:)`` reads the body together with it.
/// Out: ``Client/send(_:attachments:)``, with an idempotency key: a lost answer may be asked for again.
package enum Resend {
    package static let defaultBaseURL = "https://api.resend.com"

    /// Words of errors and notices that may go into a log.
    static func word(_ text: String) -> String {
        String(
            text.unicodeScalars.prefix(60).map {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "." || $0 == "_")
                    ? Character($0) : "_"
            })
    }

    /// What a code of ours or theirs means to the shop.
    package static func failure(code: String) -> DeliveryFailure {
        switch code {
        case "bounced_permanent", "suppressed", "bounced_undetermined", "no_address", "bad_address": .notReachable
        case "bounced_transient", "application_error", "internal_server_error", "concurrent_idempotent_requests":
            .providerDown
        case "complained": .optedOut
        case "rate_limit_exceeded": .tooFast
        case "daily_quota_exceeded", "monthly_quota_exceeded", "missing_api_key", "restricted_api_key",
            "invalid_api_key", "invalid_access", "invalid_from_address",
            "domain_not_verified":
            .accountProblem
        case "invalid_attachment": .badMedia
        case "security_error": .againstPolicy
        case "validation_error", "missing_required_field", "invalid_parameter", "header_injection", "bad_header":
            .badContent
        default: .other
        }
    }
}
