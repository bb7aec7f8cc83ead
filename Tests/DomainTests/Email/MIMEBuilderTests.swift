import Foundation
import Testing

@testable import Domain

struct MIMEBuilderTests {
    private func email(_ change: (inout OutboundEmail) -> Void = { _ in }) -> OutboundEmail {
        var email = OutboundEmail(
            from: .init(name: "Loja São João", address: "sac@loja.com"),
            to: [.init(name: "Ana, a cliente", address: "ana@example.com")],
            subject: "Re: Pedido nº 12 — “chegou”?", text: "Olá, Ana.\n.ponto no começo\nlinha com espaço \nfim = =3D",
            messageID: "0198@loja.com",
            date: Date(timeIntervalSince1970: 1_795_222_800))
        change(&email)
        return email
    }

    @Test("what is built is read back the same")
    func roundTrip() throws {
        let pdf = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let raw = try MIMEBuilder.build(
            email {
                $0.html = "<p>Olá, <b>Ana</b></p>"
                $0.attachments = [
                    .init(fileName: "nota fiscal nº 12.pdf", type: "application/pdf", data: pdf),
                    .init(fileName: "logo.png", type: "image/png", data: [1, 2, 3], contentID: "logo"),
                ]
                $0.inReplyTo = "c1@example.com"
                $0.references = ["c0@example.com", "c1@example.com"]
                $0.replyTo = .init(address: "sac+tok@in.loja.com")
            })
        let back = EmailMessage.parse(raw)
        #expect(back.from == email().from && back.to == email().to)
        #expect(back.subject == email().subject)
        #expect(back.text == email().text)
        #expect(back.html == "<p>Olá, <b>Ana</b></p>")
        #expect(back.attachments.map(\.fileName) == ["logo.png", "nota fiscal nº 12.pdf"])
        #expect(back.attachments.last?.data == pdf)
        #expect(back.answered == ["c1@example.com", "c0@example.com"])
        #expect(back.messageID == "0198@loja.com" && back.date == email().date)
        #expect(back.replyTo.first?.address == "sac+tok@in.loja.com")
        #expect(back.automatic == nil)
    }

    @Test("a message is ASCII, with CRLF line ends and no long line, and the same mail gives the same bytes")
    func wire() throws {
        let mail = email {
            $0.text = String(repeating: "é comprido ", count: 500) + "\rsozinho\nfim"
            $0.html = String(repeating: "<p>", count: 2_000)
            $0.references = (0..<200).map { "id\($0)@example.com" }
        }
        let raw = try MIMEBuilder.build(mail)
        #expect(raw.allSatisfy { $0 < 0x80 && $0 != 0 })
        for (index, byte) in raw.enumerated() {
            if byte == 0x0A { #expect(index > 0 && raw[index - 1] == 0x0D) }
            if byte == 0x0D { #expect(index + 1 < raw.count && raw[index + 1] == 0x0A) }
        }
        let longest = raw.split(separator: 0x0A).map(\.count).max() ?? 0
        #expect(longest <= 78)
        #expect(try MIMEBuilder.build(mail) == raw)
        #expect(EmailMessage.parse(raw).references.count == 20)
    }

    @Test("one-click unsubscription, and the mark of a machine")
    func headers() throws {
        let raw = try MIMEBuilder.build(
            email {
                $0.unsubscribeURL = "https://loja.com/u/abc"
                $0.unsubscribeMailbox = "sair@loja.com"
                $0.isAutomatic = true
            })
        let (headers, _) = MIMEHeaders.parse(raw[...])
        #expect(headers["List-Unsubscribe"] == "<https://loja.com/u/abc>, <mailto:sair@loja.com>")
        #expect(headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
        #expect(headers["Auto-Submitted"] == "auto-replied")
        #expect(EmailMessage.parse(raw).automatic != nil)
    }

    static let attacks: [@Sendable (inout OutboundEmail) -> Void] = [
        { $0.subject = "oi\r\nBcc: vitima@example.com" }, { $0.subject = "oi\nBcc: v@example.com" },
        { $0.from.name = "Loja\r\nBcc: v@e.com" },
        { $0.to[0].address = "a@b.co>\r\nRCPT TO:<v@e.com" }, { $0.to[0].address = "a@b.co, v@e.com" },
        { $0.to[0].name = "x\u{0}y" },
        { $0.inReplyTo = "a@b>\r\nX: y" }, { $0.references = ["a b"] }, { $0.messageID = "" },
        { $0.headers = [("X-A", "b\r\nBcc: v@e.com")] },
        { $0.headers = [("Bcc", "v@e.com")] }, { $0.headers = [("X A", "b")] }, { $0.headers = [("X:A", "b")] },
        { $0.attachments = [.init(fileName: "a\r\nX: y", type: "text/plain", data: [])] },
        { $0.unsubscribeURL = "https://a\r\nX: y" },
        { $0.attachments = [.init(fileName: "a", type: "text/plain\r\nX: y", data: [])] }, { $0.to = [] },
        { $0.replyTo = .init(address: "nada") },
    ]

    @Test(
        "nobody writes headers of his own through a subject, a name, an address or a file", arguments: attacks.indices)
    func injection(index: Int) {
        #expect(throws: EmailError.self) { try MIMEBuilder.build(email(Self.attacks[index])) }
    }

    @Test("an answer takes up the subject once and the whole chain")
    func answer() {
        let answered = email {
            $0.answer(
                EmailThread(messageID: "c2@x", references: ["c1@x", "c0@x"], subject: "RES: Pedido", recipients: []))
        }
        #expect(answered.subject == "Re: Pedido")
        #expect(answered.inReplyTo == "c2@x" && answered.references == ["c0@x", "c1@x", "c2@x"])
    }
}
