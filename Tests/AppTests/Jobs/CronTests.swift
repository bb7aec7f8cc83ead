import Domain
import Foundation
import Postgres
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct CronTests {
    private func registry(_ period: Duration) -> JobRegistry {
        var registry = JobRegistry()
        registry.register(Other.self) { _, _ in }
        registry.schedule("sweep", every: period, Other(number: 1))
        return registry
    }

    private func start(_ jobs: JobsHarness, _ registry: JobRegistry) async throws -> Date {
        try await jobs.system { _ = try await $0.execute(Jobs.declare(registry.schedules)) }
        return try await jobs.value("SELECT next_run FROM cron")
    }

    @Test("a schedule enqueues once a period, whoever comes first")
    func once() async throws {
        try await withJobs { jobs in
            let registry = registry(.seconds(60))
            let first = try await start(jobs, registry)
            let (one, two) = (jobs.runner(registry), jobs.runner(registry))
            try await one.maintainOnce(at: .at(first))
            try await two.maintainOnce(at: .at(first.addingTimeInterval(59)))
            #expect(try await jobs.count() == 1)
            #expect(try await Jobs.drain(jobs.database, registry).count == 1)
            try await two.maintainOnce(at: .at(first.addingTimeInterval(60)))
            #expect(try await jobs.count() == 1)
        }
    }

    @Test("periods missed while nothing ran count once, and the rhythm stays")
    func missed() async throws {
        try await withJobs { jobs in
            let registry = registry(.seconds(60))
            let first = try await start(jobs, registry)
            try await jobs.runner(registry).maintainOnce(at: .at(first.addingTimeInterval(605)))
            #expect(try await jobs.count() == 1)
            let next: Date = try await jobs.value("SELECT next_run FROM cron")
            #expect(abs(next.timeIntervalSince(first) - 660) < 0.01)
        }
    }

    @Test("a run that still waits is not joined by a second one")
    func noPile() async throws {
        try await withJobs { jobs in
            let registry = registry(.seconds(60))
            let first = try await start(jobs, registry)
            for period in 0..<5 {
                try await jobs.runner(registry).maintainOnce(at: .at(first.addingTimeInterval(Double(period) * 60)))
            }
            #expect(try await jobs.count() == 1)
        }
    }

    @Test("a changed period is taken over; the next run stays where it was")
    func changed() async throws {
        try await withJobs { jobs in
            let first = try await start(jobs, registry(.seconds(60)))
            #expect(try await start(jobs, registry(.seconds(7_200))) == first)
            #expect(try await jobs.value("SELECT every_seconds FROM cron") == 7_200)
        }
    }
}
