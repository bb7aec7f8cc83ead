/// Writes a mail as a MIME message: CRLF line ends, nothing but ASCII, no line over 998 octets. The same mail gives the same bytes.
package struct MIMEBuilder {
    private var output: [UInt8] = []
    private var boundaries = 0
    private let seed: String

    package static func build(_ email: OutboundEmail) throws(EmailError) -> [UInt8] {
        try email.check()
        var builder = MIMEBuilder(seed: MailText.fingerprint(email.messageID.utf8))
        builder.write(email)
        return builder.output
    }

    private init(seed: String) { self.seed = seed }

    private mutating func write(_ email: OutboundEmail) {
        header("Date", [EmailDate.text(email.date)])
        header("From", Self.mailboxes([email.from]))
        if email.to.isEmpty, email.cc.isEmpty {
            header("To", ["undisclosed-recipients:;"])
        } else {
            if !email.to.isEmpty { header("To", Self.mailboxes(email.to)) }
            if !email.cc.isEmpty { header("Cc", Self.mailboxes(email.cc)) }
        }
        if let replyTo = email.replyTo { header("Reply-To", Self.mailboxes([replyTo])) }
        header("Subject", Self.unstructured(email.subject))
        header("Message-ID", ["<\(email.messageID)>"])
        for (name, value) in email.extraHeaders { header(name, Self.unstructured(value)) }
        header("MIME-Version", ["1.0"])
        content(email)
    }

    /// mixed( alternative( plain, related( html, pictures )), files ), with no wrapper around a single part.
    private mutating func content(_ email: OutboundEmail) {
        let files = email.attachments.filter { $0.contentID == nil || email.html == nil }
        let pictures = email.html == nil ? [] : email.attachments.filter { $0.contentID != nil }
        let words: (inout MIMEBuilder) -> Void = { builder in
            guard let html = email.html else { return builder.text(email.text, "plain") }
            builder.multipart(
                "alternative",
                [
                    { $0.text(email.text, "plain") },
                    { builder in
                        guard !pictures.isEmpty else { return builder.text(html, "html") }
                        let parts = pictures.map { picture in
                            { (builder: inout MIMEBuilder) in builder.file(picture, isInline: true) }
                        }
                        builder.multipart("related", [{ $0.text(html, "html") }] + parts)
                    },
                ])
        }
        guard !files.isEmpty else { return words(&self) }
        multipart(
            "mixed",
            [words] + files.map { file in { (builder: inout MIMEBuilder) in builder.file(file, isInline: false) } })
    }

    private mutating func multipart(_ kind: String, _ parts: [(inout MIMEBuilder) -> Void]) {
        boundaries += 1
        // `=_` can stand in neither quoted-printable nor base64, so no body can hold this line.
        let boundary = "=_\(seed)_\(boundaries)"
        header("Content-Type", ["multipart/\(kind);", "boundary=\"\(boundary)\""])
        line("")
        for part in parts {
            line("--\(boundary)")
            part(&self)
        }
        line("--\(boundary)--")
    }

    private mutating func text(_ text: String, _ kind: String) {
        header("Content-Type", ["text/\(kind);", "charset=utf-8"])
        header("Content-Transfer-Encoding", ["quoted-printable"])
        line("")
        output += TransferEncoding.quotedPrintableEncode(text)
        line("")
    }

    private mutating func file(_ file: OutboundEmail.Attachment, isInline: Bool) {
        let type = HeaderValue(Array(file.type.utf8)[...]).value
        let isType =
            type.split(separator: "/", omittingEmptySubsequences: false).count == 2 && !type.contains(" ")
            && !type.hasPrefix("multipart/")
        header("Content-Type", [isType ? type : "application/octet-stream"])
        header("Content-Transfer-Encoding", ["base64"])
        header("Content-Disposition", [isInline ? "inline;" : "attachment;"] + Self.fileName(file.fileName))
        if let id = file.contentID { header("Content-ID", ["<\(id.filter { $0 != "<" && $0 != ">" && $0 != " " })>"]) }
        line("")
        let encoded = Array(TransferEncoding.base64Encode(file.data).utf8)
        var index = 0
        while index < encoded.count {
            let end = min(index + 76, encoded.count)
            output += encoded[index..<end]
            line("")
            index = end
        }
    }

    private mutating func line(_ text: String) {
        output += Array(text.utf8)
        output += [MailText.cr, MailText.lf]
    }

    /// Words joined by spaces, folded at 78 columns. A word too long for a line stands alone.
    private mutating func header(_ name: String, _ words: [String]) {
        var column = name.utf8.count + 1
        output += Array("\(name):".utf8)
        for (index, word) in words.enumerated() {
            if index > 0, column + 1 + word.utf8.count > 78 {
                line("")
                column = 0
            }
            output += Array(" \(word)".utf8)
            column += 1 + word.utf8.count
        }
        line("")
    }

    // MARK: Words

    /// ASCII goes as it is, unless it looks encoded already or has a word too long to fold.
    static func unstructured(_ text: String) -> [String] {
        let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        let isPlain =
            text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
            && words.allSatisfy { $0.utf8.count <= 900 }
        return isPlain ? words : EncodedWords.encode(text)
    }

    private static func mailboxes(_ list: [EmailAddress]) -> [String] {
        var words: [String] = []
        for (index, mailbox) in list.enumerated() {
            let end = index < list.count - 1 ? "," : ""
            guard let name = mailbox.name, !name.isEmpty else {
                words.append(mailbox.address + end)
                continue
            }
            words += phrase(name) + ["<\(mailbox.address)>\(end)"]
        }
        return words
    }

    private static func phrase(_ name: String) -> [String] {
        guard name.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !name.contains("=?"), name.utf8.count <= 200 else {
            return EncodedWords.encode(name)
        }
        let isPlain = name.utf8.allSatisfy {
            HTMLEntities.isLetterOrDigit($0) || $0 == 0x20 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        if isPlain { return name.split(separator: " ").map(String.init) }
        return ["\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""]
    }

    /// RFC 2231 for the name itself, beside an ASCII one for programs that know no better.
    private static func fileName(_ name: String) -> [String] {
        let safe = MailText.cut(MailText.line(name), 240)
        let plain = String(
            String.UnicodeScalarView(
                safe.unicodeScalars.map { $0.isASCII && $0 != "\"" && $0 != "\\" && $0 != "/" ? $0 : "_" }))
        let ascii = plain.isEmpty ? "file" : plain
        if ascii == safe { return ["filename=\"\(ascii)\""] }
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in safe.utf8 {
            if HTMLEntities.isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
            {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        // The real name first: some readers take the first of the two.
        return ["filename*=UTF-8''\(String(decoding: encoded, as: UTF8.self));", "filename=\"\(ascii)\""]
    }
}
