import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ServiceLevelsTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_123)

    private func levels(_ fixture: InboxFixture, _ registry: PrometheusRegistry = PrometheusRegistry()) -> ServiceLevels
    {
        ServiceLevels(
            database: fixture.database, factory: registry, now: { [now] in now }, logger: Logger(label: "test"))
    }

    private func reports(_ fixture: InboxFixture, of tenant: TenantID, at date: Date) async throws -> [LevelReport] {
        try await fixture.database.tenant(TenantScope(tenant: tenant, role: .owner)) {
            try await ServiceLevels.reports($0, now: date)
        }
    }

    private func browse(
        _ fixture: InboxFixture, as person: String, _ body: @Sendable (AgentClient) async throws -> Void
    ) async throws {
        let application = try fixture.application { [now] _, agents, pages in
            StatusRoutes(database: fixture.database, pages: pages, now: { now }).add(to: agents)
        }
        try await application.test(.router) { client in
            let agent = AgentClient(client)
            try await agent.signIn("\(person)@example.com", InboxFixture.password)
            try await body(agent)
        }
    }

    @Test func `events are added up over processes, by shop and five minutes`() async throws {
        try await withInbox { fixture in
            let (one, two) = (levels(fixture), levels(fixture))
            for _ in 0..<3 { one.note(.webhook(took: .milliseconds(20), isStored: true), fixture.other) }
            one.note(.webhook(took: .seconds(2), isStored: true), fixture.other)
            two.note(.webhook(took: .milliseconds(1), isStored: false), fixture.other)
            two.note(.delivery(provider: "meta", isGood: nil, took: .seconds(1)), fixture.other)
            await one.flush()
            await two.flush()
            await two.flush()
            let mine = try await reports(fixture, of: fixture.other, at: now)
            #expect(mine.map(\.objective) == [.webhook])
            #expect(mine.first?.month == EventCount(good: 3, bad: 2))
            #expect(mine.first?.windows.map(\.count) == Array(repeating: EventCount(good: 3, bad: 2), count: 3))
            #expect(mine.first?.days.values.first == EventCount(good: 3, bad: 2))
            #expect(try await reports(fixture, of: fixture.shop, at: now).isEmpty)
            let later = try await reports(fixture, of: fixture.other, at: now.addingTimeInterval(2 * 3600))
            #expect(later.first?.windows.map(\.count.total) == [0, 5, 5])
        }
    }

    @Test func `while the database is away nothing is lost, and a shop that is gone stops nobody`() async throws {
        try await withInbox { fixture in
            let levels = levels(fixture)
            levels.note(.model(name: "m", isGood: true, took: .seconds(1), tokensIn: 5, tokensOut: 2), fixture.other)
            levels.note(.webhook(took: .zero, isStored: true), TenantID(UUID()))
            let away = try PostgresPool(
                PostgresConfiguration(url: "postgresql://nobody@127.0.0.1:1/none"), logger: Logger(label: "test"))
            let cut = ServiceLevels(
                database: Database(pool: away), factory: PrometheusRegistry(), now: { [now] in now },
                logger: Logger(label: "test"))
            cut.note(.webhook(took: .zero, isStored: true), fixture.other)
            await cut.flush()
            #expect(cut.waiting == 1)
            away.close()
            await levels.flush()
            #expect(levels.waiting == 0)
            #expect(try await reports(fixture, of: fixture.other, at: now).map(\.objective) == [.model])
        }
    }

    @Test func `what no budget looks back on is swept`() async throws {
        try await withInbox { fixture in
            let old = ServiceLevels(
                database: fixture.database, factory: PrometheusRegistry(),
                now: { Date(timeIntervalSinceNow: -40 * 86_400) },
                logger: Logger(label: "test"))
            let fresh = ServiceLevels(
                database: fixture.database, factory: PrometheusRegistry(), logger: Logger(label: "test"))
            for levels in [old, fresh] {
                levels.note(.webhook(took: .zero, isStored: true), fixture.other)
                await levels.flush()
            }
            try await fresh.sweep()
            let left: Int = try await fixture.database.system("test") {
                try await $0.one("SELECT count(*) AS n FROM service_levels")("n")
            }
            #expect(left == 1)
        }
    }

    @Test func `Prometheus reads the names of the system before this one`() async throws {
        try await withInbox { fixture in
            let registry = PrometheusRegistry()
            let levels = levels(fixture, registry)
            // The first one comes before the shop's number is known.
            levels.note(.webhook(took: .milliseconds(20), isStored: true), fixture.other)
            await levels.flush()
            levels.note(.webhook(took: .milliseconds(20), isStored: true), fixture.other)
            for isGood in [true, true, true, false] {
                levels.note(.delivery(provider: "whaticket", isGood: isGood, took: .milliseconds(80)), fixture.other)
            }
            levels.note(.delivery(provider: "meta", isGood: true, took: .milliseconds(80)), fixture.other)
            for isGood in [true, false] {
                levels.note(
                    .model(name: "gpt", isGood: isGood, took: .seconds(1), tokensIn: 30, tokensOut: 4), fixture.other)
            }
            levels.note(.message(kind: "media"), fixture.other)
            levels.note(.turn(took: .seconds(2), intention: "complaint", isHandedOver: true), fixture.other)
            levels.note(.turn(took: .seconds(1), intention: "question", isHandedOver: false), fixture.other)
            levels.note(.retry(provider: "whaticket"), fixture.other)
            levels.note(.retry(provider: "meta"), fixture.other)
            levels.noteRefused("rate_limited_ip")
            let numbers = try await fixture.database.system("test") { try await Tenants.numbers(in: $0) }
            let company = "company=\"\(try #require(numbers[fixture.other]))\""
            let lines = Set(registry.text().split(separator: "\n").map(String.init))
            for line in [
                "secretaria_webhook_latency_seconds_count{\(company)} 2",
                "secretaria_webhook_received_total{\(company),status=\"accepted\"} 2",
                "secretaria_whaticket_delivery_success_ratio{\(company)} 0.75",
                "secretaria_delivery_success_ratio{\(company),provider=\"meta\"} 1",
                "secretaria_whaticket_errors_total{\(company)} 1",
                "secretaria_whaticket_send_success_total{\(company)} 3",
                "secretaria_whaticket_latency_seconds_count{\(company)} 4",
                "secretaria_llm_error_rate{\(company)} 0.5", "secretaria_llm_errors_total{\(company)} 1",
                "secretaria_llm_latency_seconds_count{\(company)} 2",
                "secretaria_token_usage_total{\(company),direction=\"inbound\"} 60",
                "secretaria_slo_events_total{\(company),objective=\"delivery\",outcome=\"bad\"} 1",
                "secretaria_messages_processed_total{\(company),kind=\"media\"} 1",
                "secretaria_task_latency_seconds_count{\(company)} 2",
                "secretaria_intention_detected_total{\(company),intention=\"complaint\"} 1",
                "secretaria_fallback_transfer_total{\(company)} 1",
                "secretaria_whaticket_send_retry_total{\(company)} 1",
                "secretaria_webhook_received_total{company=\"unknown\",status=\"rate_limited_ip\"} 1",
            ] {
                #expect(lines.contains(line), "\(line)")
            }
        }
    }

    @Test func `the page shows a shop its own figures, to owners and admins`() async throws {
        try await withInbox { fixture in
            let levels = levels(fixture)
            for index in 0..<200 {
                levels.note(.delivery(provider: "meta", isGood: index % 50 != 0, took: .zero), fixture.other)
            }
            await levels.flush()
            try await browse(fixture, as: "olga") { (agent: AgentClient) async throws in
                let page = try await agent.get("/status")
                #expect(page.status == .ok && page.text.contains("4 de 200") && page.text.contains("98 %"))
                #expect(page.text.contains("Quebrada") && page.text.contains("2,0×") && page.text.contains("day-bad"))
                #expect(page.text.contains("Nenhum processo está executando as tarefas"))
            }
            try await browse(fixture, as: "joana") { (agent: AgentClient) async throws in
                #expect(try await agent.get("/status").status == .forbidden)
            }
        }
    }

    @Test func `shares are never rounded up to a promise that was not kept`() {
        let english = Localizer(language: .english, strings: Strings([:]), timeZone: "UTC", currency: "BRL")
        let portuguese = Localizer(language: .portuguese, strings: Strings([:]), timeZone: "UTC", currency: "BRL")
        #expect(StatusPage.Level.percent(0.99999, english) == "99.99 %")
        #expect(StatusPage.Level.percent(0.995, portuguese) == "99,5 %")
        #expect(StatusPage.Level.percent(1, portuguese) == "100 %")
        #expect(StatusPage.Level.percent(0.0005, english) == "0.05 %")
        #expect(StatusPage.Level.percent(-3, english) == "0 %")
    }

    @Test(arguments: [
        (Outbox.Settlement.accepted(externalID: "x"), true as Bool?),
        (.unknown(.init(code: "timeout", title: "")), false),
        (.pending(.init(code: "http_503", title: ""), call: 1), nil),
        (.failed(.init(code: "http_503", title: "")), false),
        (.failed(.init(code: "window_closed", title: "")), nil),
        (.failed(.init(code: "no_address", title: "")), nil),
        (.failed(.init(code: "needs_reauth", title: "")), false),
    ])
    func `a delivery counts against the service only where the service failed`(
        settlement: Outbox.Settlement, served: Bool?
    ) {
        #expect(settlement.isServed == served)
    }

    @Test func `processes that run jobs are heard of, and forgotten when they are gone`() async throws {
        try await withInbox { fixture in
            let (here, gone) = (UUID(), UUID())
            _ = try await fixture.database.pool.batch(
                Database.systemScope, Jobs.beat(here, queues: [.outbox]) + Jobs.beat(gone, queues: [.inbox]))
            func workers() async throws -> [UUID] {
                try await fixture.database.system("test") { try await Jobs.workers(in: $0).map(\.process) }
            }
            #expect(Set(try await workers()) == [here, gone])
            try await fixture.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE worker_beats SET beat_at = now() - interval '4 minutes' WHERE id = \(gone)")
            }
            #expect(try await workers() == [here])
            _ = try await fixture.database.pool.batch(Database.systemScope, [Jobs.endBeat(here)])
            #expect(try await workers() == [])
        }
    }

    @Test func `open breakers are counted by provider`() {
        let registry = PrometheusRegistry()
        let gates = AccountGates(now: { .now }, metrics: GateMetrics(factory: registry))
        let account = UUID()
        for _ in 0..<5 { gates.report(.unknown(.init(code: "http_503", title: "")), account, provider: "meta") }
        #expect(registry.text().contains("secretaria_provider_breakers_open{provider=\"meta\"} 1"))
        gates.report(.accepted(externalID: "x"), UUID(), provider: "meta")
        #expect(registry.text().contains("secretaria_provider_breakers_open{provider=\"meta\"} 1"))
    }
}
