import Domain
import Foundation
import Postgres
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct JobsEnqueueTests {
    @Test("a job exists exactly if its transaction committed")
    func transactional() async throws {
        try await withJobs { jobs in
            struct Undo: Error {}
            await #expect(throws: Undo.self) {
                try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                    try await tx.execute(Jobs.enqueue(Note(text: "no"), tenant: jobs.tenant))
                    throw Undo()
                }
            }
            #expect(try await jobs.count() == 0)
            try await jobs.enqueue(Note(text: "yes"))
            let claimed = try await jobs.claim()
            #expect(claimed.map { String(decoding: $0.arguments, as: UTF8.self) } == [#"{"text": "yes"}"#])
            #expect(claimed.first?.context.tenant == jobs.tenant)
        }
    }

    @Test("many jobs, of several tenants and of none, travel in one statement")
    func many() async throws {
        try await withJobs { jobs in
            let other = TenantID(UUID())
            try await jobs.system { tx in
                try await tx.execute(
                    Jobs.enqueue([
                        JobRequest(Note(text: "a"), tenant: jobs.tenant), JobRequest(Note(text: "b"), tenant: other),
                        JobRequest(Other(number: 1), tenant: nil, options: JobOptions(priority: 5)),
                    ]))
                try await tx.execute(Jobs.enqueueMany((0..<200).map { Other(number: $0) }, tenant: other))
            }
            #expect(try await jobs.count() == 203)
            #expect(try await jobs.claim().map(\.tenant) == [jobs.tenant.value, other.value])
            let first = try #require(try await jobs.claim(.assistant, limit: 1).first)
            #expect(first.context.tenant == nil)
        }
    }

    @Test("a tenant cannot enqueue for another one")
    func wall() async throws {
        try await withJobs { jobs in
            await #expect(throws: PostgresError.self) {
                try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                    try await tx.execute(Jobs.enqueue(Note(text: "x"), tenant: TenantID(UUID())))
                }
            }
        }
    }

    @Test("arguments that are no JSON make the transaction fail instead of losing the job")
    func unwritable() async throws {
        struct Broken: Job {
            static let name = "test.broken"
            static let queue = JobQueue.outbox
            var value = Double.nan
        }
        try await withJobs { jobs in
            await #expect(throws: PostgresError.self) { try await jobs.enqueue(Broken()) }
            let stored = try await jobs.count()
            #expect(stored == 0)
        }
    }

    @Test("a unique key holds one waiting job, with the newest arguments and the earliest time")
    func unique() async throws {
        try await withJobs { jobs in
            let later = Date().addingTimeInterval(3_600)
            try await jobs.enqueue(Note(text: "old"), JobOptions(runAt: later, priority: 50, uniqueKey: "k"))
            #expect(try await jobs.claim().isEmpty)
            try await jobs.enqueue(Note(text: "new"), JobOptions(priority: 70, uniqueKey: "k"))
            #expect(try await jobs.count() == 1)
            #expect(try await jobs.value("SELECT priority FROM jobs") == 50)
            let claimed = try await jobs.claim()
            #expect(claimed.map { String(decoding: $0.arguments, as: UTF8.self) } == [#"{"text": "new"}"#])
        }
    }

    @Test("of several jobs with one key in one statement the last counts; another tenant's key is another key")
    func uniqueWithinStatement() async throws {
        try await withJobs { jobs in
            let requests = ["a", "b", "c"].map {
                JobRequest(Note(text: $0), tenant: jobs.tenant, options: JobOptions(uniqueKey: "k"))
            }
            let other = JobRequest(Note(text: "x"), tenant: TenantID(UUID()), options: JobOptions(uniqueKey: "k"))
            try await jobs.system { _ = try await $0.execute(Jobs.enqueue(requests + [other])) }
            #expect(try await jobs.count() == 2)
            #expect(
                try await jobs.value("SELECT arguments->>'text' FROM jobs WHERE tenant_id = \(jobs.tenant.value)")
                    == "c")
        }
    }

    @Test("while a job runs, its unique key is free for the next one")
    func uniqueAmongWaiting() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "1"), JobOptions(uniqueKey: "k"))
            #expect(try await jobs.claim().count == 1)
            try await jobs.enqueue(Note(text: "2"), JobOptions(uniqueKey: "k"))
            #expect(try await jobs.claim().count == 1)
        }
    }

    @Test("a waiting job that somebody is adding to cannot be claimed before that is committed")
    func noLostWakeUp() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "1"), JobOptions(uniqueKey: "k"))
            try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                try await tx.execute(
                    Jobs.enqueue(Note(text: "2"), tenant: jobs.tenant, options: JobOptions(uniqueKey: "k")))
                // Whoever claimed it now would not see what this transaction is about to commit.
                #expect(try await jobs.claim().isEmpty)
            }
            #expect(try await jobs.claim().count == 1)
        }
    }

    @Test("a burst is pushed to its quiet end, but never beyond its cap")
    func debounce() async throws {
        try await withJobs { jobs in
            let options = JobOptions(uniqueKey: "k", debounce: Debounce(quiet: .seconds(6), cap: .seconds(25)))
            func dueIn() async throws -> Double {
                try await jobs.value("SELECT extract(epoch FROM run_at - now())::float8 FROM jobs")
            }
            func age(by seconds: Int) async throws {
                try await jobs.system {
                    _ = try await $0.execute(
                        """
                        UPDATE jobs SET run_at = run_at - make_interval(secs => \(Double(seconds))),
                          burst_until = burst_until - make_interval(secs => \(Double(seconds)))
                        """)
                }
            }
            try await jobs.enqueue(Note(text: "1"), options)
            #expect(abs(try await dueIn() - 6) < 1)
            try await age(by: 5)
            try await jobs.enqueue(Note(text: "2"), options)
            #expect(abs(try await dueIn() - 6) < 1)
            try await age(by: 18)
            // 23 s after the first message only two seconds are left of the cap.
            try await jobs.enqueue(Note(text: "3"), options)
            #expect(abs(try await dueIn() - 2) < 1)
            #expect(try await jobs.count() == 1)
        }
    }

    @Test("no debounce at all runs at once")
    func zeroDebounce() async throws {
        try await withJobs { jobs in
            let options = JobOptions(uniqueKey: "k", debounce: Debounce(quiet: .zero, cap: .zero))
            try await jobs.enqueue(Note(text: "1"), options)
            try await jobs.enqueue(Note(text: "2"), options)
            #expect(try await jobs.claim().count == 1)
        }
    }

    @Test("a job that waits out a failure is not hurried by new wishes", arguments: [true, false])
    func backoffStands(isDebounced: Bool) async throws {
        try await withJobs { jobs in
            let options = JobOptions(
                uniqueKey: "k", debounce: isDebounced ? Debounce(quiet: .seconds(1), cap: .seconds(2)) : nil)
            try await jobs.enqueue(Note(text: "1"), JobOptions(uniqueKey: "k"))
            let claimed = try #require(try await jobs.claim().first)
            #expect(try await jobs.settle(claimed, .failed(retryAfter: .seconds(600), reason: "away")) == "ready")
            try await jobs.enqueue(Note(text: "2"), options)
            #expect(try await jobs.value("SELECT run_at > now() + interval '500 s' FROM jobs"))
            #expect(try await jobs.value("SELECT arguments->>'text' FROM jobs") == "2")
        }
    }

    @Test("transactions that enqueue the same keys in opposite order do not deadlock")
    func noDeadlock() async throws {
        try await withJobs(poolSize: 8) { jobs in
            let keys = (0..<40).map { "key-\($0)" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<8 {
                    group.addTask {
                        for _ in 0..<10 {
                            let order = task % 2 == 0 ? keys : keys.reversed()
                            let many = order.map { (job: Note(text: $0), options: JobOptions(uniqueKey: $0)) }
                            try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                                _ = try await tx.execute(Jobs.enqueueMany(many, tenant: jobs.tenant))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await jobs.count() == keys.count)
        }
    }
}
