#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A mail as it was received, understood as far as it can be.
package struct EmailMessage: Sendable {
    package struct Attachment: Sendable {
        package var fileName: String?
        package var type: String
        package var contentID: String?
        /// Shown inside the text, such as the logo of a signature.
        package var isInline: Bool
        package var data: [UInt8]

        package init(fileName: String?, type: String, contentID: String? = nil, isInline: Bool = false, data: [UInt8]) {
            self.fileName = fileName
            self.type = type
            self.contentID = contentID
            self.isInline = isInline
            self.data = data
        }
    }

    package var from: EmailAddress?
    package var replyTo: [EmailAddress] = []
    package var to: [EmailAddress] = []
    package var cc: [EmailAddress] = []
    /// Addresses of the envelope, where a server wrote them down.
    package var deliveredTo: [String] = []
    package var subject = ""
    package var date: Date?
    package var messageID: String?
    package var inReplyTo: [String] = []
    package var references: [String] = []
    /// Plain text, quotations included.
    package var text = ""
    package var html: String?
    package var attachments: [Attachment] = []
    package var automatic: AutomaticMail?
    package var bounce: BounceReport?
    /// Its words could not be had: only the envelope and the subject are known.
    package var isIncomplete = false

    static let textLimit = 65_536
    static let attachmentLimit = 50

    package init() {}

    /// Ids of the mails it answers, the nearest first.
    package var answered: [String] {
        var ids: [String] = []
        for id in inReplyTo + references.reversed() where !ids.contains(id) { ids.append(id) }
        return ids
    }

    package var thread: EmailThread {
        EmailThread(
            messageID: messageID, references: answered, subject: subject,
            recipients: deliveredTo + to.map(\.address) + cc.map(\.address), automatic: automatic,
            isIncomplete: isIncomplete)
    }
}

extension EmailMessage {
    /// Reads a raw message (RFC 5322 and MIME). Never fails: what is broken reads as far as it goes.
    package static func parse(_ raw: [UInt8]) -> EmailMessage {
        let whole = MIMEPart.parse(raw[...])
        var message = EmailMessage()
        message.read(whole.headers)
        var body = EmailBody()
        body.read(whole)
        message.text = body.text
        message.html = body.html
        message.attachments = body.attachments
        message.judge(whole.headers, whole)
        return message
    }

    /// Everything the header says.
    package mutating func read(_ headers: MIMEHeaders) {
        func addresses(_ name: String) -> [EmailAddress] {
            headers.all(name).prefix(20).flatMap { EmailAddress.list($0) }
        }
        from = addresses("from").first ?? addresses("sender").first
        replyTo = addresses("reply-to")
        to = addresses("to")
        cc = addresses("cc")
        deliveredTo = ["delivered-to", "x-original-to", "envelope-to", "x-delivered-to"].flatMap {
            addresses($0).map(\.address)
        }
        subject = MailText.line(headers["subject"] ?? "")
        date = headers["date"].flatMap(EmailDate.parse)
        messageID = headers["message-id"].flatMap { EmailThread.ids(in: $0).first }
        inReplyTo = EmailThread.ids(in: headers["in-reply-to"] ?? "", limit: 20)
        references = EmailThread.ids(in: headers["references"] ?? "")
    }

    /// Whether a machine wrote it, and what it reports.
    package mutating func judge(_ headers: MIMEHeaders) { judge(headers, MIMEPart(headers: headers)) }

    mutating func judge(_ headers: MIMEHeaders, _ whole: MIMEPart) {
        let type = headers.raw("content-type").map { HeaderValue($0) } ?? HeaderValue(value: "text/plain")
        automatic = AutomaticMail.judge(headers, type: type, from: from, subject: subject)
        if automatic?.kind == .bounce { bounce = BounceReport.read(whole, text: text) }
    }
}

/// Sorts the parts of a mail into what is read and what is attached.
private struct EmailBody {
    private var pieces: [(plain: String?, html: String?)] = []
    private(set) var attachments: [EmailMessage.Attachment] = []

    mutating func read(_ part: MIMEPart) {
        if part.parts.isEmpty {
            leaf(part)
        } else if part.type.value == "multipart/alternative" {
            alternative(part)
        } else {
            for child in part.parts { read(child) }
        }
    }

    /// The same words several times over: the plain ones, and the best dressed.
    private mutating func alternative(_ part: MIMEPart) {
        var inner = EmailBody()
        for child in part.parts { inner.read(child) }
        let plain = inner.pieces.compactMap(\.plain).first { !$0.allSatisfy(\.isWhitespace) }
        pieces.append((plain, inner.pieces.compactMap(\.html).last))
        add(inner.attachments)
    }

    private mutating func leaf(_ part: MIMEPart) {
        let isNamed = part.fileName != nil && part.disposition.value != "inline"
        let isText =
            ["text/plain", "text/html", "text/enriched", "text"].contains(part.type.value)
            && part.disposition.value != "attachment" && !isNamed
        if isText {
            let text = MailText.clean(part.text, limit: 1 << 20)
            pieces.append(part.type.value == "text/html" ? (nil, text) : (text, nil))
        } else if !part.type.value.hasPrefix("multipart/"), !part.type.value.hasSuffix("delivery-status") {
            attach(part)
        }
    }

    private mutating func attach(_ part: MIMEPart) {
        let id = part.headers["content-id"].map { MailText.trim($0.filter { $0 != "<" && $0 != ">" }) }
        let isInline =
            part.disposition.value == "inline"
            || part.disposition.value.isEmpty && id != nil && part.type.value.hasPrefix("image/")
        add([
            .init(
                fileName: part.fileName, type: MailText.cut(part.type.value, 100), contentID: id, isInline: isInline,
                data: part.decodedBody)
        ])
    }

    private mutating func add(_ more: [EmailMessage.Attachment]) {
        attachments += more.prefix(max(0, EmailMessage.attachmentLimit - attachments.count))
    }

    var text: String {
        let texts = pieces.map { piece in
            guard let plain = piece.plain, !plain.allSatisfy(\.isWhitespace) else {
                return piece.html.map(HTMLText.text) ?? ""
            }
            return MailText.trim(plain)
        }
        return MailText.cut(texts.filter { !$0.isEmpty }.joined(separator: "\n\n"), EmailMessage.textLimit)
    }

    var html: String? {
        let found = pieces.compactMap(\.html)
        return found.isEmpty ? nil : found.joined(separator: "\n")
    }
}
