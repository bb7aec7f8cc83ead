import Foundation
import Testing

@testable import Domain
@testable import Providers

struct RawEmailTests {
    let raw = Array(
        """
        Delivered-To: sac+tok@loja.com\r
        From: Ana <ana@example.com>\r
        To: SAC@loja.com\r
        Message-ID: <c1@example.com>\r
        Subject: Troca\r
        Content-Type: multipart/mixed; boundary=b\r
        \r
        --b\r
        \r
        Quero trocar.\r
        --b\r
        Content-Type: image/jpeg; name=foto.jpg\r
        Content-Transfer-Encoding: base64\r
        \r
        /9j/\r
        --b--\r

        """.utf8)

    @Test("a raw mail becomes the customer's words and files, for the mailbox it was written to")
    func message() throws {
        let webhook = RawEmail.parse(raw, receivedAt: Fixture.now, own: ["sac@loja.com"])
        #expect(webhook.failures.isEmpty)
        #expect(webhook.messages.map(\.content) == ["Quero trocar.", ""])
        #expect(webhook.items.allSatisfy { $0.address == "sac@loja.com" })
        #expect(webhook.messages.first?.email?.recipients.contains("sac+tok@loja.com") == true)
        let media = try #require(webhook.messages.last?.attachment?.mediaID)
        #expect(RawEmail.attachment(media, in: raw)?.data == [0xFF, 0xD8, 0xFF])
        #expect(RawEmail.attachment("mime:7", in: raw) == nil && RawEmail.attachment("mime:-1", in: raw) == nil)
    }

    @Test("a mail from nobody is a failure with its reason, and the same mail twice has one id")
    func nobody() {
        #expect(RawEmail.parse(Array("Subject: x\n\noi".utf8)).failures == [.init(path: "$", reason: "no_sender")])
        #expect(RawEmail.parse([]).failures == [.init(path: "$", reason: "empty")])
        let noID = Array("From: a@b.co\n\noi".utf8)
        #expect(RawEmail.parse(noID).messages.first?.externalID == RawEmail.parse(noID).messages.first?.externalID)
        #expect(
            RawEmail.parse(noID).messages.first?.externalID != RawEmail.parse(noID + [0x21]).messages.first?.externalID)
    }
}
