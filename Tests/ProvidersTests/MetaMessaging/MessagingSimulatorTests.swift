import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

/// The pretend Meta's own webhooks: signed, and read by our parser as what the customer did.
@Suite(.timeLimit(.minutes(5)))
struct MessagingSimulatorTests {
    @Test("whatever a customer does comes as a signed webhook that we understand")
    func customer() async throws {
        try await PageSimulation.run { simulation in
            let (meta, bia) = (simulation.meta, PageSimulation.bia)
            let story = "https://lookaside.fbsbx.com/s"
            let acts: [PageCustomerMessage] = [
                .text("olá 🙏"), .files([("image", "https://x.example/1"), ("video", "https://x.example/2")]),
                .quickReply(title: "Sim", payload: "yes"), .postback(title: "Menu", payload: "m"), .thumbsUp, .heart,
                .location(title: "Casa", latitude: 1.5, longitude: 2.5), .storyMention(url: story),
                .storyReply("uau", storyID: "1", url: story), .unsupported, .reaction(to: "m_1", emoji: "❤"),
                .edit(of: "m_1", text: "oi!"), .unsend("m_1"), .raw("hologram", [:]),
            ]
            var kinds: [String] = []
            for act in acts {
                try await meta.receive(act, from: bia, onPage: "17840")
                let posted = try #require(meta.read { $0.posted.last })
                #expect(
                    MetaMessaging.verifySignature(
                        header: posted.signature, body: posted.body, secrets: [Array("instagram-secret".utf8)]))
                #expect(MetaMessaging.addresses(in: posted.body) == ["17840"])
                let webhook = MetaMessaging.parse(posted.body)
                #expect(webhook.failures.isEmpty && !webhook.items.isEmpty)
                kinds +=
                    webhook.messages.map(\.contentType) + webhook.reactions.map { _ in "reaction" } + webhook.notices
            }
            #expect(
                kinds == [
                    "text", "image", "video", "button", "button", "sticker", "text", "location", "story_mention",
                    "text",
                    "unsupported", "reaction", "hologram",
                ])
        }
    }

    @Test("ticks come in each channel's own way, and the customer sees the conversation")
    func receipts() async throws {
        try await PageSimulation.run { simulation in
            let meta = simulation.meta
            meta.change { $0.plan = .init([.init("delivered"), .init("read")]) }
            let page = try await simulation.messenger.send(PageSimulation.message(.buttons("oi?", [("1", "Sim")])))
            let direct = try await simulation.instagram.send(
                PageSimulation.message(.text("oi"), to: PageSimulation.bia))
            let bodies = try await meta.value { state in
                // Two webhooks of the customers, then echo, delivered, read; echo and read.
                state.posted.total == 7 ? state.posted.map(\.body) : nil
            }
            let webhooks = bodies.map { MetaMessaging.parse($0) }
            #expect(Set(webhooks.flatMap(\.watermarks).map(\.status)) == ["delivered", "read"])
            let reports = webhooks.flatMap(\.reports).map { "\($0.status) \($0.externalID)" }
            #expect(
                Set(reports) == [
                    "sent \(page.externalID)", "delivered \(page.externalID)", "read \(direct.externalID)",
                ])
            let bubble = try #require(meta.transcript(with: "55001", onPage: "700100").last)
            #expect(bubble.text == "oi?" && bubble.status == "read" && bubble.choices.map(\.title) == ["Sim"])
            // Instagram names no app in its echoes: only the id tells them.
            let echo = try #require(webhooks.flatMap(\.messages).first { $0.fromShop })
            #expect(echo.externalID == direct.externalID)
        }
    }

    @Test("an answer typed in Meta's own inbox reaches us as the shop's word, and standby as not ours to answer")
    func shop() async throws {
        try await PageSimulation.run { simulation in
            let meta = simulation.meta
            try await meta.typeInMetaInbox("já vou", to: PageSimulation.ana, onPage: "700100")
            let echo = try #require(meta.read { $0.posted.last })
            let message = try #require(MetaMessaging.parse(echo.body).messages.first)
            #expect(message.fromShop && message.content == "já vou" && message.customer.map(\.value) == ["55001"])
            try await meta.receive(.text("alô"), from: PageSimulation.ana, onPage: "700100", list: "standby")
            let standby = try #require(meta.read { $0.posted.last })
            #expect(MetaMessaging.parse(standby.body).messages.map(\.isStandby) == [true])
        }
    }
}
