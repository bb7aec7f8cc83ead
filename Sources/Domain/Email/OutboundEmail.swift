#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A mail on its way out, before it is a MIME message or a provider's JSON.
package struct OutboundEmail: Sendable {
    package struct Attachment: Sendable {
        package var fileName: String
        package var type: String
        package var data: [UInt8]
        /// Set for a picture that the HTML shows as `cid:…`.
        package var contentID: String?

        package init(fileName: String, type: String, data: [UInt8], contentID: String? = nil) {
            self.fileName = fileName
            self.type = type
            self.data = data
            self.contentID = contentID
        }
    }

    package var from: EmailAddress
    package var to: [EmailAddress]
    package var cc: [EmailAddress] = []
    package var bcc: [EmailAddress] = []
    package var replyTo: EmailAddress?
    package var subject: String
    package var text: String
    package var html: String?
    package var attachments: [Attachment] = []
    /// `local@domain`, without brackets. The same on every attempt, so that a receiver can tell a repetition.
    package var messageID: String
    package var inReplyTo: String?
    /// Oldest first.
    package var references: [String] = []
    package var date: Date
    /// One-click address (RFC 8058); https.
    package var unsubscribeURL: String?
    package var unsubscribeMailbox: String?
    /// Written by a machine without being asked: tells other machines not to answer.
    package var isAutomatic = false
    /// Further headers, such as `X-Entity-Ref-ID`.
    package var headers: [(name: String, value: String)] = []

    package init(
        from: EmailAddress, to: [EmailAddress], subject: String, text: String, html: String? = nil, messageID: String,
        date: Date
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.date = date
    }

    package var recipients: [EmailAddress] { to + cc + bcc }

    /// Joins a conversation: an answer to the mail `thread` describes.
    package mutating func answer(_ thread: EmailThread) {
        subject = EmailSubject.reply(to: thread.subject)
        inReplyTo = thread.messageID
        references = thread.references.reversed() + [thread.messageID].compactMap { $0 }
    }

    /// Headers besides addresses, subject and content, in their order; the same for every way out.
    package var extraHeaders: [(name: String, value: String)] {
        var list: [(name: String, value: String)] = []
        if let inReplyTo { list.append(("In-Reply-To", "<\(inReplyTo)>")) }
        if !chain.isEmpty { list.append(("References", chain.map { "<\($0)>" }.joined(separator: " "))) }
        let ways = [unsubscribeURL.map { "<\($0)>" }, unsubscribeMailbox.map { "<mailto:\($0)>" }].compactMap { $0 }
        if !ways.isEmpty { list.append(("List-Unsubscribe", ways.joined(separator: ", "))) }
        if unsubscribeURL != nil { list.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")) }
        if isAutomatic {
            list.append(("Auto-Submitted", "auto-replied"))
            list.append(("X-Auto-Response-Suppress", "All"))
        }
        return list + headers
    }

    /// The first mail of the conversation and the newest ones: a long chain is cut in its middle.
    private var chain: [String] {
        references.count <= 20 ? references : Array(references.prefix(1) + references.suffix(19))
    }
}

/// Why a mail is not sent: it would be another mail than the one meant.
package enum EmailError: Error, Sendable, Equatable {
    /// A line end or NUL in a header: somebody tries to write headers of his own.
    case headerInjection(String)
    case badAddress(String)
    case noRecipient
    case tooManyRecipients
    case badHeaderName(String)
}

extension OutboundEmail {
    private static let structured: Set<String> = [
        "from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id", "mime-version",
        "content-type",
        "content-transfer-encoding", "content-disposition", "return-path", "received", "dkim-signature",
    ]

    /// Refuses what could break out of its place. Every way out calls this first.
    package func check() throws(EmailError) {
        func line(_ text: String, _ field: String) throws(EmailError) {
            guard
                text.unicodeScalars.allSatisfy({
                    $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x2028 && $0.value != 0x2029 || $0 == "\t"
                })
            else { throw .headerInjection(field) }
        }
        guard !recipients.isEmpty else { throw .noRecipient }
        guard recipients.count <= 50 else { throw .tooManyRecipients }
        let named = [("from", from)] + recipients.map { ("to", $0) } + (replyTo.map { [("reply-to", $0)] } ?? [])
        for (field, address) in named {
            try line(address.name ?? "", field)
            guard EmailAddress(address.address) != nil, address.address.utf8.allSatisfy({ $0 > 0x20 }) else {
                throw .badAddress(field)
            }
        }
        try line(subject, "subject")
        for id in [messageID] + [inReplyTo].compactMap({ $0 }) + references {
            guard !id.isEmpty, id.utf8.count <= 512,
                id.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E })
            else { throw .headerInjection("message-id") }
        }
        for (name, value) in extraHeaders {
            try line(value, name)
            guard !name.isEmpty, name.utf8.count <= 76, !Self.structured.contains(name.lowercased()),
                name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") })
            else { throw .badHeaderName(MailText.line(name, limit: 76)) }
        }
        for file in attachments {
            try line(file.fileName + file.type + (file.contentID ?? ""), "attachment")
            guard file.type.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw .headerInjection("attachment")
            }
        }
    }
}
