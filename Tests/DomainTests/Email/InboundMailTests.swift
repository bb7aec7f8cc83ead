import Foundation
import Testing

@testable import Domain

struct InboundMailTests {
    private let now = Date(timeIntervalSince1970: 1_795_230_000)

    private func items(_ raw: String, own: Set<String> = []) throws -> [InboundItem] {
        try #require(
            EmailMessage.parse(mail(raw)).inboundItems(fallbackID: "fallback", receivedAt: now, own: own) {
                "part/\($0)"
            })
    }

    private func messages(_ items: [InboundItem]) -> [InboundMessage] {
        items.compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    @Test("a mail is its words, then one message for each file, all under one id")
    func parts() throws {
        let found = messages(try items(MIMEParseTests.nested))
        #expect(found.map(\.part) == [0, 1, 2, 3])
        #expect(found.map(\.contentType) == ["text", "image", "document", "document"])
        #expect(Set(found.map(\.externalID)) == ["fallback"])
        #expect(found.first?.content == "Segue a nota.")
        #expect(found.last?.attachment?.mediaID == "part/2")
        #expect(
            found.first?.customer == [
                IdentityClaim(kind: .email, value: "ana@example.com", matchKey: "ana@example.com")
            ])
    }

    @Test("the quotation is kept beside the words, not in them")
    func quotation() throws {
        let found = messages(try items("From: a@b.co\nMessage-ID: <1@b>\n\nSim\n\n> Chegou?"))
        let first = try #require(found.first)
        #expect(first.content == "Sim" && first.externalID == "1@b")
        #expect(try JSON.parse(try #require(first.payload))["email"]?["quoted"]?.string == "> Chegou?")
    }

    @Test("our own mail that comes back is not a customer's")
    func own() throws {
        guard
            case .notice("own_message") = try #require(
                try items("From: SAC@loja.com\n\noi", own: ["sac@loja.com"]).first)
        else {
            Issue.record("not recognised")
            return
        }
    }

    @Test("a contact form's mail is from the customer it names")
    func contactForm() throws {
        let found = messages(try items("From: no-reply@loja.com\nReply-To: Ana <ana@example.com>\n\noi"))
        #expect(found.first?.customer.first?.value == "ana@example.com")
        #expect(found.first?.customerName == "Ana")
    }

    @Test("a mail with a subject only says its subject")
    func subjectOnly() throws {
        #expect(messages(try items("From: a@b.co\nSubject: Cadê meu pedido?\n\n")).first?.content == "Cadê meu pedido?")
    }

    @Test("a clock of next year does not put a mail into next year")
    func clock() throws {
        let found = messages(try items("From: a@b.co\nDate: Sat, 20 Nov 2027 10:00:00 +0000\n\noi"))
        #expect(found.first?.sentAt == now)
    }

    @Test("an automatic reply is shown, and marked so that nobody's assistant answers it")
    func automatic() throws {
        let found = messages(try items("From: a@b.co\nAuto-Submitted: auto-replied\n\nEstou de férias"))
        #expect(found.first?.content == "Estou de férias")
        #expect(found.first?.email?.automatic?.kind == .reply)
    }
}
