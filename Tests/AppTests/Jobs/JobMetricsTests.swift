import Foundation
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct JobMetricsTests {
    @Test("every attempt is counted by queue, job and outcome; queues are measured by depth and age")
    func exposition() async throws {
        try await withJobs { jobs in
            var registry = JobRegistry()
            registry.register(Note.self) { _, _ in }
            Jobs.register(in: &registry)
            let prometheus = PrometheusRegistry()
            let metrics = JobMetrics(registry, factory: prometheus)
            try await jobs.enqueue(Note(text: "x"))
            let job = try #require(try await jobs.claim().first)
            metrics.record(job, .finishedInside, took: .milliseconds(3))
            metrics.record(job, .failed(retryAfter: .zero, reason: "x"), took: .milliseconds(3))
            metrics.died(job)
            let past = Date().addingTimeInterval(-60)
            try await jobs.enqueue(Note(text: "waits"), JobOptions(runAt: past))
            metrics.record(
                try await jobs.system { try await Jobs.statistics(registry.names, in: $0) }, running: [.outbox: 2])
            let lines = prometheus.text().split(separator: "\n")
            func value(_ series: String) -> Double? {
                lines.first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.count + 1)) }
            }
            #expect(value(#"secretaria_jobs_total{job="test.note",outcome="completed",queue="outbox"}"#) == 1)
            #expect(value(#"secretaria_jobs_total{job="test.note",outcome="failed",queue="outbox"}"#) == 1)
            #expect(value(#"secretaria_jobs_died_total{job="test.note",queue="outbox"}"#) == 1)
            #expect(value(#"secretaria_job_duration_seconds_count{job="test.note",queue="outbox"}"#) == 2)
            #expect(value(#"secretaria_queue_depth{queue="outbox"}"#) == 1)
            #expect((value(#"secretaria_queue_age_seconds{queue="outbox"}"#) ?? 0) >= 60)
            #expect(value(#"secretaria_queue_depth{queue="inbox"}"#) == 0)
            #expect(value(#"secretaria_jobs_running{queue="outbox"}"#) == 2)
            #expect(value("secretaria_jobs_dead") == 0)
        }
    }
}
