import Domain
import Foundation
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// Messenger and Instagram from the pretend Meta to the conversation, and back.
@Suite(.timeLimit(.minutes(5)))
struct PageJourneyTests {
    private struct Told: Equatable {
        let direction: String
        let content: String
        let delivery: String?
    }

    private func story(_ bench: MetaBench, _ account: UUID) async throws -> [Told] {
        try await bench.database.tenant(.service(bench.tenant)) { tx in
            try await tx.query(
                """
                SELECT direction, content, delivery_status FROM messages WHERE tenant_id = \(tx.tenant) AND account_id = \(account)
                ORDER BY created_at, id
                """
            ).map {
                Told(direction: try $0("direction"), content: try $0("content"), delivery: try $0("delivery_status"))
            }
        }
    }

    private func connect(_ page: GraphState.Page, _ type: ChannelType, _ bench: MetaBench) async throws -> UUID {
        bench.meta.change { state in
            state.pages[page.id] = page
            state.plan.steps = []
        }
        return try await bench.fixture.channels.connect(
            NewChannel(
                channelType: type, provider: .meta, name: "Página", address: page.id, baseURL: bench.simulation.baseURL,
                secrets: [.accessToken: page.accessToken, .appSecret: page.appSecret, .verifyToken: "v"]),
            as: bench.fixture.owner(0))
    }

    /// Waits until the pretend Meta has posted so many webhooks in all, then lets the inbox read them.
    private func settle(_ posted: Int, _ bench: MetaBench) async throws {
        _ = try await bench.meta.value { $0.posted.total >= posted ? true : nil }
        #expect(bench.meta.read { $0.posted.allSatisfy { $0.status == 200 } })
        _ = try await bench.lanes.drain(bench.tenant)
    }

    private func conversation(_ bench: MetaBench, _ account: UUID) async throws -> UUID {
        try await bench.database.tenant(.service(bench.tenant)) {
            try await $0.one("SELECT id FROM conversations WHERE tenant_id = \($0.tenant) AND account_id = \(account)")(
                "id")
        }
    }

    private func answer(_ words: String, _ conversation: UUID, _ account: UUID, _ bench: MetaBench) async throws {
        let message = OutgoingMessage(
            conversation: conversation, account: account, senderType: "agent", senderName: "Bia", content: words)
        try await bench.database.tenant(.service(bench.tenant)) {
            _ = try await $0.batch(Outbox.enqueue(message, tenant: bench.tenant))
        }
        try await bench.deliver()
    }

    @Test func `a Messenger conversation goes both ways, and "read up to then" raises what was sent until then`()
        async throws
    {
        try await MetaBench.run { bench in
            let page = GraphState.Page(
                id: "700100", kind: .messenger, accessToken: "EAApage-token-1234567890", appSecret: "page-secret",
                appID: "424242")
            let account = try await connect(page, .messenger, bench)
            try await bench.meta.receive(
                .text("tem azul?"), from: PageCustomer(id: "55001", name: "Ana"), onPage: page.id)
            try await settle(1, bench)
            let conversation = try await conversation(bench, account)
            try await answer("Tem sim!", conversation, account, bench)
            let id = try await bench.meta.value { $0.pageMessages.first { $0.isFromShop }?.id }
            // The echo of our own message (webhook 2) adds nothing.
            try await settle(2, bench)
            #expect(try await story(bench, account).map(\.content) == ["tem azul?", "Tem sim!"])
            bench.meta.postPageStatus("read", for: id)
            try await settle(3, bench)
            #expect(
                try await story(bench, account).last
                    == Told(direction: "outbound", content: "Tem sim!", delivery: "read"))
            // Late and lower: nothing falls.
            bench.meta.postPageStatus("delivered", for: id)
            try await settle(4, bench)
            #expect(try await story(bench, account).last?.delivery == "read")
        }
    }

    @Test func `an Instagram conversation goes both ways, and our own echo is not taken for a person of the shop`()
        async throws
    {
        try await MetaBench.run { bench in
            let page = GraphState.Page(
                id: "17840", kind: .instagram, accessToken: "IGAAtoken1234567890", appSecret: "instagram-secret",
                appID: "424242")
            let account = try await connect(page, .instagram, bench)
            try await bench.meta.receive(
                .text("oi"), from: PageCustomer(id: "88001", name: "Bia", username: "bia"), onPage: page.id)
            try await settle(1, bench)
            let conversation = try await conversation(bench, account)
            try await answer("Olá!", conversation, account, bench)
            try await settle(2, bench)
            #expect(try await story(bench, account).map(\.content) == ["oi", "Olá!"])
        }
    }

    @Test func `a body that mentions WhatsApp's word without being WhatsApp's harms nobody`() {
        let whatsApp = Array(#"{"object":"whatsapp_business_account","entry":[]}"#.utf8)
        let page = Array(#"{"object":"page","entry":[{"id":"1","messaging":[]}]}"#.utf8)
        #expect(MetaProduct(whatsApp) == .whatsApp)
        #expect(MetaProduct(page) == .messaging(.messenger))
        #expect(MetaProduct([]) == .whatsApp && MetaProduct([0x77]) == .whatsApp)
        #expect(MetaProduct(Array("wwwwhatsapp_business_accoun".utf8)) == .whatsApp)
    }
}
