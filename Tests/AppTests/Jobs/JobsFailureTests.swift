import Domain
import Foundation
import Postgres
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct JobsFailureTests {
    struct Broken: Error {}

    private func registry(_ journal: Journal, _ fail: @escaping @Sendable (JobContext) throws -> Void) -> JobRegistry {
        var registry = JobRegistry()
        registry.register(Note.self) { note, context in
            journal.add("\(note.text)#\(context.attempt)")
            try fail(context)
        }
        return registry
    }

    @Test("a failing job is tried again later and later, and lies among the dead after its last attempt")
    func dies() async throws {
        try await withJobs { jobs in
            let registry = registry(Journal()) { _ in throw Broken() }
            try await jobs.enqueue(Note(text: "x"), JobOptions(maxAttempts: 3))
            #expect(
                try await Jobs.drain(jobs.database, registry) == [.init(name: Note.name, attempt: 1, outcome: "failed")]
            )
            #expect(
                try await Jobs.drain(jobs.database, registry, now: Date().addingTimeInterval(3_600)).map(\.attempt) == [
                    2
                ])
            #expect(
                try await Jobs.drain(jobs.database, registry, now: Date().addingTimeInterval(7_200)).map(\.attempt) == [
                    3
                ])
            let dead = try await jobs.database.tenant(.service(jobs.tenant)) { try await Jobs.dead(in: $0) }
            #expect(dead.map(\.attempts) == [3])
            #expect(dead.first?.reason.contains("Broken") == true)
            #expect(try await jobs.count() == 0)
        }
    }

    @Test("waits grow exponentially, with full jitter, up to a quarter of an hour")
    func backoff() {
        for attempt in 1...30 {
            let ceiling = min(900, 2 * pow(2, Double(attempt - 1)))
            let longest = JobExecution.backoff.delay(afterAttempt: attempt, random: 0.999_999) ?? .zero
            #expect(longest.inSeconds <= ceiling && longest.inSeconds > ceiling * 0.99)
            #expect(JobExecution.backoff.delay(afterAttempt: attempt, random: 0) == .zero)
        }
    }

    @Test("a wait the provider asked for is kept, and counts as an attempt")
    func retryAfter() async throws {
        try await withJobs { jobs in
            let registry = registry(Journal()) { _ in throw JobRetry(after: .seconds(300), reason: "rate limited") }
            try await jobs.enqueue(Note(text: "x"))
            try await Jobs.drain(jobs.database, registry)
            #expect(
                try await jobs.value(
                    "SELECT run_at BETWEEN now() + interval '299 s' AND now() + interval '303 s' FROM jobs"))
            #expect(try await jobs.value("SELECT attempt FROM jobs") == 1)
            #expect(try await jobs.value("SELECT last_error FROM jobs") == "rate limited")
        }
    }

    @Test("snoozing costs no attempt, however often")
    func snooze() async throws {
        try await withJobs { jobs in
            let registry = registry(Journal()) { _ in throw JobSnooze(after: .seconds(10)) }
            try await jobs.enqueue(Note(text: "x"), JobOptions(maxAttempts: 2))
            for round in 0..<5 {
                let now = Date().addingTimeInterval(Double(round) * 60)
                #expect(try await Jobs.drain(jobs.database, registry, now: now).map(\.attempt) == [1])
            }
            #expect(try await jobs.count() == 1)
        }
    }

    @Test("what can never succeed is given up at once; arguments of another shape are such a case")
    func discard() async throws {
        try await withJobs { jobs in
            let registry = registry(Journal()) { _ in throw JobDiscard(reason: "no such\0channel") }
            try await jobs.enqueue(Note(text: "x"))
            try await jobs.system {
                _ = try await $0.execute("INSERT INTO jobs (queue, name) VALUES ('outbox', \(Note.name))")
            }
            #expect(try await Jobs.drain(jobs.database, registry).map(\.outcome) == ["discarded", "discarded"])
            let reasons: [String] = try await jobs.system {
                try await $0.query("SELECT reason FROM jobs_dead ORDER BY reason").map { try $0(0) }
            }
            #expect(reasons == ["arguments not understood", "no suchchannel"])
        }
    }

    @Test("a dead job can be replayed, with all its attempts")
    func replay() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            try await jobs.enqueue(Note(text: "x"), JobOptions(maxAttempts: 1))
            try await Jobs.drain(jobs.database, registry(journal) { _ in throw Broken() })
            let replay = try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                let dead = try #require(try await Jobs.dead(in: tx).first)
                return (try await Jobs.replay(dead.id, in: tx), try await Jobs.replay(dead.id, in: tx))
            }
            #expect(replay == (.ready, .gone))
            try await Jobs.drain(jobs.database, registry(journal) { _ in })
            #expect(journal.all == ["x#1", "x#1"])
            #expect(try await jobs.count() == 0)
        }
    }

    @Test("another tenant's dead job is not there")
    func replayWall() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "x"), JobOptions(maxAttempts: 1))
            try await Jobs.drain(jobs.database, registry(Journal()) { _ in throw Broken() })
            let id: UUID = try await jobs.value("SELECT id FROM jobs_dead")
            let stranger = try await jobs.database.tenant(.service(TenantID(UUID()))) { tx in
                (try await Jobs.replay(id, in: tx), try await Jobs.dead(in: tx).count)
            }
            #expect(stranger == (.gone, 0))
        }
    }

    @Test(
        "a failed job whose unique key a newer job holds gives way to it",
        arguments: ["failed", "snoozed", "released", "rescued"])
    func absorbed(how: String) async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "old"), JobOptions(uniqueKey: "k"))
            let old = try #require(try await jobs.claim().first)
            try await jobs.enqueue(Note(text: "new"), JobOptions(uniqueKey: "k"))
            switch how {
            case "failed": #expect(try await jobs.settle(old, .failed(retryAfter: .zero, reason: "x")) == "absorbed")
            case "snoozed": #expect(try await jobs.settle(old, .snoozed(.zero)) == "absorbed")
            case "released": #expect(try await jobs.settle(old, .released) == "absorbed")
            default:
                let outcome: String = try await jobs.system {
                    try await $0.one(Jobs.rescue(limit: 1, at: .at(Date().addingTimeInterval(60))))(1)
                }
                #expect(outcome == "absorbed")
            }
            #expect(try await jobs.value("SELECT string_agg(arguments->>'text', ',') FROM jobs") == "new")
        }
    }

    @Test("a handler sees its transaction end the job, and drain runs what it enqueues")
    func drainFollows() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            var registry = JobRegistry()
            registry.register(Note.self) { note, context in
                journal.add(note.text)
                guard note.text.count < 4 else { return }
                try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                    try await tx.execute(Jobs.enqueue(Note(text: note.text + "!"), tenant: jobs.tenant))
                    try await context.complete(in: tx)
                }
            }
            try await jobs.enqueue(Note(text: "a"))
            #expect(try await Jobs.drain(jobs.database, registry).map(\.outcome).count == 4)
            #expect(journal.all == ["a", "a!", "a!!", "a!!!"])
            #expect(try await jobs.count() == 0)
        }
    }
}
