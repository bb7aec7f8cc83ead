/// What a mail server says of mail that did not arrive (RFC 3464, and what servers send instead).
package struct BounceReport: Sendable, Equatable {
    package struct Recipient: Sendable, Equatable {
        package var address: String
        /// failed, delayed, delivered, relayed or expanded.
        package var action: String
        /// `5.1.1`; empty when it was not said.
        package var status: String
        package var diagnostic: String?

        /// The address itself is bad: nothing should be sent there again. Policy and content (5.7, 5.6) do not say that.
        package var isAddressDead: Bool {
            action == "failed" && (status.hasPrefix("5.1.") || status == "5.2.1" || status.isEmpty && saysUnknownUser)
        }

        private var saysUnknownUser: Bool {
            let text = (diagnostic ?? "").lowercased()
            return ["user unknown", "no such user", "does not exist", "unknown user", "invalid recipient"].contains {
                text.contains($0)
            }
        }
    }

    package var recipients: [Recipient]
    /// Message-ID of the mail that bounced, without brackets.
    package var originalID: String?

    static let recipientLimit = 100

    static func read(_ message: MIMEPart, text: String) -> BounceReport {
        let leaves = message.leaves
        var recipients: [Recipient] = []
        if let report = leaves.first(where: { $0.type.value.hasSuffix("delivery-status") }) {
            recipients = groups(report.decodedBody[...])
        }
        if recipients.isEmpty, let failed = message.headers["x-failed-recipients"] {
            recipients = EmailAddress.list(failed).map {
                .init(address: $0.address, action: "failed", status: code(in: text) ?? "", diagnostic: nil)
            }
        }
        if recipients.isEmpty, let status = code(in: text) {
            recipients = [
                .init(
                    address: address(in: text) ?? "", action: status.hasPrefix("4") ? "delayed" : "failed",
                    status: status, diagnostic: nil)
            ]
        }
        return BounceReport(recipients: recipients, originalID: originalID(leaves, message))
    }

    /// Groups of fields divided by blank lines; the first speaks of the message, the others of one recipient each.
    private static func groups(_ bytes: ArraySlice<UInt8>) -> [Recipient] {
        var recipients: [Recipient] = []
        var rest = bytes
        while !rest.isEmpty, recipients.count < recipientLimit {
            let (headers, end) = MIMEHeaders.parse(rest)
            rest = end > rest.startIndex ? rest[end...] : rest.dropFirst()
            guard let named = headers["final-recipient"] ?? headers["original-recipient"] else { continue }
            let address = MailText.trim(named.split(separator: ";", maxSplits: 1).last ?? "")
            let status = (headers["status"] ?? "").prefix { $0.isNumber || $0 == "." }
            let diagnostic = headers["diagnostic-code"]?.split(separator: ";", maxSplits: 1).last.map {
                MailText.line(String($0), limit: 500)
            }
            let action = (headers["action"] ?? "").lowercased()
            recipients.append(
                .init(
                    address: address, action: action.isEmpty ? (status.hasPrefix("4") ? "delayed" : "failed") : action,
                    status: String(status.prefix(12)), diagnostic: diagnostic))
        }
        return recipients
    }

    private static func originalID(_ leaves: [MIMEPart], _ message: MIMEPart) -> String? {
        for leaf in leaves
        where ["message/rfc822", "text/rfc822-headers", "message/global", "message/rfc822-headers"].contains(
            leaf.type.value)
        {
            let (headers, _) = MIMEHeaders.parse(leaf.decodedBody[...])
            if let id = headers["message-id"].flatMap({ EmailThread.ids(in: $0).first }) { return id }
        }
        return ["in-reply-to", "references"].lazy.compactMap { message.headers[$0] }.compactMap {
            EmailThread.ids(in: $0).last
        }.first
    }

    /// The first `5.x.y` or `4.x.y` in a text that people are meant to read.
    private static func code(in text: String) -> String? {
        for word in text.prefix(8_000).split(whereSeparator: { !$0.isNumber && $0 != "." }) {
            let fields = word.split(separator: ".", omittingEmptySubsequences: false)
            if fields.count == 3, fields[0] == "5" || fields[0] == "4", fields[1].count == 1,
                (1...3).contains(fields[2].count)
            {
                return String(word)
            }
        }
        return nil
    }

    private static func address(in text: String) -> String? {
        text.prefix(8_000).split(whereSeparator: { $0.isWhitespace || "<>();,:\"'".contains($0) })
            .lazy.compactMap { EmailAddress(String($0))?.address }.first { $0.contains(".") }
    }
}
