import Domain
import Foundation
import Testing

@testable import Providers

struct MessagingParseTests {
    @Test("every event of a Messenger body is understood, and named by its place")
    func messenger() throws {
        let webhook = try MessagingFixture.parse("messenger_all")
        #expect(webhook.failures.isEmpty)
        #expect(webhook.items.count == 28)
        #expect(webhook.items.allSatisfy { $0.address == "700100" })
        #expect(
            webhook.messages.map(\.contentType) == [
                "text", "image", "video", "audio", "document", "sticker", "location", "text", "button", "button",
                "button", "text", "text",
            ])
        #expect(
            webhook.messages.map(\.content) == [
                "Olá! Tem o vestido azul? 👗", "", "", "", "nota.pdf", "👍", "Praça da Sé", "olha https://loja.example/x",
                "Rastrear", "Começar", "MENU_2", "Já te mando a foto", "do robô",
            ])
        #expect(webhook.messages[0].customer == [IdentityClaim(messenger: "55001")].compactMap(\.self))
        #expect(webhook.messages[0].sentAt == Date(timeIntervalSince1970: 1_760_000_001))
        #expect(webhook.items[2].path == "entry[0].messaging[1].message.attachments[1]")
    }

    @Test("several files in one message are parts of it, each with its own address")
    func parts() throws {
        let parts = try MessagingFixture.parse("messenger_all").messages.filter { $0.externalID == "m_T2" }
        #expect(parts.map(\.part) == [0, 1])
        #expect(
            parts.map { $0.attachment?.url } == [
                "https://scontent.xx.fbcdn.net/a.jpg", "https://video.xx.fbcdn.net/b.mp4",
            ])
        #expect(parts.map { $0.attachment?.kind } == ["image", "video"])
    }

    @Test("taps keep what was behind them, quotes what they quote, and an advert what it referred to")
    func payloads() throws {
        let webhook = try MessagingFixture.parse("messenger_all")
        let tap = try webhook.message("m_T8")
        #expect(tap.payload == #"{"quick_reply":{"payload":"track"}}"# && tap.replyToExternalID == "m_OUT1")
        let start = try webhook.message("m_P1")
        #expect(start.payload?.contains(#""ref":"anuncio-7""#) == true)
        #expect(try webhook.message("m_T1").payload == nil)
        #expect(
            try webhook.message("m_T6").payload?.contains(#""location":{"latitude":-23.5505,"longitude":-46.6333"#)
                == true)
        let idless = webhook.messages.first { $0.content == "MENU_2" }?.externalID
        #expect(idless?.hasPrefix("raw:") == true)
        #expect(
            try MessagingFixture.parse("messenger_all").messages.first { $0.content == "MENU_2" }?.externalID == idless)
    }

    @Test("reactions, edits and taken-back messages are events of their own")
    func events() throws {
        let messenger = try MessagingFixture.parse("messenger_all")
        #expect(messenger.reactions.map(\.emoji) == ["❤️", nil])
        let edits = messenger.items.compactMap { if case .edit(let edit) = $0.item { edit } else { nil } }
        #expect(edits.map(\.externalID) == ["m_T1"] && edits.map(\.content) == ["Tem o vestido verde?"])
        let instagram = try MessagingFixture.parse("instagram_all")
        #expect(instagram.reactions.map(\.emoji) == ["😆", "❤"])
        #expect(instagram.reactions.map { $0.by.map(\.value) } == [["88001"], ["17840"]])
        #expect(instagram.items.contains { if case .revoke("ig_T1", _) = $0.item { true } else { false } })
    }

    @Test("receipts name messages where they can, and a moment where they cannot")
    func receipts() throws {
        let webhook = try MessagingFixture.parse("messenger_all")
        let delivered = webhook.reports.filter { $0.status == "delivered" }
        #expect(delivered.map(\.externalID) == ["m_OUT1", "m_OUT2"])
        #expect(webhook.watermarks.map(\.status) == ["delivered", "delivered", "read"])
        #expect(webhook.watermarks[2].until == Date(timeIntervalSince1970: 1_760_000_015.5))
        #expect(webhook.watermarks[2].customer.map(\.value) == ["55001"])
        let read = try MessagingFixture.parse("instagram_all").reports
        #expect(read.map(\.externalID) == ["ig_OUT1"] && read.map(\.status) == ["read"])
    }

    @Test(
        "what carries our own id comes back as proof that it left; whose the rest is, the inbox knows by its ids and words"
    )
    func ownEchoes() throws {
        let webhook = try MessagingFixture.parse("messenger_all")
        let own = webhook.reports.filter { $0.status == "sent" }
        #expect(own.map(\.externalID) == ["m_OUT5"])
        #expect(own.map(\.outboxID) == [UUID(uuidString: "0199D0F0-0000-7000-8000-000000000001")])
        #expect(try webhook.message("m_OUT4").fromShop)
    }

    @Test("what people typed in Meta's own inbox is the shop's word to the customer")
    func foreignEchoes() throws {
        let echo = try MessagingFixture.parse("messenger_all").message("m_OUT3")
        #expect(echo.fromShop && echo.customer.map(\.value) == ["55001"])
        let direct = try MessagingFixture.parse("instagram_all").message("ig_OUT2")
        #expect(direct.fromShop && direct.customer.map(\.kind) == [.igsid])
    }

    @Test("stories, reels and hearts of Instagram are kinds of their own, without a copy of what may vanish")
    func instagram() throws {
        let webhook = try MessagingFixture.parse("instagram_all")
        #expect(webhook.failures.isEmpty)
        #expect(try webhook.message("ig_T2").contentType == "story_mention")
        #expect(try webhook.message("ig_T2").attachment == nil)
        #expect(try webhook.message("ig_T2").payload?.contains("asset_id=1") == true)
        #expect(try webhook.message("ig_T3").payload?.contains(#""story":{"id":"180""#) == true)
        #expect(try webhook.message("ig_T4").content == "❤️")
        #expect(try webhook.message("ig_T5").contentType == "ig_reel")
        #expect(try webhook.message("ig_T5").content == "Look do dia")
        #expect(try webhook.message("ig_T6").contentType == "unsupported")
        #expect(try webhook.message("ig_T7").content == "esse?")
        #expect(webhook.notices == ["self_message", "read_by_shop", "comments"])
    }

    @Test("a conversation another app holds is shown, and marked as not ours to answer")
    func standby() throws {
        let webhook = try MessagingFixture.parse("instagram_all")
        #expect(try webhook.message("ig_B1").isStandby)
        #expect(try !webhook.message("ig_T1").isStandby)
        #expect(try webhook.message("random_mid").sentAt == Date(timeIntervalSince1970: 1_760_000_016))
    }

    @Test("stopped and resumed notifications, handovers and blocks are told; what nobody knows is a notice")
    func notices() throws {
        let webhook = try MessagingFixture.parse("messenger_all")
        #expect(webhook.notices == ["optin", "referral", "pass_thread_control", "telepathy"])
        #expect(webhook.items.contains { if case .marketingOptOut(true, _, _) = $0.item { true } else { false } })
        #expect(
            webhook.items.contains {
                if case .connection(let notice) = $0.item {
                    notice == ConnectionNotice(.refused, reason: "The bot violated the policies")
                } else {
                    false
                }
            })
    }

    @Test("each broken event fails alone, with its place and reason, and its neighbours are read")
    func poisoned() throws {
        let webhook = try MessagingFixture.parse("poisoned")
        let first = "entry[0].messaging"
        #expect(
            webhook.failures == [
                .init(path: "\(first)[0]", reason: "not_an_object"), .init(path: "\(first)[1]", reason: "no_event"),
                .init(path: "\(first)[2]", reason: "missing_sender"),
                .init(path: "\(first)[3]", reason: "not_an_object"),
                .init(path: "\(first)[4]", reason: "missing_message_id"),
                .init(path: "\(first)[5]", reason: "missing_message_id"),
                .init(path: "\(first)[6]", reason: "missing_watermark"),
                .init(path: "\(first)[8]", reason: "missing_watermark"),
                .init(path: "\(first)[9]", reason: "missing_sender"),
                .init(path: "entry[1].messaging", reason: "not_a_list"),
                .init(path: "entry[2].changes[0]", reason: "no_value"), .init(path: "entry[3]", reason: "no_events"),
                .init(path: "entry[4]", reason: "no_events"),
            ])
        #expect(
            webhook.messages.map(\.content) == [
                "sem mid nem hora", "", "", "", "nul  e surrogate \u{FFFD} quebrados", "vizinho",
            ])
        #expect(webhook.messages[0].sentAt == Date(timeIntervalSince1970: 1_760_000_500))
        #expect(webhook.messages[1].sentAt == Date(timeIntervalSince1970: 1_760_000_002))
        #expect(webhook.reports.map(\.externalID) == ["7"])
    }

    @Test(
        "what is no webhook of these is a failure, not a crash",
        arguments: [
            ("", "not_json: nothing but white space"), ("[]", "not_an_object"), ("{}", "no_entry"),
            (#"{"object":"user","entry":[]}"#, "unknown_object"),
            (#"{"object":"whatsapp_business_account","entry":[]}"#, "unknown_object"),
            (#"{"object":"page","entry":{}}"#, "not_a_list"), (#"{"object":"page","entry":[{}]}"#, "no_events"),
        ])
    func noWebhook(body: String, reason: String) {
        #expect(MetaMessaging.parse(Array(body.utf8)).failures.map(\.reason) == [reason])
    }

    @Test("a single event without its envelope is read, for the channel it is known to come from")
    func fragments() throws {
        let event = #"{"sender":{"id":"1"},"recipient":{"id":"2"},"message":{"mid":"m","text":"oi"}}"#
        for body in [event, #"{"messaging":\#(event)}"#, #"{"messaging":[\#(event)]}"#] {
            let webhook = MetaMessaging.parse(Array(body.utf8), channel: .instagram)
            #expect(webhook.messages.map { $0.customer.map(\.kind) } == [[.igsid]])
            #expect(webhook.items.map(\.address) == ["2"])
        }
    }

    @Test("a forwarder that writes the names in camel case is understood too")
    func camelCase() {
        let echo =
            #"{"sender":{"id":"2"},"recipient":{"id":"1"},"message":{"mid":"m","isEcho":true,"appId":9,"text":"oi"}}"#
        let webhook = MetaMessaging.parse(Array(echo.utf8))
        #expect(webhook.messages.map(\.fromShop) == [true] && webhook.items.map(\.address) == ["2"])
        let control = #"{"sender":{"id":"1"},"recipient":{"id":"2"},"passThreadControl":{"newOwnerAppId":"9"}}"#
        #expect(MetaMessaging.parse(Array(control.utf8)).notices == ["pass_thread_control"])
    }

    @Test("a flood of events stops at the limit, and says so")
    func flood() {
        let many = Array(repeating: "0", count: 30_000).joined(separator: ",")
        let webhook = MetaMessaging.parse(Array(#"{"object":"page","entry":[{"messaging":[\#(many)]}]}"#.utf8))
        #expect(webhook.failures.last?.reason == "too_many_items")
        #expect(webhook.failures.count { $0.reason == "not_an_object" } == MetaWhatsApp.itemLimit)
    }
}

struct MessagingRoutingTests {
    @Test("a body names every account it speaks of, once, and which product it is of")
    func addresses() throws {
        let body = try MessagingFixture.body("two_accounts")
        #expect(MetaMessaging.addresses(in: body) == ["700100", "700200"])
        #expect(MetaMessaging.channel(of: body) == .messenger)
        #expect(MetaMessaging.channel(of: try MessagingFixture.body("instagram_all")) == .instagram)
        #expect(MetaMessaging.channel(of: try Fixture.meta("all_types")) == nil)
        #expect(MetaMessaging.addresses(in: try Fixture.meta("all_types")).isEmpty)
        #expect(MetaMessaging.addresses(in: Array("x".utf8)).isEmpty)
    }

    @Test("a cut body says all that it said of one account, and nothing of another, byte for byte")
    func parts() throws {
        let body = try MessagingFixture.body("two_accounts")
        let whole = MetaMessaging.parse(body, receivedAt: Fixture.now)
        for address in ["700100", "700200"] {
            let part = try #require(MetaMessaging.part(of: body, for: address))
            let items = MetaMessaging.parse(part, receivedAt: Fixture.now).items
            #expect(items.map { "\($0.item)" } == whole.items.filter { $0.address == address }.map { "\($0.item)" })
            #expect(!items.isEmpty && MetaMessaging.addresses(in: part) == [address])
        }
        let text = String(decoding: try #require(MetaMessaging.part(of: body, for: "700100")), as: UTF8.self)
        #expect(text.contains(#"para \u00e1 \/ A"#) && !text.contains("para B"))
        #expect(MetaMessaging.part(of: body, for: "nobody") == nil)
        #expect(MetaMessaging.part(of: body, for: "") == nil)
    }

    @Test("either of two apps' secrets may have signed a body, and no other")
    func secrets() {
        let body = Array(#"{"object":"whatsapp_business_account","entry":[]}"#.utf8)
        let header = "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"
        let (good, other) = (Array("test_app_secret".utf8), Array("other".utf8))
        #expect(MetaMessaging.verifySignature(header: header, body: body, secrets: [other, good]))
        #expect(MetaMessaging.verifySignature(header: header, body: body, secrets: [good, other]))
        #expect(!MetaMessaging.verifySignature(header: header, body: body, secrets: [other]))
        #expect(!MetaMessaging.verifySignature(header: header, body: body, secrets: []))
        #expect(!MetaMessaging.verifySignature(header: header, body: body, secrets: [[]]))
    }
}
