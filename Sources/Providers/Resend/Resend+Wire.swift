import Domain
import Foundation

extension Resend {
    /// The JSON of a mail: the same mail gives the same bytes, or the idempotency key would be refused.
    static func wire(_ email: OutboundEmail, reference: String) throws(ProviderError) -> JSON {
        do {
            try email.check()
        } catch {
            throw MailAccount.refusal(error)
        }
        let size = email.attachments.reduce(email.text.utf8.count + (email.html?.utf8.count ?? 0)) {
            $0 + $1.data.count / 3 * 4
        }
        guard size <= 38 << 20 else {
            throw .rejected(ProviderFault(code: "invalid_attachment", title: "Larger than 38 MB"))
        }
        func list(_ addresses: [EmailAddress]) -> JSON? {
            addresses.isEmpty ? nil : JSON(addresses.map { JSON(mailbox($0)) })
        }
        let attachments = email.attachments.map { file in
            JSON.object([
                ("filename", JSON(file.fileName)), ("content", JSON(Data(file.data).base64EncodedString())),
                ("content_type", JSON(file.type)),
                ("content_id", file.contentID.map { JSON($0) }),
            ])
        }
        var headers: [(String, JSON?)] = []
        for (name, value) in email.extraHeaders { headers.append((name, JSON(value))) }
        return .object([
            ("from", JSON(mailbox(email.from))), ("to", list(email.to)), ("cc", list(email.cc)),
            ("bcc", list(email.bcc)),
            ("reply_to", email.replyTo.map { JSON(mailbox($0)) }), ("subject", JSON(email.subject)),
            ("text", JSON(email.text)),
            ("html", email.html.map { JSON($0) }), ("headers", headers.isEmpty ? nil : .object(headers)),
            ("attachments", attachments.isEmpty ? nil : JSON(attachments)),
            ("tags", [["name": "outbox", "value": JSON(tagValue(reference))]]),
        ])
    }

    private static func mailbox(_ address: EmailAddress) -> String {
        guard let name = address.name, !name.isEmpty else { return address.address }
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == " "
        }
        return isPlain
            ? "\(name) <\(address.address)>" : "\"\(name.filter { $0 != "\"" && $0 != "\\" })\" <\(address.address)>"
    }

    private static func tagValue(_ text: String) -> String {
        String(
            text.unicodeScalars.prefix(256).map {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
                    ? Character($0) : "_"
            })
    }

    /// Reads an answer that is no success. Calls of ours are repeatable, so nothing is ambiguous.
    static func error(_ response: ProviderResponse, secrets: [String]) -> ProviderError {
        let json = response.json
        guard let name = json?["name"]?.string else {
            let fault = ProviderFault(code: "http_\(response.status)", title: "Unexpected answer")
            switch response.status {
            case 401, 403: return .unauthorized(fault)
            case 429: return .rateLimited(fault, retryAfter: response.retryAfter, scope: .account)
            case 300..<500 where response.status != 408: return .rejected(fault)
            default: return .unavailable(fault, retryAfter: response.retryAfter)
            }
        }
        let title = json?["message"]?.string ?? name
        var fault = ProviderFault(code: word(name), title: Redaction.clean(title, secrets: secrets))
        switch (response.status, name) {
        case (_, "daily_quota_exceeded"), (_, "monthly_quota_exceeded"):
            // No rate limit: waiting a second does not help.
            return .rateLimited(fault, retryAfter: .seconds(3_600), scope: .account)
        case (429, _): return .rateLimited(fault, retryAfter: response.retryAfter ?? .seconds(1), scope: .account)
        case (_, "concurrent_idempotent_requests"): return .unavailable(fault, retryAfter: .seconds(2))
        case (403, "validation_error"):
            fault.code = "domain_not_verified"
            return .unauthorized(fault)
        case (401, _), (403, _), (_, "missing_api_key"), (_, "restricted_api_key"), (_, "invalid_api_key"):
            return .unauthorized(fault)
        case (500..., _), (408, _): return .unavailable(fault, retryAfter: response.retryAfter)
        default: return .rejected(fault)
        }
    }
}
