import Testing

@testable import Providers

struct SMTPReplyTests {
    @Test("answers are put together from any pieces")
    func pieces() throws {
        let text =
            "250-mail.example.com Hello\r\n250-SIZE 35882577\n250-auth plain LOGIN\r\n250-AUTH=LOGIN\r\n250-StartTLS\r\n250\r\n220 next\r\n"
        for size in 1...20 {
            var parser = SMTPReplyParser()
            var replies: [SMTPReply] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.add(bytes[start..<min(start + size, bytes.count)])
                while let reply = try parser.next() { replies.append(reply) }
            }
            #expect(replies.map(\.code) == [250, 220] && parser.isEmpty)
            let capabilities = SMTPCapabilities(try #require(replies.first))
            #expect(
                capabilities.startTLS && capabilities.size == 35_882_577
                    && capabilities.mechanisms.isSuperset(of: ["PLAIN", "LOGIN"]))
        }
    }

    @Test(
        "what is no answer ends it",
        arguments: ["hello\r\n", "99 x\r\n", "1000\r\n", "250x\r\n", "250-a\r\n550 b\r\n", "-50 x\r\n", "\r\n"])
    func malformed(text: String) {
        var parser = SMTPReplyParser()
        parser.add(text.utf8)
        #expect(throws: SMTPReplyParser.Malformed.self) { while try parser.next() != nil {} }
    }

    @Test("a server that never ends its line is cut off")
    func endless() {
        var parser = SMTPReplyParser()
        parser.add(repeatElement(UInt8(ascii: "2"), count: 70_000))
        #expect(throws: SMTPReplyParser.Malformed.self) { try parser.next() }
    }

    @Test(
        "the finer status wins when it is of the code's class",
        arguments: [
            ("5.1.1 no such user", "5.1.1"), ("4.1.1 no", "smtp_550"), ("no such user", "smtp_550"),
            ("5.1 x", "smtp_550"), ("", "smtp_550"), ("5.1.1234 x", "smtp_550"),
        ])
    func enhanced(text: String, code: String) {
        #expect(SMTPReply(code: 550, lines: [text]).fault(secrets: []).code == code)
    }

    @Test(
        "dots are doubled at the beginning of lines only, and every line end becomes CRLF",
        arguments: [
            (".", "..\r\n.\r\n"), ("a.b\r\n.c", "a.b\r\n..c\r\n.\r\n"), ("a\n.\nb", "a\r\n..\r\nb\r\n.\r\n"),
            ("a\r.b", "a\r\n..b\r\n.\r\n"), ("", ".\r\n"),
            ("a\r\n", "a\r\n.\r\n"), ("\r\n.\r\n", "\r\n..\r\n.\r\n"), ("a\r\r\nb", "a\r\n\r\nb\r\n.\r\n"),
        ])
    func stuffing(content: String, wire: String) {
        #expect(SMTPData.stuffed(Array(content.utf8)) == Array(wire.utf8))
    }
}
