import Domain
import Foundation
import Testing

@testable import Providers

struct MetaMessageTests {
    @Test("every message of a body is read, of every kind")
    func kinds() throws {
        let webhook = try Fixture.parse("all_types")
        #expect(webhook.failures.isEmpty)
        #expect(webhook.items.count == 25)
        #expect(webhook.items.allSatisfy { $0.address == "900100" })
        #expect(webhook.items[4].path == "entry[0].changes[0].value.messages[4]")
        #expect(
            webhook.messages.map(\.contentType) == [
                "text", "image", "audio", "video", "document", "sticker", "location", "location", "contacts", "button",
                "interactive",
                "interactive", "interactive", "interactive", "order", "unsupported", "holograma", "text", "text",
            ])
    }

    @Test(
        "each kind gives the words a person would read",
        arguments: [
            ("T1", "Olá! Chega até sábado? 🙏"), ("T2", "a etiqueta"), ("T3", ""), ("T5", "nota fiscal.pdf"),
            ("T7", "Casa, Rua A, 10"),
            ("T8", "-19.920, -43.94"), ("T9", "Rui Lima, Bia"), ("T10", "Confirmar"), ("T11", "Rastrear"),
            ("T12", "Trocas"),
            ("T13", "Enviado"), ("T14", ""), ("T15", "quero estes"), ("T16", ""), ("T17", ""), ("T18", "vi o anúncio"),
        ])
    func words(id: String, content: String) throws {
        #expect(try Fixture.parse("all_types").message("wamid.\(id)").content == content)
    }

    @Test("media carries its handle, type and voice mark")
    func media() throws {
        let webhook = try Fixture.parse("all_types")
        let voice = try #require(try webhook.message("wamid.T3").attachment)
        #expect(
            voice.kind == "audio" && voice.mediaID == "m3" && voice.mimeType == "audio/ogg; codecs=opus"
                && voice.isVoice)
        let document = try #require(try webhook.message("wamid.T5").attachment)
        #expect(document.kind == "document" && document.fileName == "nota fiscal.pdf" && !document.isVoice)
        #expect(try webhook.message("wamid.T7").attachment == nil)
    }

    @Test("plain text has no payload; everything else keeps the provider's object, known or not")
    func payload() throws {
        let webhook = try Fixture.parse("all_types")
        #expect(try webhook.message("wamid.T1").payload == nil)
        #expect(try webhook.message("wamid.T19").payload == nil)
        #expect(try webhook.message("wamid.T17").payload == #"{"holograma":{"profundidade":3}}"#)
        #expect(try webhook.message("wamid.T8").payload == #"{"location":{"latitude":-19.920,"longitude":-43.94}}"#)
        #expect(
            try webhook.message("wamid.T16").payload == #"{"errors":[{"code":131051,"title":"Message type unknown"}]}"#)
        #expect(
            try webhook.message("wamid.T18").payload
                == #"{"referral":{"source_type":"ad","ctwa_clid":"clid-1","headline":"Camisetas"}}"#)
    }

    @Test("the sender has all addresses that belong together, the scoped id first, and a name")
    func sender() throws {
        let message = try Fixture.parse("all_types").message("wamid.T1")
        #expect(message.customer.map(\.value) == ["BR.77001", "553187651234"])
        #expect(message.customer.map(\.kind) == [.bsuid, .phone])
        #expect(message.customerName == "Marina Duarte")
        #expect(message.sentAt == Date(timeIntervalSince1970: 1_760_000_001))
        #expect(try Fixture.parse("all_types").message("wamid.T19").replyToExternalID == "wamid.OUT2")
    }

    @Test("reactions, edits, deletions and changed numbers are events of their own")
    func events() throws {
        let items = try Fixture.parse("all_types").items.map(\.item)
        let reactions = items.compactMap { if case .reaction(let reaction) = $0 { reaction } else { nil } }
        #expect(reactions.map(\.emoji) == ["👍", nil])
        #expect(reactions.map(\.externalID) == ["wamid.OUT3", "wamid.OUT3"])
        let edits = items.compactMap { if case .edit(let edit) = $0 { edit } else { nil } }
        #expect(edits.map(\.content) == ["Chega até sexta?"])
        #expect(edits.map(\.externalID) == ["wamid.T1"])
        #expect(items.contains { if case .revoke("wamid.T19", _) = $0 { true } else { false } })
        #expect(
            items.contains {
                if case .identityChange(let old, let new, _) = $0 {
                    old.map(\.value) == ["BR.77001", "553187651234"] && new.map(\.value) == ["5531999998888"]
                } else {
                    false
                }
            })
        #expect(items.contains { if case .notice("system_customer_identity_changed") = $0 { true } else { false } })
    }

    @Test("an echo is the shop's own word to the customer")
    func echoes() throws {
        let webhook = try Fixture.parse("echoes_and_notices")
        let echo = try webhook.message("wamid.E1")
        #expect(echo.fromShop)
        #expect(echo.customer.map(\.value) == ["BR.77001", "5531987651234"])
        #expect(echo.content == "já postei, viu?")
        #expect(echo.customerName == nil)
        #expect(webhook.items.contains { if case .revoke("wamid.E1", _) = $0.item { true } else { false } })
    }

    @Test("a user known only by a scoped id needs no telephone number")
    func scoped() throws {
        let body = #"""
            {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},
            "contacts":[{"profile":{"name":"Ju","username":"ju.z"},"user_id":"CO.10"}],
            "messages":[{"from_user_id":"CO.10","id":"a","timestamp":"1760000000","type":"text","text":{"body":"oi"}},
            {"from":"BR.99","id":"b","timestamp":"1760000000","type":"text","text":{"body":"oi"}}]}}]}]}
            """#
        let messages = MetaWhatsApp.parse(Array(body.utf8), receivedAt: Fixture.now).messages
        #expect(messages.map { $0.customer.map(\.value) } == [["CO.10"], ["BR.99"]])
        #expect(messages.map { $0.customer.map(\.kind) } == [[.bsuid], [.bsuid]])
        #expect(messages[0].username == "ju.z" && messages[0].customerName == "Ju")
        #expect(messages[1].customerName == nil)
    }

    @Test("the name is found although the two number fields differ by the ninth digit")
    func ninthDigit() throws {
        let body = #"""
            {"entry":[{"changes":[{"value":{"metadata":{"phone_number_id":"1"},"contacts":[{"profile":{"name":"Rui"},"wa_id":"553187651234"}],
            "messages":[{"from":"5531987651234","id":"a","timestamp":"1760000000","type":"text","text":{"body":"oi"}}]}}]}]}
            """#
        let message = try #require(MetaWhatsApp.parse(Array(body.utf8), receivedAt: Fixture.now).messages.first)
        #expect(message.customerName == "Rui")
        #expect(message.customer.map(\.value) == ["5531987651234"])
    }
}
