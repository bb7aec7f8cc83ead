import Foundation
import Testing

@testable import Domain
@testable import Providers

struct ZenviaParseTests {
    static let inbound =
        #"{"id":"e1","timestamp":"2025-10-09T08:53:20Z","type":"MESSAGE","subscriptionId":"sub1","channel":"sms","direction":"IN","message":{"id":"m1","from":"5531987651234","to":"loja","direction":"IN","channel":"sms","visitor":{"name":"Ana"},"contents":[{"type":"text","text":"Olá"},7,{"type":"file","fileUrl":"https://f.example/a.jpg","fileMimeType":"image/jpeg","fileCaption":"foto"},{"type":"hologram"}]}}"#
    static let status =
        #"{"id":"e2","timestamp":"2025-10-09T08:53:20.123Z","type":"MESSAGE_STATUS","subscriptionId":"sub2","channel":"sms","messageId":"m2","message":{"id":"m2","externalId":"0199d0f0-0000-7000-8000-000000000001"},"contentIndex":0,"messageStatus":{"timestamp":"2025-10-09T08:53:20.123Z","code":"NOT_DELIVERED","description":"x","causes":[{"channelErrorCode":"E12","reason":"Number 5531987651234 is off"}]}}"#

    private func parse(_ body: String) -> ProviderWebhook { Zenvia.parse(Array(body.utf8), receivedAt: Fixture.now) }

    @Test("each content is a part of its message; a poisoned one costs its neighbours nothing")
    func contents() {
        let webhook = parse(Self.inbound)
        #expect(
            webhook.messages.map(\.part) == [0, 2, 3]
                && webhook.messages.map(\.contentType) == ["text", "image", "unsupported"])
        #expect(
            webhook.messages.map(\.content) == ["Olá", "foto", ""]
                && webhook.messages.allSatisfy { $0.externalID == "m1" })
        #expect(webhook.messages[1].attachment?.url == "https://f.example/a.jpg")
        #expect(webhook.failures == [.init(path: "$.message.contents[1]", reason: "not_an_object")])
        #expect(webhook.items.allSatisfy { $0.address == "sub1" })
    }

    @Test("a message has its sender, name and time")
    func sender() {
        let message = parse(Self.inbound).messages[0]
        #expect(message.customer == [.init(kind: .phone, value: "+5531987651234", matchKey: "553187651234")])
        #expect(message.customerName == "Ana" && message.sentAt == Date(timeIntervalSince1970: 1_760_000_000))
    }

    @Test("a status names its message, our own reference and a reason without the number")
    func report() throws {
        let report = try #require(parse(Self.status).reports.first)
        #expect(report.externalID == "m2" && report.status == "failed" && report.errorCode == "E12")
        #expect(report.outboxID == UUID(uuidString: "0199d0f0-0000-7000-8000-000000000001"))
        #expect(report.errorTitle == "Number **** is off")
        #expect(abs(report.at.timeIntervalSince1970 - 1_760_000_000.123) < 0.01)
    }

    @Test(
        "states that tell of no delivery are notices",
        arguments: [("CLICKED", "status_clicked"), ("VERIFIED", "status_verified"), ("DELETED", "status_deleted")])
    func notices(code: String, notice: String) {
        #expect(parse(Self.status.replacing("NOT_DELIVERED", with: code)).notices == [notice])
    }

    @Test("the shop's own messages told back are no customer's")
    func echo() {
        #expect(parse(Self.inbound.replacing("\"IN\"", with: "\"OUT\"")).notices == ["own_echo"])
        #expect(parse(#"{"type":"BATCH","id":"x"}"#).notices == ["batch"])
    }

    @Test(
        "what is no event is a failure with its reason",
        arguments: [
            ("", "not_json"), ("[]", "not_an_object"), ("{}", "no_type"), (#"{"type":"MESSAGE"}"#, "no_message"),
            (#"{"type":"MESSAGE","message":{}}"#, "no_contents"),
            (#"{"type":"MESSAGE","message":{"id":"a","contents":[{}]}}"#, "missing_sender"),
            (#"{"type":"MESSAGE_STATUS"}"#, "missing_id"),
            (#"{"type":"MESSAGE_STATUS","messageId":"a"}"#, "missing_status"),
        ])
    func failures(body: String, reason: String) {
        let webhook = parse(body)
        #expect(webhook.items.isEmpty && webhook.failures.first?.reason.hasPrefix(reason) == true)
    }

    @Test("only who knows the secret is believed")
    func secret() {
        #expect(Zenvia.verifySecret(header: "s3cret", secret: "s3cret"))
        #expect(
            !Zenvia.verifySecret(header: nil, secret: "s3cret") && !Zenvia.verifySecret(header: "", secret: "")
                && !Zenvia.verifySecret(header: "s3creT", secret: "s3cret"))
    }

    @Test("damaged events are read as far as they go, and never crash", arguments: 1...3)
    func damaged(seed: UInt64) {
        DamagedBodies.each(of: [Self.inbound, Self.status].map { Array($0.utf8) }, seed: seed, rounds: 1_500) { body in
            DamagedBodies.check(Zenvia.parse(body))
        }
    }
}
