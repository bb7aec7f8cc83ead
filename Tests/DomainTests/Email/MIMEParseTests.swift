import Foundation
import Testing

@testable import Domain

/// Raw mail with the line ends that the wire has.
func mail(_ lines: String) -> [UInt8] {
    Array(lines.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n").utf8)
}

struct MIMEParseTests {
    @Test("folded headers, encoded words and folded words read as one line of text")
    func headers() {
        let message = EmailMessage.parse(
            mail(
                """
                From: =?iso-8859-1?Q?Jo=E3o_da_?=
                 =?iso-8859-1?Q?Silva?= <Joao@Example.com>
                To: "Loja, a melhor" <sac@loja.com.br>, outro@loja.com.br
                Subject: =?UTF-8?B?UGVkaWRvIG7Do28gY2hlZ8O?=
                 =?UTF-8?B?vdTogcXVlcm8gdHJvY2Fy?=
                Date: Fri, 20 Nov 2026 22:00:00 -0300 (BRT)
                Message-ID: <a1@example.com>
                References: <r1@x.com>
                 <r2@x.com>
                In-Reply-To: <r2@x.com>

                Oi
                """))
        #expect(message.from == EmailAddress(name: "João da Silva", address: "Joao@Example.com"))
        #expect(message.to.map(\.address) == ["sac@loja.com.br", "outro@loja.com.br"])
        #expect(message.to.first?.name == "Loja, a melhor")
        #expect(message.date == Date(timeIntervalSince1970: 1_795_222_800))
        #expect(message.messageID == "a1@example.com")
        #expect(message.answered == ["r2@x.com", "r1@x.com"])
        #expect(message.text == "Oi")
    }

    @Test("a character cut in two by the mailer between encoded words is whole again")
    func cutCharacter() {
        let raw = mail("Subject: =?utf-8?B?QcOn?= =?utf-8?B?w6M=?= =?utf-8?Q?=C3?=\n =?utf-8?Q?=B5es?=\n\n")
        #expect(EmailMessage.parse(raw).subject == "Açãões")
    }

    @Test(
        "accents survive every charset and label",
        arguments: [
            ("iso-8859-1", "quoted-printable", "Ol=E1, S=E3o Paulo"),
            ("windows-1252", "quoted-printable", "Ol=E1, S=E3o Paulo"),
            ("utf-8", "quoted-printable", "Ol=C3=A1, S=C3=A3o Paulo"), ("utf-8", "base64", "T2zDoSwgU8OjbyBQYXVsbw=="),
            ("us-ascii", "quoted-printable", "Ol=C3=A1, S=C3=A3o Paulo"),
            ("x-unknown", "quoted-printable", "Ol=E1, S=E3o Paulo"),
            ("iso-8859-1", "quoted-printable", "Ol=C3=A1, S=C3=A3o Paulo"),
            ("utf-8", "quoted-printable", "Ol=C3=A1, S=C3=A3=\no Paulo"),
        ])
    func charsets(charset: String, encoding: String, body: String) {
        let raw = mail(
            "Content-Type: text/plain; charset=\(charset)\nContent-Transfer-Encoding: \(encoding)\n\n\(body)")
        #expect(EmailMessage.parse(raw).text == "Olá, São Paulo")
    }

    @Test("windows-1252 punctuation and latin-9 euro read as what was typed")
    func punctuation() {
        let raw = mail(
            "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n=93ok=94 =96 =80 5"
        )
        #expect(EmailMessage.parse(raw).text == "“ok” – € 5")
        let euro = mail(
            "Content-Type: text/plain; charset=iso-8859-15\nContent-Transfer-Encoding: quoted-printable\n\n=A4 5")
        #expect(EmailMessage.parse(euro).text == "€ 5")
    }

    static let nested = """
        From: ana@example.com
        Subject: Nota
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        preamble
        --outer
        Content-Type: multipart/related; boundary=rel

        --rel
        Content-Type: multipart/alternative; boundary="alt"

        --alt
        Content-Type: text/plain; charset=utf-8

        Segue a nota.
        --alt
        Content-Type: text/html; charset=utf-8

        <p>Segue a <b>nota</b>. <img src="cid:logo"></p>
        --alt--
        --rel
        Content-Type: image/png; name="logo.png"
        Content-ID: <logo>
        Content-Transfer-Encoding: base64

        iVBORw==
        --rel--
        --outer
        Content-Type: application/pdf
        Content-Disposition: attachment; filename*0*=UTF-8''nota%20fiscal%20;
         filename*1*=n%C2%BA%2012.pdf
        Content-Transfer-Encoding: base64

        JVBERi0=
        --outer
        Content-Type: application/octet-stream; name="=?UTF-8?Q?relat=C3=B3rio.bin?="

        xyz
        --outer--
        epilogue
        """

    @Test("nested parts give the words once, the pictures inline and the files by their names")
    func parts() {
        let message = EmailMessage.parse(mail(Self.nested))
        #expect(message.text == "Segue a nota.")
        #expect(message.html?.contains("<b>nota</b>") == true)
        #expect(message.attachments.map(\.fileName) == ["logo.png", "nota fiscal nº 12.pdf", "relatório.bin"])
        #expect(message.attachments.map(\.isInline) == [true, false, false])
        #expect(message.attachments.first?.contentID == "logo")
        #expect(message.attachments.dropFirst().first?.data == Array("%PDF-".utf8))
        #expect(message.attachments.last?.data == Array("xyz".utf8))
    }

    @Test("a part whose end is missing is not lost")
    func truncated() throws {
        let cut = try #require(Self.nested.range(of: "JVBERi0=")).upperBound
        let message = EmailMessage.parse(mail(String(Self.nested[..<cut])))
        #expect(message.attachments.last?.data == Array("%PDF-".utf8))
        #expect(message.text == "Segue a nota.")
    }

    @Test("mail without any header, without a body, or with bare line feeds is still read")
    func bare() {
        #expect(EmailMessage.parse(Array("só texto\nduas linhas".utf8)).text == "só texto\nduas linhas")
        #expect(EmailMessage.parse(Array("Subject: x".utf8)).subject == "x")
        #expect(EmailMessage.parse(Array("Subject: x\n\ncorpo\n".utf8)).text == "corpo")
        #expect(EmailMessage.parse([]).text == "")
    }

    @Test("parts within parts without end stop at a depth, and a thousand parts at a number")
    func bounded() {
        var deep = ""
        for level in 0..<5_000 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        #expect(EmailMessage.parse(mail(deep + "\nfim")).attachments.isEmpty)
        let many =
            "Content-Type: multipart/mixed; boundary=b\n\n"
            + String(repeating: "--b\nContent-Type: image/png\n\nx\n", count: 2_000)
        #expect(EmailMessage.parse(mail(many)).attachments.count == EmailMessage.attachmentLimit)
    }

    @Test("NUL and control characters never reach a text")
    func controls() {
        let message = EmailMessage.parse(Array("Subject: a\u{0}b\r\n\r\nx\u{0}\u{1B}[31my\r\nz".utf8))
        #expect(message.subject == "ab")
        #expect(message.text == "x[31my\nz")
    }

    @Test(
        "dates of every mailer",
        arguments: [
            ("Fri, 20 Nov 2026 22:00:00 -0300", 1_795_222_800.0), ("20 Nov 2026 22:00 -0300", 1_795_222_800),
            ("Sat, 21 Nov 26 01:00:00 GMT", 1_795_222_800), ("Sat,  21 Nov 2026 01:00:00 +0000 (UTC)", 1_795_222_800),
            ("Thu, 1 Jan 1970 00:00:00 +0000", 0), ("Thu, 29 Feb 2024 12:00:00 +0000", 1_709_208_000),
        ])
    func dates(text: String, seconds: Double) {
        #expect(EmailDate.parse(text)?.timeIntervalSince1970 == seconds)
        let date = Date(timeIntervalSince1970: seconds)
        #expect(EmailDate.parse(EmailDate.text(date)) == date)
    }

    @Test(
        "what is no date is none",
        arguments: ["", "yesterday", "99 Nov 2026 10:00:00", "1 Nov 20261 10:00", "1 Nov 2026 25:00", "1 Nov 2026"])
    func noDates(text: String) {
        #expect(EmailDate.parse(text) == nil)
    }
}
