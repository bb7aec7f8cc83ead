import Foundation
import Testing

@testable import Domain
@testable import Providers

struct WhaticketMessageTests {
    let webhooks: [ProviderWebhook]

    init() throws {
        webhooks = try Fixtures.elements("whaticket/messages.json").map { Whaticket.parse($0, receivedAt: Fixture.now) }
    }

    private func message(_ id: String) throws -> InboundMessage {
        try #require(webhooks.flatMap(\.messages).first { $0.externalID == id })
    }

    private static func parse(_ json: String, signedAt: Int64? = nil) -> ProviderWebhook {
        Whaticket.parse(Array(json.utf8), receivedAt: Fixture.now, signedAt: signedAt)
    }

    @Test("every body of the fixture is understood")
    func whole() {
        #expect(webhooks.count == 24 && webhooks.allSatisfy { $0.failures.isEmpty && $0.items.count == 1 })
    }

    @Test(
        "each kind has its words",
        arguments: [
            ("K1", "text", "olá, tudo bem?"), ("K2", "text", "respondendo"), ("K3", "image", "olha"),
            ("K4", "document", "nota.pdf"),
            ("K5", "audio", ""), ("K6", "sticker", ""), ("K7", "location", "Praça da Sé"), ("K8", "contacts", "Bruno"),
            ("K9", "interactive", "Sim"), ("K10", "interactive", "exchange"), ("K11", "interactive", "plan-b"),
            ("K12", "template", "Oferta"), ("K13", "video", ""), ("K14", "text", "escondida"),
            ("K15", "unsupported", ""),
            ("K24", "text", "do painel"),
        ])
    func kinds(id: String, type: String, words: String) throws {
        let message = try message(id)
        #expect(message.contentType == type && message.content == words)
        #expect(message.customer.contains { $0.matchKey == "551187654321" })
    }

