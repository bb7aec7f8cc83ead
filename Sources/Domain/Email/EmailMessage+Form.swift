extension EmailMessage {
    /// Reads a mail that a relay posted as a web form: SendGrid's Inbound Parse and Mailgun's routes, either with the raw message in a
    /// field or taken apart. Nil for what is no such form.
    package static func parse(form body: [UInt8]) -> EmailMessage? {
        guard let boundary = boundary(of: body) else { return nil }
        let header = Array("Content-Type: multipart/form-data; boundary=\"\(boundary)\"\r\n\r\n".utf8)
        let form = MailForm(MIMEPart.parse((header + body)[...]))
        if let raw = form.bytes("email") ?? form.bytes("body-mime") { return parse(raw) }
        guard form.has("from") || form.has("headers") || form.has("message-headers") else { return nil }
        return form.message
    }

    /// The first line of a form, and behind it a field: nothing that begins a raw mail.
    private static func boundary(of body: [UInt8]) -> String? {
        let start =
            body.first == MailText.cr || body.first == MailText.lf ? body.firstIndex { !MailText.isSpace($0) } : 0
        guard let start, body[start...].starts(with: [0x2D, 0x2D]),
            let end = body[start...].prefix(300).firstIndex(of: MailText.lf)
        else { return nil }
        let line = MailText.trim(body[(start + 2)..<end])
        let next = body[(end + 1)...].prefix(40).map(MailText.lower)
        guard (1...200).contains(line.count),
            line.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }),
            next.starts(with: Array("content-".utf8))
        else { return nil }
        return String(decoding: line, as: UTF8.self)
    }
}

/// The fields of a relay's form.
private struct MailForm {
    private var fields: [String: MIMEPart] = [:]
    private var files: [MIMEPart] = []

    init(_ form: MIMEPart) {
        for part in form.parts {
            guard let name = part.disposition.parameters["name"]?.lowercased() else { continue }
            if part.disposition.parameters["filename"] != nil {
                files.append(part)
            } else if fields[name] == nil {
                fields[name] = part
            }
        }
    }

    func has(_ name: String) -> Bool { fields[name] != nil }

    func bytes(_ name: String) -> [UInt8]? {
        guard let bytes = fields[name]?.decodedBody, !bytes.isEmpty else { return nil }
        return bytes
    }

    /// The words of a field, in the charset that the form says they are in.
    func text(_ name: String) -> String? {
        guard let part = fields[name] else { return nil }
        let charset = part.type.parameters["charset"] ?? charsets?[name]?.string
        return MailText.clean(Charset.decode(part.decodedBody[...], named: charset), limit: 1 << 20)
    }

    private var charsets: JSON? { json("charsets") }

    private func json(_ name: String) -> JSON? {
        fields[name].flatMap { try? JSON.parse($0.decodedBody, limits: .init(invalidText: .replace)) }
    }

    var message: EmailMessage {
        var message = EmailMessage()
        let headers = headers
        message.read(headers)
        if message.from == nil { message.from = text("from").flatMap { EmailAddress.list($0).first } }
        if message.to.isEmpty { message.to = (text("to") ?? text("recipient")).map { EmailAddress.list($0) } ?? [] }
        if message.cc.isEmpty { message.cc = text("cc").map { EmailAddress.list($0) } ?? [] }
        if message.subject.isEmpty { message.subject = MailText.line(text("subject") ?? "") }
        // Who the server was told to bring it to: the header may name a list, or nobody.
        let envelope = json("envelope")?.elements(of: "to").compactMap(\.string) ?? []
        message.deliveredTo += (envelope + [text("recipient")].compactMap { $0 }).flatMap {
            EmailAddress.list($0).map(\.address)
        }
        message.html = text("html") ?? text("body-html")
        let plain = text("text") ?? text("body-plain") ?? ""
        message.text = MailText.cut(
            plain.allSatisfy(\.isWhitespace) ? message.html.map(HTMLText.text) ?? "" : MailText.trim(plain),
            EmailMessage.textLimit)
        message.attachments = files.prefix(EmailMessage.attachmentLimit).map { part in
            EmailMessage.Attachment(
                fileName: part.fileName, type: MailText.cut(part.type.value, 100), data: part.decodedBody)
        }
        message.judge(headers)
        return message
    }

    private var headers: MIMEHeaders {
        if let raw = bytes("headers") { return MIMEHeaders.parse((raw + [MailText.lf])[...]).headers }
        let pairs = json("message-headers")?.elements.prefix(MIMEHeaders.fieldLimit).compactMap { pair in
            pair[0]?.string.map { (name: $0, value: pair[1]?.string ?? "") }
        }
        return MIMEHeaders(pairs ?? [])
    }
}
