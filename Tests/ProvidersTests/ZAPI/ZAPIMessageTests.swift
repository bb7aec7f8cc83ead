import Foundation
import Testing

@testable import Domain
@testable import Providers

struct ZAPIMessageTests {
    let webhook: ProviderWebhook

    init() throws {
        webhook = ZAPI.parse(try Fixtures.bytes("zapi/messages.json"), receivedAt: Fixture.now)
    }

    private func claims(_ id: String) throws -> [String] {
        try webhook.message(id).customer.map { "\($0.kind.rawValue) \($0.matchKey)" }
    }

    @Test("every event of the fixture is understood, under its instance")
    func whole() {
        #expect(webhook.failures.isEmpty)
        #expect(webhook.items.count == 28)
        #expect(webhook.items.allSatisfy { $0.address == "INST1" })
    }

    @Test("a text has its words, its time in milliseconds, its sender's own name and no payload")
    func text() throws {
        let message = try webhook.message("T1")
        #expect(message.content == "Olá, o pedido já saiu?" && message.contentType == "text")
        #expect(message.sentAt == Date(timeIntervalSince1970: 1_760_000_000))
        #expect(message.customerName == "Ana" && message.payload == nil && !message.fromShop)
    }

    @Test("a number and a hidden id of one person are claimed together")
    func bothAddresses() throws {
        #expect(try claims("T1") == ["lid 81896604192873@lid", "phone_e164 553187651234"])
    }

    @Test("a person who is known by a hidden id only keeps it, and a number in place of a name is no name")
    func hiddenOnly() throws {
        #expect(try claims("T2") == ["lid 81896604192873@lid"])
        #expect(try webhook.message("T2").customerName == "Ana")
    }

    @Test("a mobile with and without its ninth digit is one person, and is answered as it came")
    func ninthDigit() throws {
        #expect(try claims("I1") == ["phone_e164 553187651234"])
        #expect(try webhook.message("T1").customer.last?.value == "5531987651234")
        #expect(try webhook.message("I1").customer.last?.value == "553187651234")
    }

    @Test("a quoted message is named; what came with a link stays in the payload")
    func quote() throws {
        let message = try webhook.message("T2")
        #expect(message.replyToExternalID == "T1")
        #expect(try JSON.parse(message.payload ?? "")["text"]?["title"]?.string == "Camiseta")
    }

    @Test(
        "files come with their address, kind, type and name",
        arguments: [
            ("I1", "image", "image/jpeg", nil, "https://files.example/i1.jpg", "chegou assim"),
            ("V1", "video", "video/mp4", nil, "https://files.example/v1.mp4", "olha o vídeo"),
            ("D1", "document", "application/pdf", "comprovante.pdf", "https://files.example/d1.pdf", "comprovante.pdf"),
            ("S1", "sticker", "image/webp", nil, "https://files.example/s1.webp", ""),
        ] as [(String, String, String, String?, String, String)])
    func files(id: String, kind: String, mimeType: String, name: String?, url: String, words: String) throws {
        let message = try webhook.message(id)
        let file = try #require(message.attachment)
        #expect(message.contentType == kind && message.content == words)
        #expect(file.kind == kind && file.mimeType == mimeType && file.fileName == name && file.url == url)
        #expect(!file.isVoice)
    }

    @Test("a voice note is told from a sound file")
    func voice() throws {
        #expect(try webhook.message("A1").attachment?.isVoice == true)
        let file = ZAPI.parse(
            Array(
                #"{"type":"ReceivedCallback","messageId":"x","phone":"5511987654321","audio":{"audioUrl":"https://e.example/a.mp3","mimeType":"audio/mpeg"}}"#
                    .utf8))
        #expect(try file.message("x").attachment?.isVoice == false)
    }

    @Test("a place and an address card have the shape all channels share")
    func placeAndCard() throws {
        let place = try webhook.message("L1")
        #expect(place.content == "Av. Afonso Pena, 1")
        #expect(try JSON.parse(place.payload ?? "")["location"]?["latitude"]?.double == -19.9191)
        let card = try webhook.message("C1")
        let contact = try JSON.parse(card.payload ?? "")["contacts"]?[0]
        #expect(card.contentType == "contacts" && card.content == "Bruno")
        #expect(contact?["name"]?["formatted_name"]?.string == "Bruno")
        #expect(contact?["phones"]?[0]?["phone"]?.string == "5531999990000")
    }