    @Test("times come as seconds, as text and in halves")
    func times() throws {
        #expect(
            try ["K2", "K3", "K4"].map { try message($0).sentAt.timeIntervalSince1970 } == [
                1_760_000_000, 1_760_000_001, 1_760_000_002,
            ])
        #expect(try message("K1").sentAt == Fixture.now)
    }

    @Test("files are named; only an address that can be fetched is one")
    func files() throws {
        #expect(try message("K3").attachment?.url == nil)
        #expect(try message("K3").payload?.contains("jpegThumbnail") == false)
        #expect(try message("K4").attachment?.fileName == "nota.pdf")
        #expect(try message("K5").attachment?.isVoice == true)
        #expect(try message("K13").attachment?.url == "https://shop.example/public/v.mp4")
    }

    @Test("a quoted message, a name, a place and a card are where all channels have them")
    func details() throws {
        #expect(try message("K2").replyToExternalID == "OUT1")
        #expect(try message("K2").customerName == "Ana" && message("K24").customerName == "Ana")
        #expect(try JSON.parse(try message("K7").payload ?? "")["location"]?["latitude"]?.double == -23.55)
        let card = try JSON.parse(try message("K8").payload ?? "")["contacts"]?[0]
        #expect(card?["phones"]?[0]?["phone"]?.string == "+55 11 99999-0000")
    }

    @Test("a hidden sender is claimed with the number beside it")
    func hidden() throws {
        #expect(try message("K14").customer.map(\.kind) == [.lid, .phone])
        let alone = Self.parse(
            #"{"key":{"remoteJid":"99887766554433@lid","fromMe":false,"id":"x"},"message":{"conversation":"oi"}}"#)
        #expect(alone.messages.map { $0.customer.map(\.kind) } == [[.lid]])
    }

    @Test("reactions, edits and deletions change the message they name")
    func acts() {
        let reactions = webhooks.flatMap(\.reactions)
        #expect(reactions.map(\.externalID) == ["OUT1", "OUT1"] && reactions.map(\.emoji) == ["👍", nil])
        #expect(webhooks.flatMap(\.edits).map { "\($0.externalID) \($0.content)" } == ["K1 olá!"])
        #expect(webhooks.flatMap(\.revoked) == ["K2"])
    }

    @Test("what the shop's people typed is the shop's word; what Whaticket or its API says is a program's")
    func fromShop() throws {
        let typed = try #require(
            Self.parse(
                #"{"key":{"remoteJid":"5531987651234@s.whatsapp.net","fromMe":true,"id":"T1"},"pushName":"Loja","message":{"conversation":"já vou"}}"#
            )
            .messages.first)
        #expect(typed.fromShop && !typed.isByProgram && typed.content == "já vou" && typed.customerName == nil)
        #expect(typed.customer.map(\.value) == ["5531987651234"])
        let menu = try #require(
            Self.parse(#"{"number":"5531987651234","fromMe":true,"message":{"conversation":"\u200eDigite 1"}}"#)
                .messages.first)
        #expect(menu.fromShop && menu.isByProgram)
    }

    @Test("groups, status stories and the shop's own word to nobody open no conversation and are answered by nobody")
    func ignored() {
        let notices = webhooks.flatMap(\.notices)
        #expect(notices == ["protocol_5", "group", "group"])
        #expect(webhooks.flatMap(\.messages).filter(\.fromShop).count == 1)
        for body in [
            // Whom the shop wrote to stands nowhere: `from` is the shop itself.
            #"{"from":"5511987654321@s.whatsapp.net","fromMe":true,"message":{"conversation":"x"}}"#,
            #"{"number":"120363019502650977@g.us","text":"x"}"#,
            #"{"number":"5511987654321","isGroup":true,"text":"x"}"#,
            #"{"ticket":{"isGroup":true,"contact":{"number":"5511987654321"}},"text":"x"}"#,
        ] {
            let webhook = Self.parse(body)
            #expect(webhook.messages.isEmpty && webhook.notices.count == 1, "\(body)")
        }
    }

    @Test("a batch gives every message, not the first alone")
    func batch() {
        let webhook = Self.parse(
            #"{"messages":[{"key":{"id":"a","remoteJid":"5511987654321@s.whatsapp.net"},"message":"um"},null,{"message":{"conversation":"dois"}}],"number":"5511987654321"}"#
        )
        #expect(webhook.messages.map(\.content) == ["um", "dois"])
        #expect(webhook.failures.map(\.path) == ["$.messages[1]"])
        let parts = Self.parse(
            #"{"number":"5511987654321","key":{"id":"a"},"message":[{"conversation":"um"},{"conversation":"dois"}]}"#)
        #expect(parts.messages.map(\.externalID) == ["a", "a"] && parts.messages.map(\.part) == [0, 1])
    }

    @Test("the same signed request gives the same id, the same words on another day another")
    func derivedID() throws {
        let body = #"{"number":"5511987654321","message":{"conversation":"sim"}}"#
        func id(_ signedAt: Int64?) throws -> String {
            try #require(Self.parse(body, signedAt: signedAt).messages.first?.externalID)
        }
        #expect(try id(1_700_000_000) == id(1_700_000_000) && id(nil) == id(nil))
        #expect(try id(1_700_000_000) != id(1_700_086_400))
    }

    @Test("words given beside a message win, line breaks stay, and nothing said is no message")
    func words() {
        #expect(
            Self.parse(#"{"number":"5511987654321","text":"por fora","message":{"conversation":"por dentro"}}"#)
                .messages.map(\.content) == ["por fora"])
        #expect(
            Self.parse(#"{"number":"5511987654321","text":" um\n\ndois ","kind":"text"}"#).messages.map(\.content) == [
                "um\n\ndois"
            ])
        #expect(
            Self.parse(#"{"number":"5511987654321","message":{"conversation":""},"body":"do lado"}"#).messages.map(
                \.content) == ["do lado"])
        #expect(Self.parse(#"{"number":"5511987654321","message":{"conversation":""}}"#).notices == ["empty_message"])
    }
}
