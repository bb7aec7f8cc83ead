import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct MessagingSendTests {
    @Test("a text goes to the person with our reference, and quotes what it answers")
    func text() async throws {
        try await PageSimulation.run { simulation in
            let receipt = try await simulation.messenger.send(
                PageSimulation.message(.text("Temos sim!"), replyTo: "m_Q"))
            let call = try #require(simulation.meta.read { $0.calls.last })
            #expect(call.path == "/v25.0/700100/messages")
            #expect(call.body["messaging_type"]?.string == "RESPONSE" && call.body["tag"] == nil)
            #expect(call.body["message"]?["metadata"]?.string == "secretaria/0199d0f0-0000-7000-8000-000000000001")
            #expect(call.body["reply_to"]?["mid"]?.string == "m_Q")
            #expect(receipt.externalID == simulation.sent.last?.id && receipt.recipientID == "55001")
            let direct = try await simulation.instagram.send(
                PageSimulation.message(.text("Temos sim!"), to: PageSimulation.bia))
            #expect(direct.messageIDs == [simulation.sent.last?.id] && direct.recipientID == nil)
            #expect(simulation.meta.read { $0.calls.last?.body["messaging_type"] } == nil)
        }
    }

    @Test("a long text leaves in parts that end with sentences, within each channel's limit")
    func long() async throws {
        let sentence = "Este é um aviso que precisa caber inteiro na tela. "
        let text = String(repeating: sentence, count: 60)
        try await PageSimulation.run { simulation in
            let receipt = try await simulation.messenger.send(PageSimulation.message(.text(text)))
            let parts = simulation.sent.map(\.text)
            #expect(parts.count == 2 && receipt.messageIDs == simulation.sent.map(\.id))
            #expect(parts.allSatisfy { $0.hasSuffix("tela.") })
            #expect(parts.joined(separator: " ") + " " == text)
            #expect(
                simulation.meta.read { $0.calls.map { $0.body["message"]?["metadata"]?.string?.hasSuffix("/part") } }
                    == [true, false])
            let direct = try await simulation.instagram.send(
                PageSimulation.message(.text(text), to: PageSimulation.bia))
            #expect(direct.messageIDs.count == 4)
            #expect(simulation.sent.dropFirst(2).allSatisfy { $0.text.utf8.count <= 1_000 })
        }
    }

    @Test("every kind of content is taken by the API as we write it")
    func kinds() async throws {
        try await PageSimulation.run { simulation in
            let contents: [OutboundContent] = [
                .media("image", .link("https://loja.example/a.png"), caption: "a foto"),
                .media("document", .link("https://loja.example/nota.pdf"), fileName: "nota.pdf"),
                .media("audio", .link("https://loja.example/a.mp3")),
                .location(latitude: -23.5, longitude: -46.6, name: "Loja", address: "Rua A"),
                .buttons("Ajudou?", [("yes", "Sim"), ("no", "Não")]),
                .list("Escolha", button: "Ver", sections: [(nil, [.init(id: "1", title: "Trocas e devoluções já")])]),
            ]
            for content in contents { _ = try await simulation.messenger.send(PageSimulation.message(content)) }
            #expect(
                simulation.sent.map(\.text) == [
                    "image", "a foto", "file", "audio", "Loja, Rua A\nhttps://maps.google.com/?q=-23.5,-46.6",
                    "Ajudou?",
                    "Escolha",
                ])
            let replies = simulation.sent.last?.body["quick_replies"]?[0]
            #expect(replies?["title"]?.string == "Trocas e devoluções…" && replies?["payload"]?.string == "1")
            for content in contents {
                _ = try await simulation.instagram.send(PageSimulation.message(content, to: PageSimulation.bia))
            }
        }
    }

    @Test("reactions go out and are taken back")
    func reactions() async throws {
        try await PageSimulation.run { simulation in
            let id = try #require(simulation.meta.read { $0.pageMessages.last { $0.pageID == "17840" }?.id })
            let receipt = try await simulation.instagram.send(
                PageSimulation.message(.reaction(to: id, emoji: "❤"), to: PageSimulation.bia))
            #expect(receipt.messageIDs.isEmpty)
            #expect(simulation.meta.transcript(with: "88001", onPage: "17840").last?.reactions == ["❤"])
            _ = try await simulation.instagram.send(
                PageSimulation.message(.reaction(to: id, emoji: nil), to: PageSimulation.bia))
            #expect(simulation.meta.transcript(with: "88001", onPage: "17840").last?.reactions == [])
        }
    }

    @Test(
        "what the channel cannot carry is refused before anything is sent",
        arguments: [
            (.text(" \n "), "bad_content"), (.template("x", language: "pt_BR", text: "oi"), "bad_content"),
            (.media("image", .link("http://loja.example/a.png")), "bad_media"),
            (.buttons("a", (1...14).map { ("\($0)", "b\($0)") }), "bad_content"),
        ] as [(OutboundContent, String)])
    func refused(content: OutboundContent, code: String) async throws {
        try await PageSimulation.run { simulation in
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.messenger.send(PageSimulation.message(content))
            }
            #expect(error?.fault.code == code && error?.disposition == .permanent)
            #expect(simulation.meta.read { $0.calls.count } == 0)
        }
    }

    @Test("an address of the other channel is never written to")
    func wrongChannel() async throws {
        try await PageSimulation.run { simulation in
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.messenger.send(PageSimulation.message(.text("oi"), to: PageSimulation.bia))
            }
            #expect(error?.fault.code == "bad_recipient")
        }
    }

    @Test("after a day nothing leaves but a person's own answer, and after a week not even that")
    func window() async throws {
        try await PageSimulation.run { simulation in
            for (client, person, page, code) in [
                (simulation.messenger, PageSimulation.ana, PageSimulation.page, "10/2018278"),
                (simulation.instagram, PageSimulation.bia, PageSimulation.instagram, "10/2534022"),
            ] {
                let dayAgo = Date().addingTimeInterval(-90_000)
                try await simulation.meta.receive(.text("?"), from: person, onPage: page.id, at: dayAgo)
                let message = PageSimulation.message(.text("oi"), to: person)
                let closed = await #expect(throws: ProviderError.self) { try await client.send(message) }
                #expect(closed?.fault.code == code && closed?.disposition == .permanent)
                #expect(MetaMessaging.failure(code: code) == .responseTimeOver)
                _ = try await client.send(message, on: .humanAgent)
                #expect(simulation.meta.read { $0.calls.last?.body["tag"]?.string } == "HUMAN_AGENT")
                let weekAgo = Date().addingTimeInterval(-8 * 86_400)
                try await simulation.meta.receive(.text("?"), from: person, onPage: page.id, at: weekAgo)
                await #expect(throws: ProviderError.self) { try await client.send(message, on: .humanAgent) }
            }
        }
    }

    @Test("when the second part of a text fails, the outcome is uncertain: the whole must not be sent again")
    func partlySent() async throws {
        let text = String(repeating: "Uma frase qualquer. ", count: 150)
        try await PageSimulation.run { simulation in
            simulation.meta.fail(.send, .slow(.zero))
            simulation.meta.fail(.send, .error(code: 613))
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.messenger.send(PageSimulation.message(.text(text)))
            }
            guard case .ambiguous(let fault) = error else { throw Unexpected() }
            #expect(fault.code == "partly_sent" && fault.title == "1 of 2 parts were sent")
        }
    }

    @Test("typing and seen are shown to the customer")
    func actions() async throws {
        try await PageSimulation.run { simulation in
            let ana = try #require(IdentityClaim(messenger: "55001"))
            try await simulation.messenger.show(.typingOn, to: ana)
            #expect(simulation.meta.isTyping(to: "55001", onPage: "700100"))
            try await simulation.messenger.show(.markSeen, to: ana)
            #expect(simulation.meta.transcript(with: "55001", onPage: "700100").map(\.status) == ["read"])
            _ = try await simulation.messenger.send(PageSimulation.message(.text("oi")))
            #expect(!simulation.meta.isTyping(to: "55001", onPage: "700100"))
        }
    }

    @Test("a customer's name is read where they share it, and its lack is no error")
    func profile() async throws {
        try await PageSimulation.run { simulation in
            let ana = try #require(IdentityClaim(messenger: "55001"))
            let bia = try #require(IdentityClaim(instagram: "88001"))
            #expect(try await simulation.messenger.profile(of: ana)?.name == "Ana Prado")
            let profile = try await simulation.instagram.profile(of: bia)
            #expect(profile?.name == "Bia Reis" && profile?.username == "bia.reis")
            let shy = PageCustomer(id: "55009", name: "Caio", sharesProfile: false)
            try await simulation.meta.receive(.text("oi"), from: shy, onPage: "700100")
            #expect(try await simulation.messenger.profile(of: try #require(IdentityClaim(messenger: "55009"))) == nil)
            #expect(try await simulation.messenger.profile(of: try #require(IdentityClaim(messenger: "404"))) == nil)
            let revoked = simulation.client(PageSimulation.page, token: "gone")
            await #expect(throws: ProviderError.self) { try await revoked.profile(of: ana) }
        }
    }

    @Test("the connection is tested, subscribed, and Instagram's token renewed")
    func account() async throws {
        try await PageSimulation.run { simulation in
            #expect(try await simulation.messenger.test() == .init(id: "700100", name: "Loja", username: "loja"))
            #expect(try await simulation.instagram.test().id == "17840")
            try await simulation.messenger.subscribe()
            try await simulation.instagram.subscribe()
            #expect(simulation.meta.read { $0.pages.values.allSatisfy(\.isSubscribed) })
            let renewed = try await simulation.instagram.renewToken()
            #expect(renewed.lifetime == .seconds(5_184_000))
            #expect(try await simulation.client(PageSimulation.instagram, token: renewed.token).test().id == "17840")
            let error = await #expect(throws: ProviderError.self) { try await simulation.instagram.test() }
            #expect(error?.disposition == .reauth)
        }
    }
}

struct Unexpected: Error {}
