import Domain
import Foundation

/// The mailbox a shop writes from.
package struct MailAccount: Sendable {
    package var from: EmailAddress
    /// Makes the address for answers; nil sends answers to `from`.
    package var replyToken: ReplyToken?
    /// A mail without HTML of its own gets some: programs that show plain text badly are many.
    package var writesHTML: Bool

    package init(from: EmailAddress, replyToken: ReplyToken? = nil, writesHTML: Bool = false) {
        self.from = from
        self.replyToken = replyToken
        self.writesHTML = writesHTML
    }

    /// A mail out of a message of the outbox.
    ///
    /// `message.to` is the address, `message.reference` our id (it becomes the Message-ID, the same on every attempt), `message.replyTo` the
    /// Message-ID that is answered. The payload's `email` object may hold `subject`, `references` (oldest first), `html`, `cc`,
    /// `conversation` (for the reply address), `unsubscribe_url` and `automatic`.
    package func compose(
        _ message: OutboundMessage, attachments: [OutboundEmail.Attachment] = [], at date: Date = Date()
    ) throws(ProviderError) -> OutboundEmail {
        let details = message.content.payload?["email"]
        guard message.to.kind == .email, let to = EmailAddress(message.to.value) else {
            throw .rejected(ProviderFault(code: "no_address", title: "Not an e-mail address"))
        }
        let subject = details?["subject"]?.string ?? ""
        let attachments = attachments + [Self.file(of: message.content)].compactMap { $0 }
        let link = attachments.isEmpty ? message.content.mediaLink.flatMap { $0.hasPrefix("https://") ? $0 : nil } : nil
        let text = [message.content.plainText ?? message.content.text, link ?? ""].filter { !$0.isEmpty }
            .joined(separator: "\n\n")
        guard !text.isEmpty || !attachments.isEmpty else {
            throw .rejected(ProviderFault(code: "bad_content", title: "Nothing that a mail can say"))
        }
        var email = OutboundEmail(
            from: from, to: [to], subject: message.replyTo == nil ? subject : EmailSubject.reply(to: subject),
            text: text, html: details?["html"]?.string ?? (writesHTML && !text.isEmpty ? PlainHTML.page(text) : nil),
            messageID: "\(message.reference)@\(from.domain)", date: date)
        email.cc = details?.elements(of: "cc").compactMap { $0.string.flatMap(EmailAddress.init) } ?? []
        email.inReplyTo = message.replyTo
        let chain = details?.elements(of: "references").compactMap(\.string) ?? []
        email.references = chain.filter { $0 != message.replyTo } + [message.replyTo].compactMap { $0 }
        email.attachments = attachments
        email.unsubscribeURL = details?["unsubscribe_url"]?.string
        email.isAutomatic = details?["automatic"]?.bool ?? false
        if let id = details?["conversation"]?.string.flatMap(UUID.init),
            let address = replyToken?.address(for: id, mailbox: from.address)
        {
            email.replyTo = EmailAddress(name: from.name, address: address)
        }
        do {
            try email.check()
        } catch {
            throw Self.refusal(error)
        }
        return email
    }

    /// A file that travels inside the message as a `data:` address.
    private static func file(of content: OutboundContent) -> OutboundEmail.Attachment? {
        guard let file = content.mediaLink.flatMap({ DataURL($0) }) else { return nil }
        return .init(
            fileName: content.fileName ?? content.type,
            type: file.mimeType.isEmpty ? "application/octet-stream" : file.mimeType, data: file.bytes)
    }

    static func refusal(_ error: EmailError) -> ProviderError {
        switch error {
        case .headerInjection(let field): .rejected(.init(code: "header_injection", title: "A line end in \(field)"))
        case .badAddress(let field): .rejected(.init(code: "bad_address", title: "Not an address: \(field)"))
        case .noRecipient: .rejected(.init(code: "no_address", title: "Nobody to send to"))
        case .tooManyRecipients: .rejected(.init(code: "too_many_recipients", title: "More than 50 recipients"))
        case .badHeaderName(let name): .rejected(.init(code: "bad_header", title: "Not a header of ours: \(name)"))
        }
    }
}
