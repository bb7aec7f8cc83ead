import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

/// What went wrong for others with these providers, each as it must not go here.
@Suite(.timeLimit(.minutes(5)))
struct MetaFieldTrapTests {
    private func whatsApp(_ value: String, field: String = "messages") -> ProviderWebhook {
        let body =
            #"{"object":"whatsapp_business_account","entry":[{"id":"300","changes":[{"field":"\#(field)","value":{"metadata":{"phone_number_id":"1"},\#(value)}}]}]}"#
        return MetaWhatsApp.parse(Array(body.utf8), receivedAt: Fixture.now)
    }

    private func text(_ id: String, _ body: String = "oi") -> String {
        #"{"from":"553187651234","id":"\#(id)","timestamp":"1760000000","type":"text","text":{"body":"\#(body)"}}"#
    }

    @Test("ten deliveries of one webhook say the same ten times: same ids, same people, same times")
    func redelivery() throws {
        let body = try Fixture.meta("all_types")
        let first = MetaWhatsApp.parse(body, receivedAt: Fixture.now).messages
        for later in 1..<10 {
            let again = MetaWhatsApp.parse(body, receivedAt: Fixture.now.addingTimeInterval(Double(later) * 60))
                .messages
            #expect(again.map(\.externalID) == first.map(\.externalID))
            #expect(again.map(\.customer) == first.map(\.customer) && again.map(\.sentAt) == first.map(\.sentAt))
        }
    }

    @Test("a body with many entries, changes, messages and statuses is read to the end, not to the first of each")
    func batches() {
        let change =
            #"{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"messages":[\#(text("a")),\#(text("b"))],"statuses":[{"id":"s","status":"sent"},{"id":"t","status":"read"}]}}"#
        let entry = #"{"id":"3","changes":[\#(change),\#(change)]}"#
        let webhook = MetaWhatsApp.parse(Array(#"{"entry":[\#(entry),\#(entry)]}"#.utf8))
        #expect(webhook.messages.count == 8 && webhook.reports.count == 8)
    }

    @Test("a status nobody can read does not cost the message beside it")
    func isolation() {
        let webhook = whatsApp(
            #""statuses":[{"status":"sent"},null,{"id":"s","status":"read"}],"messages":[\#(text("a"))]"#)
        #expect(webhook.messages.count == 1 && webhook.reports.count == 1 && webhook.failures.count == 2)
    }

    @Test("a message is as old as the customer's phone says, not as our queue is long")
    func time() {
        let late = MetaWhatsApp.parse(
            Array(#"{"entry":[{"changes":[{"value":{"messages":[\#(text("a"))]}}]}]}"#.utf8),
            receivedAt: Date(timeIntervalSince1970: 1_760_050_000))
        #expect(late.messages.map(\.sentAt) == [Date(timeIntervalSince1970: 1_760_000_000)])
    }

    @Test(
        "an echo of the phone app with most fields missing is still the shop's message, to the contact without its ninth digit"
    )
    func coexistence() throws {
        let echo = #"{"from":"551140028922","to":"5531987651234","id":"e","type":"text","text":{"body":"oi"}}"#
        let webhook = whatsApp(#""message_echoes":[\#(echo)]"#, field: "smb_message_echoes")
        let message = try #require(webhook.messages.first)
        let customer = try #require(IdentityClaim(whatsApp: "553187651234"))
        #expect(message.fromShop && message.customer.map(\.matchKey) == [customer.matchKey])
    }

    @Test("landlines and toll-free numbers get no ninth digit")
    func landlines() throws {
        for number in ["551140028922", "558006400000"] {
            #expect(try #require(PhoneNumber(number)).matchKey == number)
        }
    }

    @Test("a thumbs-up is seen, and one that is taken back is taken back on the customer's phone too")
    func reactions() async throws {
        #expect(try Fixture.parse("all_types").reactions.map(\.emoji) == ["👍", nil])
        try await MetaSimulation.run { simulation in
            _ = try await simulation.client.send(MetaSendTests.message(.reaction(to: "wamid.X", emoji: nil)))
            #expect(simulation.meta.read { $0.sent.last?.body["reaction"]?["emoji"]?.string } == "")
        }
    }

    @Test("a template with a picture and reply buttons is held against what was approved before it is sent")
    func templates() throws {
        let form = TemplateForm(components: [
            ["type": "HEADER", "format": "IMAGE"], ["type": "BODY", "text": "Novidades da semana!"],
            ["type": "BUTTONS", "buttons": [["type": "QUICK_REPLY", "text": "Quero ver"]]],
        ])
        let error = #expect(throws: TemplateProblems.self) { try form.fill("x", language: "pt_BR", values: [:]) }
        #expect(error?.list == [.init(.header, .missingMedia, "image")])
        let filled = try form.fill("x", language: "pt_BR", values: [:], media: .link("https://loja.example/a.png"))
        let components = try #require(filled.payload?["template"]?["components"])
        #expect(components.elements.map { $0["type"]?.string } == ["header"])
    }

    @Test("voice notes are known by their mark, whatever stands behind the semicolon of their type")
    func voice() throws {
        let webhook = whatsApp(
            #""messages":[{"from":"553187651234","id":"v","type":"audio","audio":{"id":"1","mime_type":"audio/ogg; codecs=opus","voice":true}}]"#
        )
        let voice = try #require(webhook.messages.first?.attachment)
        #expect(voice.isVoice && MetaWhatsApp.MediaKind(mimeType: voice.mimeType ?? "", isVoice: true) == .voice)
    }

    @Test("groups are told and never become somebody's conversation")
    func groups() {
        let webhook = whatsApp(
            #""messages":[{"from":"553187651234","group_id":"g","id":"x","type":"text","text":{"body":"oi"}}]"#)
        #expect(webhook.messages.isEmpty && webhook.notices == ["group_message"])
    }

    @Test(
        "a kind of message that is new, ephemeral or missing is kept with all it has",
        arguments: ["ephemeral", "poll", "", "request_welcome"])
    func unknownKinds(type: String) throws {
        let webhook = whatsApp(#""messages":[{"from":"553187651234","id":"x","type":"\#(type)","poll":{"q":"?"}}]"#)
        #expect(try #require(webhook.messages.first).payload?.contains(#""poll":{"q":"?"}"#) == true)
    }

    @Test("a price category nobody has heard of does not cost the status")
    func pricing() {
        let webhook = whatsApp(
            #""statuses":[{"id":"s","status":"delivered","pricing":{"billable":true,"category":"general_purpose_ai"},"conversation":null}]"#
        )
        #expect(webhook.reports.map(\.status) == ["delivered"] && webhook.failures.isEmpty)
    }

    @Test("an Instagram message reaches the account of its entry, though it names the recipient by another id")
    func instagramAddress() throws {
        let body =
            #"{"object":"instagram","entry":[{"id":"17840","messaging":[{"sender":{"id":"88001"},"recipient":{"id":"900"},"message":{"mid":"m","text":"oi"}}]}]}"#
        let item = try #require(MetaMessaging.parse(Array(body.utf8)).items.first)
        #expect(item.address == "17840" && MetaMessaging.addresses(in: Array(body.utf8)) == ["17840"])
    }

    @Test("our own answer on Instagram never comes back as a customer's question")
    func instagramEchoes() throws {
        let webhook = try MessagingFixture.parse("instagram_all")
        #expect(webhook.messages.filter { $0.externalID == "ig_OUT2" }.map(\.fromShop) == [true])
        #expect(webhook.messages.filter { $0.customer.map(\.value) == ["17840"] }.isEmpty)
    }
}
