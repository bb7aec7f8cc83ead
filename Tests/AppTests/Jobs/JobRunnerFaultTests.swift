import Domain
import Foundation
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
@testable import App

@Suite("Job runners that lose their job, their lease or their database", .serialized)
struct JobRunnerFaultTests {
    @Test("a job taken away from a live worker is stopped there, and finished by the other one alone")
    func lostToAnother() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            let started = Gate()
            var registry = JobRegistry()
            registry.register(Note.self) { _, context in
                guard context.attempt == 1 else { return journal.add("second") }
                started.open()
                defer { journal.add("first stopped") }
                // Ends only by cancellation, which is what is tested.
                try await Task.sleep(for: .seconds(600))
            }
            // 300 ms lease: a heartbeat every 100 ms.
            let runner = jobs.runner(registry) { $0.lease = .milliseconds(300) }
            try await jobs.enqueue(Note(text: "x"))
            try await running([runner]) { _ in
                await started.wait()
                try await jobs.system {
                    _ = try await $0.query(Jobs.rescue(limit: 1, at: .at(Date().addingTimeInterval(60))))
                    _ = try await $0.execute("UPDATE jobs SET run_at = now()")
                }
                runner.wake(.outbox)
                await journal.wait(for: 2)
            }
            #expect(Set(journal.all) == ["second", "first stopped"])
            #expect(try await jobs.count() == 0)
            #expect(try await jobs.value("SELECT count(*) FROM jobs_dead") == 0)
        }
    }

    @Test("heartbeats keep a long job through many leases")
    func heartbeats() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            var registry = JobRegistry()
            registry.register(Note.self) { note, context in
                try await Task.sleep(for: .milliseconds(4_500))  // several leases long: that is the case under test
                journal.add("\(note.text)#\(context.attempt)")
            }
            let runners = (0..<2).map { _ in
                jobs.runner(registry) {
                    $0.lease = .milliseconds(1_200)
                    $0.maintenanceInterval = .milliseconds(50)
                }
            }
            try await jobs.enqueue(Note(text: "long"))
            try await running(runners) { _ in await journal.wait(for: 1) }
            #expect(journal.all == ["long#1"])
        }
    }

    /// The test's own sessions are cut too: it asks again, as any caller would.
    private static func again<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        while true {
            do {
                return try await body()
            } catch let error as PostgresError where error.isRetryable || error.isUnavailable {
                await Task.yield()
            }
        }
    }

    @Test("when every connection to the database is cut the runner goes on by itself and loses nothing")
    func outage() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            var registry = JobRegistry()
            registry.register(Note.self) { note, _ in
                await Task.yield()
                journal.add(note.text)
            }
            let runner = jobs.runner(registry) { $0.pollInterval = .milliseconds(50) }
            try await running([runner]) { _ in
                for round in 0..<5 {
                    let batch = Jobs.enqueueMany((0..<100).map { Note(text: "\(round).\($0)") }, tenant: jobs.tenant)
                    try await Self.again { try await jobs.system { _ = try await $0.execute(batch) } }
                    runner.wake(.outbox)
                    try await jobs.cutSessions()
                    await journal.wait(for: 100)
                }
                // A completion that was cut off is written down by a later round; so is the release of a claim nobody heard of.
                while try await Self.again({ try await jobs.count() }) > 0 { await Task.yield() }
            }
            #expect(Set(journal.all).count == 500)
        }
    }

    @Test("a process that only enqueues wakes the workers of another one")
    func acrossProcesses() async throws {
        try await withJobs(poolSize: 8) { jobs in
            let journal = Journal()
            var registry = JobRegistry()
            registry.register(Note.self) { note, _ in journal.add(note.text) }
            func bus() -> ProcessBus {
                ProcessBus(database: jobs.database, configuration: jobs.test.configuration, logger: jobs.logger)
            }
            let (here, there) = (bus(), bus())
            let worker = jobs.runner(registry, bus: here) { $0.pollInterval = .seconds(600) }
            let front = jobs.runner(JobRegistry(), bus: there) { $0.concurrency = [:] }
            try await running([here, there, worker, front]) { _ in
                for round in 0..<5 {
                    try await jobs.enqueue(Note(text: "\(round)"))
                    front.wake(.outbox)
                    await journal.wait(for: 1)
                }
            }
            #expect(journal.all == ["0", "1", "2", "3", "4"])
        }
    }
}
