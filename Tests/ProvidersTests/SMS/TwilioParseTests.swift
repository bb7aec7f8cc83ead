import Foundation
import Testing

@testable import Domain
@testable import Providers

struct TwilioParseTests {
    static let inbound =
        "ToCountry=BR&SmsMessageSid=SM1&NumMedia=0&SmsSid=SM1&SmsStatus=received&FromCountry=BR&Body=Ol%C3%A1%2C+chegou%3F+%F0%9F%98%80&To=%2B551140028922&NumSegments=1&MessageSid=SM1&AccountSid=AC1&From=%2B5531987651234&ApiVersion=2010-04-01"
    static let status =
        "SmsSid=SM2&SmsStatus=undelivered&MessageStatus=undelivered&To=%2B5531987651234&MessageSid=SM2&AccountSid=AC1&From=%2B551140028922&ErrorCode=30003"

    private func parse(_ body: String, query: String = "") -> ProviderWebhook {
        Twilio.parse(Array(body.utf8), receivedAt: Fixture.now, query: query)
    }

    @Test("a message has its words, its sender with the plus, and our number as its address")
    func message() throws {
        let webhook = parse(Self.inbound)
        let message = try webhook.message("SM1")
        #expect(message.content == "Olá, chegou? 😀" && message.contentType == "text" && message.sentAt == Fixture.now)
        #expect(message.customer == [.init(kind: .phone, value: "+5531987651234", matchKey: "553187651234")])
        #expect(webhook.items.map(\.address) == ["+551140028922"])
        #expect(Twilio.senders(in: Array(Self.inbound.utf8)) == ["+551140028922"])
    }

    @Test("an id that is empty or cannot be printed is no id", arguments: ["", "%00", "SM%0A1", "%20"])
    func unusableID(sid: String) {
        let webhook = parse("AccountSid=AC1&MessageSid=\(sid)&From=%2B5531987651234&To=%2B5511999990000&Body=oi")
        #expect(webhook.items.isEmpty && webhook.failures.map(\.reason) == ["missing_id"])
    }

    @Test("each file is a part of the message")
    func files() {
        let webhook = parse(
            Self.inbound.replacing("NumMedia=0", with: "NumMedia=2")
                + "&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2Fm%2F0&MediaContentType0=image%2Fjpeg&MediaUrl1=https%3A%2F%2Fapi.twilio.com%2Fm%2F1&MediaContentType1=application%2Fpdf"
        )
        #expect(
            webhook.messages.map(\.part) == [0, 1] && webhook.messages.map(\.contentType) == ["image", "document"])
        #expect(webhook.messages.map(\.content) == ["Olá, chegou? 😀", ""])
        #expect(
            webhook.messages.compactMap(\.attachment?.url) == [
                "https://api.twilio.com/m/0", "https://api.twilio.com/m/1",
            ])
    }

    @Test("a status names its message, the reason and, from its address, our own reference")
    func report() throws {
        let webhook = parse(Self.status, query: "outbox=0199D0F0-0000-7000-8000-000000000001&x=1")
        let report = try #require(webhook.reports.first)
        #expect(
            report.externalID == "SM2" && DeliveryStatus(provider: report.status) == .failed
                && report.errorCode == "30003")
        #expect(report.outboxID == UUID(uuidString: "0199d0f0-0000-7000-8000-000000000001"))
        #expect(webhook.items.map(\.address) == ["+551140028922"] && Twilio.failure(code: "30003") == .notReachable)
    }

    @Test(
        "every status of Twilio's has a rank of ours",
        arguments: [
            ("accepted", DeliveryStatus.queued), ("scheduled", .queued), ("queued", .queued), ("sending", .queued),
            ("sent", .sent),
            ("delivered", .delivered), ("undelivered", .failed), ("failed", .failed), ("canceled", .failed),
            ("read", .read),
            ("partially_delivered", .sent),
        ])
    func ranks(word: String, rank: DeliveryStatus) {
        let webhook = parse(Self.status.replacing("undelivered", with: word))
        #expect(webhook.reports.compactMap { DeliveryStatus(provider: $0.status) } == [rank])
    }

    @Test("STOP and START are choices as well as messages")
    func choices() {
        func choices(_ body: String) -> [Bool] {
            parse(body).items.compactMap { if case .marketingOptOut(let stop, _, _) = $0.item { stop } else { nil } }
        }
        #expect(
            choices(Self.inbound + "&OptOutType=STOP") == [true]
                && choices(Self.inbound + "&OptOutType=START") == [false])
        #expect(parse(Self.inbound + "&OptOutType=STOP").messages.count == 1)
        #expect(parse(Self.inbound + "&OptOutType=HELP").notices == ["opt_out_help"])
    }

    @Test("names and short codes open no conversation that nobody would read")
    func shortCodes() {
        for sender in ["29111", "BANCO"] {
            #expect(
                parse(Self.inbound.replacing("%2B5531987651234", with: sender)).notices == ["sender_without_number"])
        }
    }

    @Test(
        "what is no message is a failure with its reason",
        arguments: ["", "{}", "AccountSid=AC1", "AccountSid=AC1&MessageStatus=sent", "&&&===%%%"])
    func failures(body: String) {
        let webhook = parse(body)
        #expect(webhook.items.isEmpty && webhook.failures.count == 1)
    }

    @Test("damaged forms are read as far as they go, and never crash", arguments: 1...3)
    func damaged(seed: UInt64) {
        let bodies = [
            Self.inbound + "&OptOutType=STOP", Self.status,
            Self.inbound.replacing("NumMedia=0", with: "NumMedia=99999999999999999999"),
        ]
        DamagedBodies.each(of: bodies.map { Array($0.utf8) }, seed: seed, rounds: 1_500) { body in
            DamagedBodies.check(Twilio.parse(body, query: String(decoding: body, as: UTF8.self)))
            _ = Twilio.senders(in: body)
            _ = Twilio.verifySignature(
                header: "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url: String(decoding: body, as: UTF8.self), body: body,
                contentType: "application/x-www-form-urlencoded", authToken: "t")
        }
    }
}