    @Test("a tapped button and a chosen row read as the words on them and keep their ids")
    func choices() throws {
        let button = try webhook.message("B1")
        #expect(button.content == "Sim" && button.contentType == "interactive" && button.replyToExternalID == "OUT1")
        #expect(try JSON.parse(button.payload ?? "")["buttonsResponseMessage"]?["buttonId"]?.string == "yes")
        #expect(try webhook.message("B2").content == "Trocas")
    }

    @Test("polls and orders are readable; a kind nobody knows is kept as it came")
    func oddKinds() throws {
        #expect(try webhook.message("P1").content == "Qual cor?\nAzul\nVerde")
        #expect(try webhook.message("O1").contentType == "order")
        let unknown = try webhook.message("U1")
        #expect(unknown.contentType == "unsupported")
        #expect(try JSON.parse(unknown.payload ?? "")["hologram"]?["message"]?.string == "?")
    }

    @Test("a reaction is of its sender, on its message; an empty one takes it back")
    func reactions() {
        #expect(webhook.reactions.map(\.externalID) == ["OUT1", "OUT1", "T1"])
        #expect(webhook.reactions.map(\.emoji) == ["❤️", nil, "👍"])
        #expect(webhook.reactions[0].by.contains { $0.matchKey == "553187651234" })
        #expect(webhook.reactions[2].by.map(\.value) == ["551140028922"])
    }

    @Test("an edit and a deletion name the message they change")
    func changes() {
        #expect(webhook.edits.map(\.externalID) == ["T1"])
        #expect(webhook.edits.map(\.content) == ["Olá, o pedido 1234 já saiu?"])
        #expect(webhook.revoked == ["T2"])
    }

    @Test("words that follow their placeholder under the same id are not taken for a repetition of it")
    func waiting() throws {
        #expect(webhook.notices.filter { $0 == "waiting_message" }.count == 1)
        #expect(webhook.messages.filter { $0.externalID == "W1" }.map(\.content) == ["agora sim"])
    }

    @Test("groups, channels, broadcasts and status stories open no conversation")
    func crowds() {
        #expect(webhook.notices.filter { $0 == "group" }.count == 3)
        #expect(webhook.notices.contains("status_reply"))
        #expect(webhook.notices.contains("notification_call_missed_voice"))
        #expect(!webhook.messages.contains { $0.externalID.hasPrefix("G") })
    }

    @Test("what a person typed on the shop's phone is the shop's; what the API sent is a program's")
    func echoes() throws {
        let typed = try webhook.message("E1")
        #expect(typed.fromShop && typed.customerName == "Ana" && typed.customer.map(\.value) == ["5531987651234"])
        #expect(!typed.isByProgram)
        let sent = try webhook.message("E2")
        #expect(sent.fromShop && sent.isByProgram)
    }

    @Test("the same message told once by number and once by hidden id has one id")
    func twoForms() throws {
        func body(_ phone: String) -> [UInt8] {
            Array(
                #"{"type":"receivedcallback","messageId":"SAME","phone":"\#(phone)","chatLid":"99@lid","text":{"message":"oi"}}"#
                    .utf8)
        }
        let ids = [ZAPI.parse(body("5511987654321")), ZAPI.parse(body("99@lid"))].flatMap(\.messages).map(\.externalID)
        #expect(ids == ["SAME", "SAME"])
    }

    @Test("a message without an id gets one from its bytes, the same each time")
    func derivedID() {
        let body = Array(
            #"{"type":"ReceivedCallback","phone":"5511987654321","momment":1760000000000,"text":{"message":"oi"}}"#.utf8
        )
        let ids = [ZAPI.parse(body), ZAPI.parse(body)].flatMap(\.messages).map(\.externalID)
        #expect(ids.count == 2 && ids[0] == ids[1] && ids[0].hasPrefix("raw:"))
    }

    @Test("a wrong clock does not pin a conversation to the top")
    func clock() throws {
        let body = Array(
            #"{"type":"ReceivedCallback","messageId":"x","phone":"5511987654321","momment":99999999999999,"text":{"message":"oi"}}"#
                .utf8)
        #expect(try ZAPI.parse(body, receivedAt: Fixture.now).message("x").sentAt == Fixture.now)
    }
}
