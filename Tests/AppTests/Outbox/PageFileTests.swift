import Domain
import Foundation
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// Files through Instagram and Messenger, which fetch them from our site.
@Suite(.timeLimit(.minutes(5)))
struct PageFileTests {
    private static let pages: [(page: GraphState.Page, type: ChannelType)] = [
        (
            .init(id: "17840", kind: .instagram, accessToken: "IGAAtoken1234567890", appSecret: "instagram-secret"),
            .instagram
        ),
        (
            .init(id: "700100", kind: .messenger, accessToken: "EAApage-token-1234567890", appSecret: "page-secret"),
            .messenger
        ),
    ]

    /// A page, and a conversation on it.
    private static func open(
        _ page: GraphState.Page, _ type: ChannelType, _ bench: MetaBench
    ) async throws -> UUID {
        bench.meta.change { state in
            state.pages[page.id] = page
            state.pages[page.id]?.sendsEchoes = false
            state.plan.steps = []
        }
        let account = try await bench.fixture.channels.connect(
            NewChannel(
                channelType: type, provider: .meta, name: "Página", address: page.id, baseURL: bench.simulation.baseURL,
                secrets: [.accessToken: page.accessToken, .appSecret: page.appSecret, .verifyToken: "v"]),
            as: bench.fixture.owner(0))
        try await bench.meta.receive(.text("oi"), from: PageCustomer(id: "55001", name: "Ana"), onPage: page.id)
        _ = try await bench.lanes.drain(bench.tenant)
        return try await bench.database.tenant(.service(bench.tenant)) {
            try await $0.one("SELECT id FROM conversations WHERE tenant_id = \($0.tenant) AND account_id = \(account)")(
                "id")
        }
    }

    private static func sent(_ bench: MetaBench) -> [GraphState.PageMessage] {
        bench.meta.read { $0.pageMessages.filter(\.isFromShop) }
    }

    @Test func `a photo, a voice note and a document leave as addresses that lead to their bytes; words follow them`()
        async throws
    {
        let links = MediaLinks.pretend
        try await MetaBench.run(links: links) { bench in
            for (page, type) in Self.pages {
                let conversation = try await Self.open(page, type, bench)
                let voice = SampleFile(
                    bytes: [0, 0, 0, 0x18] + Array("ftypM4A ".utf8) + [UInt8](repeating: 5, count: 3_000),
                    name: "voz.m4a", type: "audio/mp4", isVoice: true)
                for (file, kind) in [(SampleFile.photo, "image"), (voice, "audio"), (.price, "file")] {
                    let before = Self.sent(bench).count
                    let message = try await bench.send(file, "veja", in: conversation)
                    try await bench.deliver()
                    #expect(try await bench.standing(message).outbox == "accepted", "\(type) \(kind)")
                    let parts = Self.sent(bench).dropFirst(before).map(\.body)
                    #expect(parts.count == 2 && parts.last?["text"]?.string == "veja")
                    let attachment = try #require(parts.first?["attachment"])
                    #expect(attachment["type"]?.string == kind)
                    let got = try await links.fetch(
                        try #require(attachment["payload"]?["url"]?.string), from: bench.site)
                    #expect(got.bytes == file.bytes && got.type == file.type)
                }
            }
        }
    }

    @Test func `without a public address the shop is told why, and Meta is not asked`() async throws {
        try await MetaBench.run { bench in
            for (page, type) in Self.pages {
                let conversation = try await Self.open(page, type, bench)
                let message = try await bench.send(.photo, in: conversation)
                try await bench.deliver()
                #expect(try await bench.failure(of: message) == ["no_public_url", DeliveryFailure.badMedia.words.pt])
            }
            #expect(Self.sent(bench).isEmpty)
        }
    }

    @Test func `what Meta could not fetch is refused with a reason; a lost answer after a part is not sent again`()
        async throws
    {
        try await MetaBench.run(links: .pretend) { bench in
            for (page, type) in Self.pages {
                let conversation = try await Self.open(page, type, bench)
                let before = Self.sent(bench).count
                bench.meta.fail(
                    .send,
                    .error(status: 400, body: ["error": ["code": 100, "error_subcode": 2_018_008, "message": "no"]]))
                let refused = try await bench.send(.photo, "veja", in: conversation)
                try await bench.deliver()
                #expect(try await bench.failure(of: refused) == ["100/2018008", DeliveryFailure.badMedia.words.pt])
                bench.meta.fail(.send, .acceptThenDrop)
                let lost = try await bench.send(.photo, "veja", in: conversation)
                for round in 0..<3 { try await bench.deliver(later: Double(round) * 4_000) }
                #expect(try await bench.standing(lost).outbox == "unknown")
                #expect(Self.sent(bench).count == before + 1)
            }
        }
    }

    @Test
    func `Instagram takes no archive and no film of a kind it does not know, and says so before anything is sent`()
        async throws
    {
        try await MetaBench.run(links: .pretend) { bench in
            let (page, type) = Self.pages[0]
            let conversation = try await Self.open(page, type, bench)
            for (file, code) in [
                (SampleFile.archive, "file_type"), (.picture(9 << 20), "file_too_large"), (.program, "file_dangerous"),
            ] {
                let refused = await #expect(throws: Problem.self) { _ = try await bench.send(file, in: conversation) }
                #expect(refused?.code == code)
            }
            try await bench.deliver()
            #expect(Self.sent(bench).isEmpty)
        }
    }
}
