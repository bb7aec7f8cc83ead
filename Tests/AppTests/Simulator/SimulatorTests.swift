import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Postgres
import Simulators
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct SimulatorTests {
    /// The inbox's fixture with a number that a pretend Meta knows, its webhook leading to the real intake.
    struct Phone {
        let fixture: InboxFixture
        let meta: MetaGraphSimulator
        let account: UUID
        let agent: AgentClient

        var base: String { "/simulator/\(account.lowercase)/5511987654321" }

        func stored() async throws -> Int { try await fixture.count("SELECT count(*) FROM webhook_events") }
        func deliveries() async throws -> Int {
            try await fixture.count("SELECT coalesce(sum(deliveries), 0)::int FROM webhook_events")
        }
    }

    static func withPhone(as person: String = "joana", _ body: @Sendable (Phone) async throws -> Void) async throws {
        try await withInbox { fixture in
            let channels = Channels(
                database: fixture.database, vault: try ShopFixture.vault(), logger: Logger(label: "test"))
            let account = try await channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .meta, name: "Loja", address: "777",
                    baseURL: "http://127.0.0.1:9",
                    secrets: [.accessToken: "t", .appSecret: "s3cret", .verifyToken: "v"]),
                as: TenantScope(tenant: fixture.shop, role: .owner))
            let providers = try PretendProviders(logger: Logger(label: "test"))
            let meta = providers.meta
            meta.change {
                $0.accounts["777"] = GraphState.Account(
                    phoneNumberID: "777", displayPhoneNumber: "5511777", businessAccountID: "1", accessToken: "t",
                    appSecret: "s3cret")
            }
            let batcher = IntakeBatcher(database: fixture.database, stored: { _ in })
            let application = try fixture.application { table, agents, pages in
                Webhooks.addRoutes(to: table.webhooks(), channels: channels, batcher: batcher)
                SimulatorRoutes(
                    database: fixture.database, providers: providers, customers: PretendCustomers(), pages: pages
                ).add(to: agents)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await batcher.run() }
                defer { batcher.stop() }
                try await application.test(.live) { client in
                    let port = try #require(client.port)
                    meta.change { $0.webhookURL = "http://localhost:\(port)/webhooks/meta" }
                    let agent = AgentClient(client)
                    try await agent.signIn("\(person)@example.com", InboxFixture.password)
                    try await body(Phone(fixture: fixture, meta: meta, account: account, agent: agent))
                }
            }
        }
    }

    @Test func `what is typed goes through the signed webhook, and shows on the phone`() async throws {
        try await Self.withPhone { (phone: Phone) async throws in
            let start = try await phone.agent.get("/simulator")
            #expect(start.headers[.location] == phone.base)
            let page = try await phone.agent.get(phone.base)
            #expect(page.text.contains("Diga oi"))
            let sent = try await phone.agent.post("\(phone.base)/send", [("text", "Qual o prazo <b>?")])
            #expect(sent.status == .seeOther)
            #expect(try await phone.stored() == 1)
            let after = try await phone.agent.get(phone.base)
            #expect(after.text.contains("Qual o prazo &lt;b&gt;?"))
            #expect(after.text.contains("message text → 200"))
        }
    }

    @Test func `five quick messages are five webhooks; the last one ten times more is one stored event`() async throws {
        try await Self.withPhone { (phone: Phone) async throws in
            _ = try await phone.agent.get(phone.base)
            _ = try await phone.agent.post("\(phone.base)/webhooks", [("what", "burst")])
            #expect(try await phone.stored() == 5)
            _ = try await phone.agent.post("\(phone.base)/webhooks", [("what", "redeliver")])
            #expect(try await phone.stored() == 5)
            #expect(try await phone.deliveries() == 15)
        }
    }

    @Test func `every sample is accepted by the server`() async throws {
        try await Self.withPhone { (phone: Phone) async throws in
            _ = try await phone.agent.get(phone.base)
            for sample in CustomerSample.allCases {
                #expect(
                    try await phone.agent.post("\(phone.base)/send", [("sample", sample.rawValue)]).status == .seeOther)
            }
            #expect(try await phone.stored() == CustomerSample.allCases.count)
        }
    }

    @Test func `the feed says nothing when nothing changed`() async throws {
        try await Self.withPhone { (phone: Phone) async throws in
            let first = try await phone.agent.get("\(phone.base)/feed")
            let version = try #require(first.text.firstMatch(of: #/data-sim-feed="([^"]+)"/#)).1
            #expect(try await phone.agent.get("\(phone.base)/feed?seen=\(version)").status == .noContent)
            _ = try await phone.agent.get(phone.base)
            _ = try await phone.agent.post("\(phone.base)/send", [("text", "oi")])
            #expect(try await phone.agent.get("\(phone.base)/feed?seen=\(version)").status == .ok)
        }
    }

    @Test func `faults and receipts are switches`() async throws {
        try await Self.withPhone { (phone: Phone) async throws in
            _ = try await phone.agent.get(phone.base)
            for fault in LineFault.allCases {
                _ = try await phone.agent.post("\(phone.base)/fault", [("fault", fault.rawValue)])
                #expect(phone.meta.log.faults.count + phone.meta.log.nextPlan.count == 1)
                let page = try await phone.agent.get("\(phone.base)/feed").text
                #expect(page.contains("value=\"\(fault.rawValue)\" aria-pressed=\"true\""))
                _ = try await phone.agent.post("\(phone.base)/fault", [("fault", fault.rawValue)])
                #expect(phone.meta.log.faults.isEmpty && phone.meta.log.nextPlan.isEmpty)
            }
            for mode in Receipts.allCases {
                _ = try await phone.agent.post("\(phone.base)/receipts", [("mode", mode.rawValue)])
                let page = try await phone.agent.get("\(phone.base)/feed").text
                #expect(page.contains("value=\"\(mode.rawValue)\" aria-pressed=\"true\""))
            }
        }
    }

    @Test func `a new customer has a telephone or none; nonsense is sent back`() async throws {
        try await Self.withPhone { (phone: Phone) async throws in
            _ = try await phone.agent.get(phone.base)
            let base = "/simulator/\(phone.account.lowercase)"
            let account = ("account", phone.account.lowercase)
            let ana = try await phone.agent.post(
                "/simulator/customers", [account, ("name", "Ana"), ("address", "(21) 99876-1234")])
            #expect(ana.headers[.location] == "\(base)/5521998761234")
            let bia = try await phone.agent.post("/simulator/customers", [account, ("name", "Bia"), ("address", "")])
            let place = try #require(bia.headers[.location])
            #expect(place.hasPrefix("\(base)/BR."))
            _ = try await phone.agent.get(place)
            #expect(try await phone.agent.post("\(place)/send", [("text", "oi")]).status == .seeOther)
            #expect(try await phone.stored() == 1)
            let bad = try await phone.agent.post(
                "/simulator/customers", [account, ("name", "Caio"), ("address", "abc")])
            #expect(bad.headers[.location]?.hasSuffix("?problem=invalid") == true)
            #expect(try await phone.agent.get("\(phone.base)?problem=invalid").text.contains("Use um telefone com DDD"))
        }
    }

    @Test func `another shop's number, and an unknown customer, are not there; a viewer may not play`() async throws {
        try await Self.withPhone(as: "olga") { (phone: Phone) async throws in
            #expect(try await phone.agent.get(phone.base).status == .notFound)
            #expect(try await phone.agent.post("\(phone.base)/send", [("text", "x")]).status == .notFound)
            #expect(try await phone.agent.get("/simulator").text.contains("Nenhum canal para simular"))
            #expect(try await phone.stored() == 0)
        }
        try await Self.withPhone { (phone: Phone) async throws in
            #expect(try await phone.agent.get("/simulator/\(phone.account.lowercase)/999").status == .notFound)
        }
        try await Self.withPhone(as: "pedro") { (phone: Phone) async throws in
            #expect(try await phone.agent.get(phone.base).status == .forbidden)
        }
    }
}
