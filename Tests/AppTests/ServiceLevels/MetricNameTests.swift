import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing
import Web

@testable import App

/// What Prometheus reads, by name: of each shop, and in what an operator is given to watch it.
@Suite(.timeLimit(.minutes(5))) struct MetricNameTests {
    @Test func `queues, dead letters and workers are told by shop, and a shop that has none any more has none`()
        async throws
    {
        try await withInbox { fixture in
            let registry = PrometheusRegistry()
            let metrics = JobMetrics(JobRegistry(), factory: registry)
            try await fixture.database.system("test") { system in
                for shop in [fixture.shop, fixture.shop, fixture.other] {
                    try await system.execute(
                        "INSERT INTO jobs (tenant_id, queue, name) VALUES (\(shop.value), 'maintenance', 'x')")
                }
                try await system.execute(
                    """
                    INSERT INTO jobs_dead (tenant_id, id, queue, name, arguments, priority, attempt, max_attempts, reason, created_at)
                    VALUES (\(fixture.shop.value), new_id(), 'outbox', 'x', '{}', 100, 1, 1, 'x', now())
                    """)
            }
            let numbers = try await fixture.database.system("test") { try await Tenants.numbers(in: $0) }
            let (mine, other) = (try #require(numbers[fixture.shop]), try #require(numbers[fixture.other]))
            func measure() async throws -> Set<String> {
                metrics.record(
                    try await fixture.database.system("test") { try await Jobs.statistics([], in: $0) }, running: [:])
                return Set(registry.text().split(separator: "\n").map(String.init))
            }
            let before = try await measure()
            for line in [
                "secretaria_queue_size{company=\"\(mine)\"} 2", "secretaria_queue_size{company=\"\(other)\"} 1",
                "secretaria_dead_letter_queue_size{company=\"\(mine)\"} 1",
                "secretaria_tenant_active_workers{company=\"\(mine)\"} 0", "secretaria_active_workers 0",
            ] {
                #expect(before.contains(line), "\(line)")
            }
            try await fixture.database.system("test") { system in try await system.execute("DELETE FROM jobs") }
            #expect(try await measure().contains("secretaria_queue_size{company=\"\(mine)\"} 0"))
        }
    }

    /// Everything this process can say, once: what alerts and dashboards may name.
    private func exposition() async throws -> String {
        let registry = PrometheusRegistry()
        let metrics = LevelMetrics(registry)
        for event: LevelEvent in [
            .webhook(took: .seconds(1), isStored: true),
            .delivery(provider: "whaticket", isGood: true, took: .seconds(1)),
            .delivery(provider: "whaticket", isGood: false, took: .seconds(1)), .retry(provider: "whaticket"),
            .model(name: "m", isGood: false, took: .seconds(1), tokensIn: 1, tokensOut: 1), .message(kind: "text"),
            .turn(took: .seconds(1), intention: "question", isHandedOver: true),
        ] {
            metrics.record(event, company: 1)
        }
        var jobs = JobRegistry()
        jobs.register(SweepRetention.self) { _, _ in }
        var statistics = QueueStatistics()
        statistics.companies[1] = .init(waiting: 1, running: 1, dead: 1)
        JobMetrics(jobs, factory: registry).record(statistics, running: [:])
        GateMetrics(factory: registry).changed("meta", by: 0)
        return registry.text()
    }

    @Test func `alerts and dashboard name only metrics that are exposed`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let exposed = Set(
            try await exposition().split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
                String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            })
        // Of the site's pipeline and of the pool, which have tests of their own.
        let others: Set<String> = [
            "http_requests_total", "http_request_duration_seconds_bucket", "secretaria_database_connections_size",
            "secretaria_database_connections_idle", "secretaria_database_connections_waiting",
            "secretaria_assistant_steps_total", "secretaria_redis_memory_usage_bytes",
            "secretaria_healthcheck_failures_total",
        ]
        var named: Set<String> = []
        for file in ["deploy/prometheus/rules/secretaria.yml", "deploy/grafana/secretaria.json"] {
            let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
            for match in text.matches(
                of: /(?<name>(secretaria|http)_[a-z0-9_]+)(?=[\[{)} ,"]|$)/.anchorsMatchLineEndings())
            {
                named.insert(String(match.name))
            }
        }
        #expect(named.count > 20)
        #expect(named.subtracting(exposed).subtracting(others) == [])
    }
}
