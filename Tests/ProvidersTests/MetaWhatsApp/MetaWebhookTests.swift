import Domain
import Foundation
import Testing

@testable import Providers

struct MetaWebhookTests {
    @Test("each broken item fails alone, with its place and reason, and its neighbours are read")
    func poisoned() throws {
        let webhook = try Fixture.parse("poisoned")
        let first = "entry[0].changes[0].value"
        #expect(
            webhook.failures == [
                .init(path: "\(first).messages[0]", reason: "not_an_object"),
                .init(path: "\(first).messages[1]", reason: "missing_sender"),
                .init(path: "\(first).messages[4]", reason: "missing_message_id"),
                .init(path: "\(first).messages[5]", reason: "missing_original_id"),
                .init(path: "\(first).statuses[0]", reason: "missing_id"),
                .init(path: "\(first).statuses[1]", reason: "missing_status"),
                .init(path: "entry[0].changes[1]", reason: "no_value"),
                .init(path: "entry[0].changes[2].value.messages", reason: "not_a_list"),
                .init(path: "entry[1]", reason: "no_changes"),
                .init(path: "entry[2]", reason: "no_changes"),
            ])
        #expect(
            webhook.messages.map(\.content) == [
                "com BSUID e telefone vazio", "hora ruim", "", "sem id", "nul e surrogate \u{FFFD} quebrados",
                "vizinho",
            ])
        #expect(webhook.reports.map(\.externalID) == ["wamid.S2"])
        #expect(webhook.notices == ["group_message"])
        #expect(webhook.items.last?.address == "900200")
    }

    @Test("a missing id is made of the message's own bytes, the same each time it comes")
    func missingID() throws {
        func ids() throws -> [String] {
            try Fixture.parse("poisoned").messages.map(\.externalID).filter { $0.hasPrefix("raw:") }
        }
        #expect(try ids().count == 1)
        #expect(try ids() == ids())
    }

    @Test(
        "times come as seconds or milliseconds, text or number; an impossible one is the time of arrival",
        arguments: [
            (#""1760000001""#, 1_760_000_001), ("1760000001", 1_760_000_001), (#""1760000001000""#, 1_760_000_001),
            ("1760000001500", 1_760_000_001.5),
            (#""""#, nil), ("null", nil), ("-5", nil), ("0", nil), (#""1e999""#, nil), ("99999999999999999999", nil),
            (#""4000000000""#, nil), ("[]", nil),
        ] as [(String, Double?)])
    func times(json: String, seconds: Double?) throws {
        let expected = seconds.map(Date.init(timeIntervalSince1970:)) ?? Fixture.now
        #expect(MetaEvents.time(try JSON.parse(json), or: Fixture.now) == expected)
    }

    @Test("statuses give their word, our own id and the reason of a failure")
    func statuses() throws {
        let reports = try Fixture.parse("statuses").reports
        #expect(reports.map(\.status) == ["sent", "read", "delivered", "played", "failed", "deleted"])
        #expect(reports[0].outboxID == UUID(uuidString: "0199D0F0-0000-7000-8000-000000000001"))
        #expect(reports[0].at == Date(timeIntervalSince1970: 1_760_000_100))
        #expect(reports[4].outboxID == nil)
        #expect(reports[4].errorCode == "131047" && reports[4].errorTitle == "Re-engagement message")
    }

    @Test("preferences and notices are understood, and what is not known is a notice too")
    func notices() throws {
        let webhook = try Fixture.parse("echoes_and_notices")
        #expect(
            webhook.notices == [
                "user_preference_maybe", "call_connect", "error_131000", "a_new_field",
            ])
        let choices = webhook.items.compactMap {
            if case .marketingOptOut(let out, let by, _) = $0.item { (out, by.count) } else { nil }
        }
        #expect(choices.map(\.0) == [true, false])
        #expect(choices.map(\.1) == [2, 2])
        #expect(
            webhook.failures == [
                .init(path: "entry[0].changes[0].value.message_echoes[2]", reason: "missing_recipient")
            ])
        #expect(
            webhook.items.first { if case .template = $0.item { true } else { false } }?.address == "300100200")
    }

    @Test(
        "what is no webhook is a failure, not a crash",
        arguments: [
            ("", "not_json: nothing but white space"), ("[]", "not_an_object"), ("{}", "no_entry"),
            ("nonsense", "not_json: a byte that cannot stand here"),
            (#"{"object":"page","entry":{}}"#, "not_a_list"), (#"{"entry":[{"changes":{}}]}"#, "no_changes"),
            ("null", "not_an_object"),
        ])
    func noWebhook(body: String, reason: String) {
        #expect(MetaWhatsApp.parse(Array(body.utf8)).failures.map(\.reason) == [reason])
    }

    @Test("a body without the envelope is read as the value it is")
    func unwrapped() throws {
        let body =
            #"{"messages":[{"from":"5511999990000","id":"u1","timestamp":"1760000000","type":"text","text":{"body":"oi"}}],"statuses":[{"id":"x","status":"read"}]}"#
        let webhook = MetaWhatsApp.parse(Array(body.utf8), receivedAt: Fixture.now)
        #expect(webhook.messages.map(\.content) == ["oi"])
        #expect(webhook.reports.count == 1)
        #expect(webhook.items[0].path == "$.messages[0]")
    }

    @Test("a flood of items stops at the limit, and says so")
    func flood() {
        let many = Array(repeating: "0", count: 30_000).joined(separator: ",")
        let webhook = MetaWhatsApp.parse(Array(#"{"entry":[{"changes":[{"value":{"messages":[\#(many)]}}]}]}"#.utf8))
        #expect(webhook.failures.count == MetaWhatsApp.itemLimit + 1)
        #expect(webhook.failures.last?.reason == "too_many_items")
    }

    @Test("a text beyond the limit is cut, never refused")
    func longText() throws {
        let text = String(repeating: "ã", count: 60_000)
        let body =
            #"{"entry":[{"changes":[{"value":{"messages":[{"from":"5511999990000","id":"l","type":"text","text":{"body":"\#(text)"}}]}}]}]}"#
        let message = try #require(MetaWhatsApp.parse(Array(body.utf8)).messages.first)
        #expect(message.content.utf8.count == MetaWhatsApp.textLimit)
        #expect(message.content.allSatisfy { $0 == "ã" })
    }
}

struct MetaRoutingTests {
    @Test("a body names every account it speaks of, once")
    func addresses() throws {
        #expect(MetaWhatsApp.addresses(in: try Fixture.meta("two_accounts")) == ["900100", "900200", "300100999"])
        #expect(MetaWhatsApp.addresses(in: try Fixture.meta("all_types")) == ["900100"])
        #expect(MetaWhatsApp.addresses(in: Array("no json".utf8)).isEmpty)
        #expect(MetaWhatsApp.addresses(in: Array(#"{"entry":[{"changes":[{}]}]}"#.utf8)).isEmpty)
    }

    @Test("a cut body says all that it said of one account, and nothing of another")
    func parts() throws {
        let body = try Fixture.meta("two_accounts")
        let whole = MetaWhatsApp.parse(body, receivedAt: Fixture.now)
        for address in ["900100", "900200", "300100999"] {
            let part = try #require(MetaWhatsApp.part(of: body, for: address))
            #expect(MetaWhatsApp.addresses(in: part) == [address])
            let items = MetaWhatsApp.parse(part, receivedAt: Fixture.now).items
            #expect(items.map { "\($0.item)" } == whole.items.filter { $0.address == address }.map { "\($0.item)" })
            #expect(!items.isEmpty)
        }
        let text = String(decoding: try #require(MetaWhatsApp.part(of: body, for: "900200")), as: UTF8.self)
        #expect(text.contains("para B") && !text.contains("900100") && !text.contains("outra"))
        #expect(MetaWhatsApp.part(of: body, for: "nobody") == nil)
        #expect(MetaWhatsApp.part(of: body, for: "") == nil)
        #expect(MetaWhatsApp.part(of: Array("x".utf8), for: "900100") == nil)
    }

    @Test("a change keeps its bytes through the cut")
    func bytes() throws {
        let part = try #require(MetaWhatsApp.part(of: try Fixture.meta("two_accounts"), for: "900100"))
        #expect(String(decoding: part, as: UTF8.self).contains(#"para \u00e1 \/ A"#))
        #expect(
            String(decoding: part, as: UTF8.self).hasPrefix(
                #"{"object":"whatsapp_business_account","entry":[{"id":"300100200","time":1760000300,"changes":["#))
    }
}
