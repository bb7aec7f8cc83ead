import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct MetaSendTests {
    static let phone = IdentityClaim(kind: .phone, value: "553187651234", matchKey: "553187651234")
    static let scoped = IdentityClaim(
        kind: .bsuid, value: "BR.13491208655302741918", matchKey: "BR.13491208655302741918")

    static func message(_ content: OutboundContent, to: IdentityClaim = phone, replyTo: String? = nil)
        -> OutboundMessage
    {
        OutboundMessage(to: to, content: content, replyTo: replyTo, reference: "0199d0f0-0000-7000-8000-000000000001")
    }

    @Test("a text goes to the full number with its plus, with our reference and the quoted message")
    func text() async throws {
        try await MetaSimulation.run { simulation in
            let receipt = try await simulation.client.send(
                Self.message(.text("Olá! https://loja.example"), replyTo: "wamid.X"))
            let sent = try #require(simulation.meta.read { $0.sent.last })
            #expect(sent.id == receipt.externalID)
            #expect(receipt.waID == "553187651234")
            #expect(sent.body["to"]?.string == "+553187651234")
            #expect(sent.body["recipient"] == nil)
            #expect(sent.text == "Olá! https://loja.example")
            #expect(sent.body["text"]?["preview_url"]?.bool == true)
            #expect(sent.reference == "0199d0f0-0000-7000-8000-000000000001")
            #expect(sent.body["context"]?["message_id"]?.string == "wamid.X")
            let call = try #require(simulation.meta.read { $0.calls.last })
            #expect(call.path == "/v25.0/100200300/messages")
        }
    }

    @Test("a person without a number is reached by the scoped id")
    func bsuid() async throws {
        try await MetaSimulation.run { simulation in
            let receipt = try await simulation.client.send(Self.message(.text("oi"), to: Self.scoped))
            #expect(receipt.userID == Self.scoped.value && receipt.waID == nil)
            let body = try #require(simulation.meta.read { $0.sent.last?.body })
            #expect(body["recipient"]?.string == Self.scoped.value && body["to"] == nil)
        }
    }

    @Test("every kind of content is taken by the API as we write it")
    func kinds() async throws {
        try await MetaSimulation.run { simulation in
            let meta = simulation.meta
            meta.addTemplate(
                "pedido_enviado", components: [["type": "BODY", "text": "Oi {{1}}, seu pedido saiu."]], of: "700800900")
            let image = meta.addMedia([1, 2, 3], mimeType: "image/png")
            let parameters: JSON = [["type": "body", "parameters": [["type": "text", "text": "Ana"]]]]
            let contents: [OutboundContent] = [
                .media("image", .id(image), caption: "a foto"),
                .media("document", .link("https://loja.example/nota.pdf"), fileName: "nota.pdf"),
                .media("audio", .id(image), isVoice: true), .media("sticker", .id(image)),
                .reaction(to: "wamid.X", emoji: "👍"),
                .reaction(to: "wamid.X", emoji: nil),
                .location(latitude: -23.5, longitude: -46.6, name: "Loja", address: "Rua A"),
                .buttons("Ajudou?", [("yes", "Sim"), ("no", "Não")], footer: "Loja"),
                .list(
                    "Escolha", button: "Ver",
                    sections: [(nil, [.init(id: "1", title: "Trocas", description: "até 30 dias")])]),
                .template("pedido_enviado", language: "pt_BR", components: parameters, text: "Oi Ana"),
                .contact(name: "Rui Lima", phone: "+5531987651234"),
                .link("Veja", title: "Abrir", url: "https://loja.example"),
            ]
            for content in contents {
                _ = try await simulation.client.send(Self.message(content))
            }
            let sent = meta.read { Array($0.sent) }
            #expect(sent.map(\.type) == contents.map(\.type))
            #expect(sent[0].body["image"]?.text() == #"{"id":"\#(image)","caption":"a foto"}"#)
            #expect(sent[5].body["reaction"]?["emoji"]?.string == "")
        }
    }

    @Test(
        "what Meta would refuse is refused before it is sent",
        arguments: [
            (.text(""), "bad_content"), (.text(String(repeating: "á", count: 4_097)), "too_long"),
            (.media("image", .id("1"), caption: String(repeating: "x", count: 1_025)), "too_long"),
            (.buttons("a", [("1", "A"), ("2", "A")]), "bad_content"),
            (.buttons("a", (1...4).map { ("\($0)", "b\($0)") }), "bad_content"),
            (.buttons("a", [("1", String(repeating: "b", count: 21))]), "too_long"),
            (
                .list("a", button: "b", sections: [(nil, (1...11).map { .init(id: "\($0)", title: "r") })]),
                "bad_content"
            ),
            (OutboundContent(type: "image", text: "", payload: nil), "bad_content"),
        ] as [(OutboundContent, String)])
    func limits(content: OutboundContent, code: String) async throws {
        try await MetaSimulation.run { simulation in
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.client.send(Self.message(content))
            }
            #expect(error?.fault.code == code)
            #expect(error?.disposition == .permanent)
            #expect(simulation.meta.read { $0.calls.count } == 0)
        }
    }

    @Test("the longest text that fits is sent")
    func longest() async throws {
        try await MetaSimulation.run { simulation in
            _ = try await simulation.client.send(Self.message(.text(String(repeating: "á", count: 4_096))))
            #expect(simulation.meta.read { $0.sent.count } == 1)
        }
    }

    @Test("reading a message is marked, with or without the typing bubble")
    func markRead() async throws {
        try await MetaSimulation.run { simulation in
            simulation.meta.change { $0.webhookURL = nil }
            let inbound = try await simulation.meta.receive(
                .text("oi"), from: .init(phone: "553187651234", name: "Ana"), on: "100200300")
            try await simulation.client.markRead(inbound.id)
            #expect(simulation.meta.read { $0.readByShop } == [inbound.id])
            #expect(!simulation.meta.isTyping(to: "5531987651234", on: "100200300"))
            try await simulation.client.markRead(inbound.id, typing: true)
            #expect(simulation.meta.isTyping(to: "5531987651234", on: "100200300"))
            await #expect(throws: ProviderError.self) { try await simulation.client.markRead("wamid.unknown") }
        }
    }

    @Test("the number can be looked at and the app subscribed")
    func health() async throws {
        try await MetaSimulation.run { simulation in
            let info = try await simulation.client.numberInfo()
            #expect(info.displayPhoneNumber == "551140028922" && info.status == "CONNECTED")
            try await simulation.client.subscribeApp(businessAccountID: "700800900")
            #expect(simulation.meta.read { $0.accounts["100200300"]?.isSubscribed } == true)
        }
    }

    @Test("a file goes up, is found and comes down, with the token")
    func media() async throws {
        try await MetaSimulation.run { simulation in
            let file = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) } + Array("\r\n--x\r\n".utf8)
            let id = try await simulation.client.upload(file, mimeType: "image/png", fileName: "a\"b\r\n.png")
            let info = try await simulation.client.mediaInfo(id)
            #expect(info.mimeType == "image/png" && info.byteSize == file.count)
            #expect(try await simulation.client.download(info, limit: 1 << 20) == file)
            await #expect(throws: ProviderError.self) { try await simulation.client.download(info, limit: 1_000) }
            await #expect(throws: ProviderError.self) { try await simulation.client.mediaInfo("404404") }
            await #expect(throws: ProviderError.self) {
                try await simulation.client(token: "other").download(info, limit: 1 << 20)
            }
        }
    }

    @Test("a media address on a foreign host never gets the token")
    func foreignMedia() async throws {
        try await MetaSimulation.run { simulation in
            for url in [
                "https://evil.example/x", "http://lookaside.fbsbx.com/x", "https://fbsbx.com.evil.example/x",
                "file:///etc/passwd", "https://a:b@fbsbx.com/",
            ] {
                let info = MetaWhatsApp.MediaInfo(url: url, mimeType: nil, sha256: nil, byteSize: nil)
                let error = await #expect(throws: ProviderError.self) {
                    try await simulation.client.download(info, limit: 10)
                }
                guard case .blocked = error else {
                    Issue.record("\(url) was not blocked")
                    continue
                }
            }
        }
    }

    @Test("an id that is no id never becomes part of an address", arguments: ["", "../me", "1/2", "1?x=1", "é", "1 2"])
    func ids(id: String) async throws {
        try await MetaSimulation.run { simulation in
            let client = simulation.client(token: simulation.account.accessToken, phoneNumberID: id)
            await #expect(throws: ProviderError.self) { try await client.send(Self.message(.text("oi"))) }
            #expect(simulation.meta.read { $0.calls.count } == 0)
        }
    }
}
