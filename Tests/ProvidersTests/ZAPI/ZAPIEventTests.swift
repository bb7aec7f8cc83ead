import Foundation
import Testing

@testable import Domain
@testable import Providers

struct ZAPIEventTests {
    let webhook: ProviderWebhook

    init() throws {
        webhook = ZAPI.parse(try Fixtures.bytes("zapi/events.json"), receivedAt: Fixture.now)
    }

    @Test("one status of several messages is a report for each of them")
    func manyIDs() {
        let delivered = webhook.reports.filter { $0.status == "delivered" }
        #expect(delivered.map(\.externalID) == ["OUT1", "OUT2"])
        #expect(delivered.allSatisfy { $0.at == Date(timeIntervalSince1970: 1_760_000_100) })
    }

    @Test("every status has a rank of ours")
    func ranks() {
        #expect(webhook.reports.allSatisfy { DeliveryStatus(provider: $0.status) != nil })
        #expect(
            webhook.reports.map(\.status) == [
                "delivered", "delivered", "read", "played", "failed", "failed", "sent", "failed",
            ])
    }

    @Test("that the shop read a customer's message is never taken for the customer reading ours")
    func readByMe() {
        #expect(webhook.notices.contains("read_by_me"))
        #expect(webhook.reports.filter { $0.status == "read" }.map(\.externalID) == ["OUT1"])
    }

    @Test("one unreadable id costs its neighbours nothing and is named by its path")
    func poisoned() {
        #expect(webhook.reports.filter { $0.status == "failed" }.map(\.externalID) == ["OUT3", "OUT4", "OUT5"])
        #expect(webhook.failures == [.init(path: "$[5].ids[1]", reason: "missing_id")])
    }

    @Test("a delivery that WhatsApp refused is a failure of that message, with its reason")
    func refused() throws {
        let report = try #require(webhook.reports.last)
        #expect(report.externalID == "OUT5" && report.errorTitle == "Phone number does not exist")
        #expect(ZAPI.failure(code: report.errorCode ?? "") == .notReachable)
    }

    @Test("linked and unlinked are told of the account")
    func connection() {
        #expect(
            webhook.connections == [.init(.connected), .init(.disconnected, reason: "Device has been disconnected")])
    }

    @Test("presence, groups' statuses and types not known yet are notices, never lost")
    func notices() {
        #expect(webhook.notices == ["read_by_me", "group", "presence_composing", "somethingnewcallback"])
    }

    @Test("an address with the secret is believed, unless the body names another instance")
    func verify() {
        let body = Array(#"{"instanceId":"INST1","type":"ConnectedCallback"}"#.utf8)
        func check(_ given: String, _ secret: String = "s3cret", _ instance: String = "INST1", _ bytes: [UInt8]? = nil)
            -> Bool
        {
            ZAPI.verify(pathSecret: given, body: bytes ?? body, secret: secret, instanceID: instance)
        }
        #expect(check("s3cret"))
        #expect(check("s3cret", "s3cret", "INST1", Array("{}".utf8)))
        #expect(!check("s3creT") && !check("") && !check("", "") && !check("s3cret", "s3cret", "INST2"))
    }

    @Test(
        "what is no event is a failure with its reason",
        arguments: [
            ("", "not_json"), ("nonsense", "not_json"), ("[]", "empty"), ("3", "not_an_object"),
            ("[3]", "not_an_object"),
            ("{}", "no_type"), (#"{"type":"MessageStatusCallback","status":"READ"}"#, "missing_id"),
            (#"{"type":"MessageStatusCallback","ids":["a"]}"#, "missing_status"),
            (#"{"type":"ReceivedCallback","messageId":"a","text":{"message":"oi"}}"#, "missing_sender"),
            (
                #"{"type":"ReceivedCallback","messageId":"a","phone":"5511987654321","reaction":{"value":"x"}}"#,
                "missing_message_id"
            ),
        ])
    func failures(body: String, reason: String) {
        let webhook = ZAPI.parse(Array(body.utf8))
        #expect(webhook.items.isEmpty && webhook.failures.first?.reason.hasPrefix(reason) == true)
    }

    @Test("damaged callbacks are read as far as they go, and never crash", arguments: 1...3)
    func damaged(seed: UInt64) throws {
        let bodies = try ["zapi/messages.json", "zapi/events.json"].flatMap(Fixtures.elements)
        DamagedBodies.each(of: bodies + [try Fixtures.bytes("zapi/events.json")], seed: seed, rounds: 1_500) { body in
            DamagedBodies.check(ZAPI.parse(body))
            _ = ZAPI.instanceID(in: body)
        }
    }
}
