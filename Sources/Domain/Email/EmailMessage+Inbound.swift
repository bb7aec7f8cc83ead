#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension EmailMessage {
    /// What a mail means to the inbox: its words, then one item for each attachment; or, from a mail server, what became of ours.
    ///
    /// - Parameters:
    ///   - fallbackID: names a mail that has no Message-ID.
    ///   - own: addresses of the shop, in lower case: what comes from them is our own mail come back.
    ///   - reference: how an attachment is asked for later, by its place.
    package func inboundItems(
        fallbackID: String, receivedAt: Date, own: Set<String> = [], reference: (Int) -> String
    ) -> [InboundItem]? {
        if let bounce { return bounced(bounce, at: receivedAt) }
        switch automatic?.kind {
        case .complaint: return [.notice("email_complaint")]
        case .receipt: return [.notice("email_receipt")]
        default: break
        }
        guard let person = writer, let claim = IdentityClaim(email: person.address) else { return nil }
        guard !own.contains(person.key) else { return [.notice("own_message")] }
        let folded = QuotedText.fold(text)
        // A clock that is wrong must not put a mail into next year or last century.
        let sentAt =
            date.map { abs($0.timeIntervalSince(receivedAt)) < 7 * 86_400 ? min($0, receivedAt) : receivedAt }
            ?? receivedAt
        let id = messageID ?? fallbackID
        var first = InboundMessage(
            customer: [claim], customerName: person.name, externalID: id, sentAt: sentAt, contentType: "text",
            content: folded.visible.isEmpty ? subject : folded.visible, payload: payload(folded).text(),
            replyToExternalID: answered.first)
        first.email = thread
        first.email?.html = keptHTML
        let rest = attachments.enumerated().map { place, file in
            var message = InboundMessage(
                customer: [claim], customerName: person.name, externalID: id, part: place + 1, sentAt: sentAt,
                contentType: Self.kind(of: file.type), content: "",
                payload: JSON.object([("email_part", JSON(place)), ("inline", file.isInline ? true : nil)]).text(),
                attachment: .init(
                    kind: Self.kind(of: file.type), mediaID: reference(place), mimeType: file.type,
                    fileName: file.fileName))
            message.email = thread
            return InboundItem.message(message)
        }
        return [.message(first)] + rest
    }

    /// What a database keeps: no NUL, and nothing endless.
    private var keptHTML: String? {
        guard let html, !html.isEmpty, html.utf8.count <= Self.htmlLimit else { return nil }
        return html.utf8.contains(0) ? html.replacing("\u{0}", with: "") : html
    }

    /// Mailboxes themselves cut newsletters off at a fifth of it.
    static let htmlLimit = 512 << 10

    /// Who wrote: a contact form's mail comes from nobody and names the customer as the one to answer.
    private var writer: EmailAddress? {
        guard automatic?.kind == .bulk, automatic?.reason == "sender", let person = replyTo.first else {
            return from ?? replyTo.first
        }
        return person
    }

    private func payload(_ folded: QuotedText) -> JSON {
        let email = JSON.object([
            ("subject", JSON(subject)), ("from", from.map { JSON($0.address) }),
            ("to", JSON(to.prefix(50).map { JSON($0.address) })),
            ("cc", cc.isEmpty ? nil : JSON(cc.prefix(50).map { JSON($0.address) })),
            ("message_id", messageID.map { JSON($0) }),
            ("quoted", folded.folded.map { JSON(MailText.cut($0, 32_768)) }),
            ("writer", writer.flatMap { $0 == from ? nil : JSON($0.address) }),
            ("automatic", automatic.map { JSON($0.kind.rawValue) }), ("incomplete", isIncomplete ? true : nil),
            ("attachments", attachments.isEmpty ? nil : JSON(attachments.count)),
        ])
        return ["email": email]
    }

    private func bounced(_ bounce: BounceReport, at receivedAt: Date) -> [InboundItem] {
        let failed = bounce.recipients.filter { $0.action == "failed" }
        guard let original = bounce.originalID else { return [.notice("email_bounce")] }
        guard let first = failed.first else {
            let isArrival = bounce.recipients.contains { $0.action == "delivered" }
            return isArrival
                ? [.status(.init(externalID: original, status: "delivered", at: receivedAt))]
                : [.notice("email_delayed")]
        }
        var report = DeliveryReport(
            externalID: original, status: "failed", at: receivedAt,
            errorCode: first.status.isEmpty ? "bounced" : first.status,
            errorTitle: first.isAddressDead ? "address_dead" : "bounced")
        report.deadAddress = first.isAddressDead ? EmailAddress(first.address)?.key : nil
        return [.status(report)]
    }

    package static func kind(of type: String) -> String {
        switch type.split(separator: "/").first {
        case "image": "image"
        case "audio": "audio"
        case "video": "video"
        default: "document"
        }
    }
}
