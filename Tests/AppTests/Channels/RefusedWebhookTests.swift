import Domain
import Foundation
import HummingbirdTesting
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// What came and was not the provider's is counted, and shown where it can be put right.
@Suite(.timeLimit(.minutes(5)))
struct RefusedWebhookTests {
    private func refusals(_ bench: ShopBench, _ account: UUID) async throws -> Int {
        await bench.channels.writeNotes()
        return try await bench.rows("SELECT refused_count FROM channel_accounts WHERE id = \(account)") {
            try $0("refused_count") as Int
        }.first ?? -1
    }

    @Test func `a wrong signature and a wrong token are counted for their account, a stranger's domain for nobody`()
        async throws
    {
        try await WhaticketJourneyTests.withShop { bench, whaticket, account in
            try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana", as: .contract)
            #expect(try await refusals(bench, account) == 0)
            whaticket.change { $0.webhookSecret = "another secret" }
            for _ in 0..<3 {
                let refused = try await whaticket.receive(
                    .text("oi"), from: "5511987654321", name: "Ana", as: .contract)
                #expect(refused.status == 401)
            }
            #expect(try await refusals(bench, account) == 3)
            whaticket.change { $0.companyDomain = "outra.com.br" }
            try await whaticket.receive(.text("oi"), from: "5511987654321", name: "Ana", as: .contract)
            #expect(try await refusals(bench, account) == 3)
        }
    }

    @Test func `a body that Meta's secret did not sign is counted, and new secrets begin anew`() async throws {
        try await MetaBench.run { bench in
            let body = Array(
                #"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"\#(bench.simulation.account.phoneNumberID)"}}}]}]}"#
                    .utf8)
            let answer = try await ShopBench.post(
                body, to: bench.site + "/webhooks/meta",
                [("X-Hub-Signature-256", "sha256=" + String(repeating: "0", count: 64))])
            #expect(answer.status >= 400)
            let channels = bench.fixture.channels
            await channels.writeNotes()
            func row() async throws -> (Int, Bool) {
                let row = try await bench.database.system("test") {
                    try await $0.one(
                        "SELECT refused_count, refused_at IS NULL AS none FROM channel_accounts WHERE id = \(bench.account)"
                    )
                }
                return (try row("refused_count"), try row("none"))
            }
            #expect(try await row() == (1, false))
            let id = ChannelID(tenant: bench.tenant, account: bench.account)
            try await bench.database.system("test") { _ = try await $0.execute(Channels.reconnect(id, baseURL: nil)) }
            #expect(try await row() == (0, true))
        }
    }

    @Test func `the channel's page says so for a week, in the shop's words`() async throws {
        try await withWholeSite { site, _ in
            let account = site.shops.account
            @Sendable func set(_ age: String) async throws {
                try await site.shops.database.system("test") {
                    _ = try await $0.execute(
                        "UPDATE channel_accounts SET refused_count = 12, refused_at = now() - \(age)::interval WHERE id = \(account)"
                    )
                }
            }
            try await set("5 minutes")
            try await site.application().test(.router) { client in
                let agent = AgentClient(client)
                try await agent.signIn("joana@example.com", InboxFixture.password)
                let page = try await agent.get("/settings/channels/\(account.lowercase)").text
                #expect(page.contains("12 avisos foram recusados") && page.contains("há 5 min"))
                try await set("8 days")
                #expect(!(try await agent.get("/settings/channels/\(account.lowercase)").text.contains("recusados")))
            }
        }
    }
}
