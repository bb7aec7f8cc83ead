import Domain
import Testing

@Suite struct MailFormTests {
    static func form(_ fields: [(head: String, value: [UInt8])]) -> [UInt8] {
        fields.flatMap { field in
            Array("--xYzZY\r\nContent-Disposition: form-data; \(field.head)\r\n\r\n".utf8) + field.value + [0x0D, 0x0A]
        } + Array("--xYzZY--\r\n".utf8)
    }

    static func field(_ name: String, _ value: String) -> (head: String, value: [UInt8]) {
        ("name=\"\(name)\"", Array(value.utf8))
    }

    @Test("a form taken apart, in the charsets it names, with its envelope and its files")
    func parsed() throws {
        let message = try #require(
            EmailMessage.parse(
                form: Self.form([
                    Self.field(
                        "headers",
                        "From: =?utf-8?q?Jo=C3=A3o?= <joao@example.com>\nMessage-ID: <a@b>\nAuto-Submitted: auto-replied\nTo: lista@example.com\n"
                    ),
                    Self.field("charsets", #"{"text":"iso-8859-1","subject":"UTF-8"}"#),
                    ("name=\"text\"", [0x4F, 0x6C, 0xE1]), Self.field("subject", "Olá"),
                    Self.field("envelope", #"{"to":["sac+k@loja.com"],"from":"joao@example.com"}"#),
                    (
                        "name=\"attachment1\"; filename=\"nota.pdf\"\r\nContent-Type: application/pdf",
                        [1, 2, 0x0D, 0x0A, 3]
                    ),
                ])))
        #expect(message.from?.name == "João" && message.messageID == "a@b" && message.text == "Olá")
        #expect(message.subject == "Olá" && message.thread.recipients == ["sac+k@loja.com", "lista@example.com"])
        #expect(message.automatic?.kind == .reply)
        #expect(
            message.attachments.map(\.fileName) == ["nota.pdf"]
                && message.attachments.first?.data == [1, 2, 0x0D, 0x0A, 3])
    }

    @Test("a form with the raw message in it, by either relay's name", arguments: ["email", "body-mime"])
    func raw(name: String) throws {
        let message = try #require(
            EmailMessage.parse(form: Self.form([Self.field(name, "From: a@b.co\r\nSubject: x\r\n\r\noi")])))
        #expect(message.subject == "x" && message.text == "oi")
    }

    @Test("what is no form is left alone: a raw mail, a text that begins with dashes, other forms")
    func others() {
        for text in ["From: a@b.co\r\n\r\noi", "-- \r\nAna", "--\n", "", "--x\r\nFrom: a\r\n", "--"] {
            #expect(EmailMessage.parse(form: Array(text.utf8)) == nil, "\(text)")
        }
        #expect(EmailMessage.parse(form: Self.form([Self.field("name", "Ana")])) == nil)
    }

    @Test("words become paragraphs, lines and links, and nothing of them becomes markup")
    func html() {
        let page = PlainHTML.page("Olá <b>&\nveja https://a.b/c?d=1&e=2).\n\n\"\u{301}x")
        #expect(
            page.contains(
                "Olá &lt;b&gt;&amp;<br>\nveja <a href=\"https://a.b/c?d=1&amp;e=2\">https://a.b/c?d=1&amp;e=2</a>)."))
        #expect(page.contains("<p style=\"margin:0 0 1em\">&quot;\u{301}x</p>"))
    }
}
