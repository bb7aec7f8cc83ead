import Domain
import Foundation
import Postgres
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct JobsClaimTests {
    private func texts(_ claimed: [ClaimedJob]) throws -> [String] {
        try claimed.map { try JSONDecoder().decode(Note.self, from: Data($0.arguments)).text }
    }

    @Test("due jobs come by priority, then by time; what is not due stays")
    func order() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "second"))
            try await jobs.enqueue(Note(text: "third"))
            try await jobs.enqueue(Note(text: "first"), JobOptions(priority: 10))
            try await jobs.enqueue(Note(text: "later"), JobOptions(runAt: Date().addingTimeInterval(60), priority: 1))
            #expect(try texts(try await jobs.claim()) == ["first", "second", "third"])
            #expect(try texts(try await jobs.claim(at: Date().addingTimeInterval(61))) == ["later"])
        }
    }

    @Test("a job nobody here knows stays ready, and is counted as unknown")
    func unknownNames() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "known"))
            try await jobs.system {
                _ = try await $0.execute(
                    "INSERT INTO jobs (queue, name, run_at) VALUES ('outbox', 'from.the.future', now() - interval '1 h')"
                )
            }
            #expect(try texts(try await jobs.claim(names: [Note.name])) == ["known"])
            let statistics = try await jobs.system { try await Jobs.statistics([Note.name], in: $0) }
            #expect(statistics.unknown == ["from.the.future": 1])
            #expect(statistics.queues[.outbox]?.depth == 1)
            #expect((statistics.queues[.outbox]?.age ?? 0) >= 3_600)
        }
    }

    @Test("of one lock key one job runs at a time, in the order they were meant to run")
    func lockKey() async throws {
        try await withJobs { jobs in
            for text in ["a1", "a2", "a3"] { try await jobs.enqueue(Note(text: text), JobOptions(lockKey: "a")) }
            try await jobs.enqueue(Note(text: "b1"), JobOptions(lockKey: "b"))
            try await jobs.enqueue(Note(text: "c"))
            let first = try await jobs.claim()
            #expect(try texts(first) == ["a1", "b1", "c"])
            #expect(try await jobs.claim().isEmpty)
            #expect(try await jobs.finish(first[0]) == 1)
            #expect(try texts(try await jobs.claim()) == ["a2"])
        }
    }

    @Test("a job that waits for its retry holds back those behind it, and only those")
    func retryKeepsOrder() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "a1"), JobOptions(lockKey: "a"))
            try await jobs.enqueue(Note(text: "a2"), JobOptions(lockKey: "a"))
            try await jobs.enqueue(Note(text: "other"), JobOptions(lockKey: "a"), tenant: TenantID(UUID()))
            let first = try await jobs.claim()
            #expect(try texts(first) == ["a1", "other"])
            _ = try await jobs.settle(first[0], .failed(retryAfter: .seconds(5), reason: "away"))
            #expect(try await jobs.claim().isEmpty)
            let again = try await jobs.claim(at: Date().addingTimeInterval(6))
            #expect(try texts(again) == ["a1"])
            #expect(again.map(\.attempt) == [2])
            _ = try await jobs.settle(again[0], .snoozed(.seconds(5)))
            #expect(try await jobs.claim().isEmpty)
            _ = try await jobs.settle(
                try #require(try await jobs.claim(at: Date().addingTimeInterval(6)).first), .discarded(reason: "never"))
            #expect(try texts(try await jobs.claim()) == ["a2"])
        }
    }

    @Test("a key belongs to its queue: the same key elsewhere is not held up")
    func keyPerQueue() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "x"), JobOptions(lockKey: "k"))
            try await jobs.enqueue(Other(number: 1), JobOptions(lockKey: "k"))
            #expect(try await jobs.claim(.outbox).count == 1)
            #expect(try await jobs.claim(.assistant).count == 1)
        }
    }

    @Test("a thousand jobs of one busy key do not keep others waiting")
    func busyKey() async throws {
        try await withJobs { jobs in
            let busy = (0..<1_000).map { (job: Note(text: "busy \($0)"), options: JobOptions(lockKey: "busy")) }
            try await jobs.system { _ = try await $0.execute(Jobs.enqueueMany(busy, tenant: jobs.tenant)) }
            try await jobs.enqueue(Note(text: "free"), JobOptions(lockKey: "free"))
            #expect(try texts(try await jobs.claim()) == ["busy 0", "free"])
        }
    }

    @Test("claims that meet take different jobs: each job goes to one of them")
    func concurrentClaims() async throws {
        try await withJobs(poolSize: 8) { jobs in
            try await jobs.system {
                _ = try await $0.execute(Jobs.enqueueMany((0..<400).map { Note(text: "\($0)") }, tenant: jobs.tenant))
            }
            let claimed = try await withThrowingTaskGroup(of: [UUID].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var mine: [UUID] = []
                        while case let some = try await jobs.claim(limit: 7), !some.isEmpty { mine += some.map(\.id) }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            // A claim may find all candidates locked by others and come back empty: the rest is there for the next one.
            let rest = try await jobs.claim(limit: 400).map(\.id)
            #expect(claimed.count + rest.count == 400)
            #expect(Set(claimed + rest).count == 400)
        }
    }
}
