import Domain
import Foundation
import Providers

extension FuzzTarget {
    package static let mail: [FuzzTarget] = [mime, form, html, quotes, build, smtpFree]

    private static let mimeSeeds = [
        """
        From: =?iso-8859-1?Q?Jo=E3o?= <joao@example.com>\r\nTo: "Loja" <sac@loja.com>, grupo: a@b.co, c@d.co;\r\nSubject: =?UTF-8?B?w6fDow==?= =?utf-8?q?=C3?=\r
        Date: Fri, 20 Nov 2026 22:00:00 -0300 (BRT)\r\nMessage-ID: <a@b>\r\nReferences: <r1@x>\r\n <r2@x>\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r
        --b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r
        \r\nOl=E1 =93x=94=\r\n fim\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Ol&aacute; <b>x</b></p>\r\n--c--\r\n--b\r
        Content-Type: application/pdf; name*0*=UTF-8''a%20b; name*1*=%C2%BA.pdf\r\nContent-Disposition: attachment; filename="x.pdf"\r
        Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=\r\n--b--\r\n
        """,
        """
        From: MAILER-DAEMON@mx\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r
        \r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n--b\r
        Content-Type: message/rfc822\r\n\r\nMessage-ID: <0198@loja.com>\r\n\r\noi\r\n--b--\r\n
        """,
        "Auto-Submitted: auto-replied\r\nFrom: a@b.co\r\nSubject: RES: x\r\n\r\nferias", "sem cabecalho\nnenhum",
    ].map { Array($0.utf8) }

    private static let mimePieces =
        [
            "=?utf-8?b?", "?=", "=?", "=\r\n", "=", "--b", "--b--", "--c--", "\r\n\r\n", "\n", "\r", "Content-Type: ",
            "multipart/mixed; boundary=b", "; boundary=\"\"",
            "charset=utf-16", "charset=", "filename*=UTF-8''%", "filename*99999999999999999999*=", "<", ">", "<>", "\"",
            "\\", "(", ")", ",", ":", "@", "é", "\u{0}", "\u{FEFF}",
            "Date: 99 Feb 99999 99:99:99 +9999", "Sat, 31 Dec 2200 23:59:60 -2359", "References: ", "From: ", " ", "\t",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

    private static let mime = FuzzTarget(name: "mime", seeds: mimeSeeds, pieces: mimePieces) { input in
        let message = EmailMessage.parse(input)
        if message.text.utf8.count > 65_536 { return "a text beyond its limit" }
        if [message.text, message.subject, message.from?.name ?? ""].contains(where: { $0.utf8.contains(0) }) {
            return "a NUL"
        }
        if message.subject.contains("\n") { return "a subject of two lines" }
        for file in message.attachments where file.fileName?.contains("\n") == true {
            return "a file name of two lines"
        }
        return problem(RawEmail.parse(input))
    }

    private static let form = FuzzTarget(
        name: "mail-form",
        seeds: [
            """
            --xYz\r\nContent-Disposition: form-data; name="headers"\r\n\r\nFrom: Ana <ana@example.com>\r\nMessage-ID: <a@b>\r\n\r
            --xYz\r\nContent-Disposition: form-data; name="charsets"\r\n\r\n{"text":"iso-8859-1","subject":"UTF-8"}\r
            --xYz\r\nContent-Disposition: form-data; name="envelope"\r\n\r\n{"to":["sac@loja.com"],"from":"a@b"}\r
            --xYz\r\nContent-Disposition: form-data; name="text"\r\n\r\nOi\r\n--xYz\r
            Content-Disposition: form-data; name="attachment1"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--xYz--\r\n
            """,
            "--b\r\nContent-Disposition: form-data; name=\"body-mime\"\r\n\r\nFrom: a@b.co\r\n\r\noi\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"message-headers\"\r\n\r\n[[\"From\",\"a@b.co\"]]\r\n--b--",
        ].map { Array($0.utf8) },
        pieces: mimePieces
            + [
                "--xYz", "--xYz--", "name=\"email\"", "name=\"headers\"", "[[", "]]", "{", "}", "filename=", "\r\n--",
            ].map { Array($0.utf8) }
    ) { input in
        if let message = EmailMessage.parse(form: input),
            message.text.utf8.count > 65_536 || message.text.utf8.contains(0)
        {
            return "a text beyond its limit, or a NUL"
        }
        return problem(RawEmail.parse(input))
    }

    private static let html = FuzzTarget(
        name: "html",
        seeds: [
            "<html><head><style>p{}</style></head><body><p>Ol&aacute; &#8364; &nbsp;<br>x</p><ul><li>a</ul><table><tr><td>1<td>2</table>"
                + "<a href=\"https://a.b/c?d&amp;e\">link</a><div style=\"display:none\">x</div><blockquote>q<blockquote>r</blockquote></blockquote><pre>a\nb</pre><!-- c --><script>x</script>"
        ].map { Array($0.utf8) },
        pieces: [
            "<", ">", "</", "/>", "<!--", "-->", "<!", "<?", "&", "&#", "&#x", ";", "&amp", "&#99999999999;", "<script",
            "</script>", "<style>", "<a href=", "\"", "'", "=",
            "<pre>", "</pre>", "<blockquote>", "</blockquote>", "<div hidden>", "</div>", "\u{0}", "é", "<br>", "<p/>",
        ].map { Array($0.utf8) } + [[0xC3], [0xFF]]
    ) { input in
        let text = HTMLText.text(String(decoding: input, as: UTF8.self))
        if text.utf8.contains(0) { return "a NUL" }
        // Whatever stands as text is escaped: a tag in it is one that was let through.
        let safe = SafeHTML.body(String(decoding: input, as: UTF8.self)).lowercased()
        if ["<script", "<style", "<iframe", "<svg", "<form", "<meta"].contains(where: safe.contains) {
            return "a tag that acts"
        }
        return text.utf8.count > (1 << 20) + 1_000 ? "a text beyond its limit" : nil
    }

    private static let quotes = FuzzTarget(
        name: "quotes",
        seeds: [
            "Sim\n\nEm sex., 20 de nov. de 2026 às 10:00, Loja <s@l.com>\nescreveu:\n\n> Oi\n> Tudo?\n",
            "x\n-- \nAna\n\nDe: Loja\nEnviada em: x\nPara: y\nAssunto: z\n\nOi",
            "> a\nb\n> c\nd\nEnviado do meu iPhone",
        ].map { Array($0.utf8) },
        pieces: [
            "\n", "> ", ">", "-- ", "On ", " wrote:", "Em 1 ", "escreveu:", "De:", "Para:", "Assunto:",
            "-----Mensagem original-----", "Enviado do meu x", "\u{A0}", "é", "________________________",
        ]
        .map { Array($0.utf8) }
    ) { input in
        let text = String(decoding: input, as: UTF8.self)
        let folded = QuotedText.fold(text)
        let isBlank = RawText.isBlank(text)
        return folded.visible.isEmpty && !isBlank ? "a message with nothing left" : nil
    }

    /// What is built from any text reads back the same.
    private static let build = FuzzTarget(
        name: "build", seeds: ["Olá\n.ponto\n--b\nfim =20", "=?x?b?y?= \"a\" <b>"].map { Array($0.utf8) },
        pieces: [".", "\r\n", "\n.", "--=_", "é", "👍🏽", "\t ", "=?utf-8?q?x?=", "\"", "\\", ",", "  "].map {
            Array($0.utf8)
        }
    ) { input in
        let text = String(decoding: input, as: UTF8.self)
        let subject = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var email = OutboundEmail(
            from: .init(name: String(subject.prefix(60)), address: "a@b.co"), to: [.init(address: "c@d.co")],
            subject: String(subject.prefix(300)), text: text,
            messageID: "x@b.co", date: Date(timeIntervalSince1970: 0))
        email.attachments = [.init(fileName: String(subject.prefix(40)), type: "text/plain", data: input)]
        guard let raw = try? MIMEBuilder.build(email) else { return nil }
        if raw.contains(where: { $0 >= 0x80 || $0 == 0 }) { return "not ASCII" }
        if raw.split(separator: 0x0A).contains(where: { $0.count > 998 }) { return "a line too long" }
        let back = EmailMessage.parse(raw)
        if back.attachments.first?.data != input { return "another file" }
        return back.messageID == "x@b.co" && back.to.map(\.address) == ["c@d.co"] ? nil : "another header"
    }

    private static let smtpFree = FuzzTarget(
        name: "addresses", seeds: ["\"Ana, a\" <ana@example.com>, grupo: b@c.co;, (x) d@e.co"].map { Array($0.utf8) },
        pieces: ["<", ">", "\"", "\\", "(", ")", ",", ";", ":", "@", "=?utf-8?q?", "?=", "é", "\u{0}"].map {
            Array($0.utf8)
        }
    ) { input in
        let found = EmailAddress.list(String(decoding: input, as: UTF8.self))
        return found.allSatisfy { EmailAddress($0.address) != nil && !($0.name ?? "").contains("\n") }
            ? nil : "an address that is none"
    }
}

enum RawText {
    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.properties.isWhitespace || $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0 == "\u{FEFF}"
        }
    }
}

extension FuzzTarget {
    /// What must hold of anything a webhook's parser gives.
    static func problem(_ webhook: ProviderWebhook) -> String? {
        if webhook.items.isEmpty, webhook.failures.isEmpty { return "lost without a trace" }
        for item in webhook.items {
            switch item.item {
            case .message(let message):
                if message.customer.isEmpty || message.externalID.isEmpty { return "a message from nobody" }
                if message.content.utf8.contains(0) { return "a NUL" }
                if let payload = message.payload, (try? JSON.parse(payload)) == nil {
                    return "a payload that is no JSON"
                }
            case .status(let report) where report.externalID.isEmpty || report.status.isEmpty:
                return "a status of nothing"
            default: break
            }
        }
        return nil
    }
}
