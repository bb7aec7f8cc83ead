import Domain
import Foundation
import Postgres
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct JobsLeaseTests {
    private func rescue(_ jobs: JobsHarness, after seconds: Double) async throws -> [String] {
        try await jobs.system { tx in
            try await tx.query(Jobs.rescue(limit: 10, at: .at(Date().addingTimeInterval(seconds)))).map { try $0(1) }
        }
    }

    @Test("a job whose holder went silent is taken back with its attempt counted, and its holder can do nothing more")
    func rescue() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "x"))
            let lost = try #require(try await jobs.claim().first)
            #expect(try await rescue(jobs, after: 20) == [])
            #expect(try await rescue(jobs, after: 40) == ["ready"])
            let again = try #require(try await jobs.claim(at: Date().addingTimeInterval(60)).first)
            #expect(again.attempt == 2)

            #expect(try await jobs.finish(lost) == 0)
            #expect(try await jobs.settle(lost, .failed(retryAfter: .zero, reason: "late")) == "lost")
            #expect(try await jobs.settle(lost, .snoozed(.zero)) == "lost")
            #expect(try await jobs.settle(lost, .discarded(reason: "late")) == "lost")
            let renewed = try await jobs.system { try await $0.execute(Jobs.renew([lost], lease: .seconds(30))) }
            #expect(renewed == 0)
            let gone = try await jobs.system {
                try await $0.query(Jobs.lost(among: [lost, again])).map { try $0(0) as UUID }
            }
            #expect(gone == [lost.id])
            #expect(try await jobs.finish(again) == 1)
        }
    }

    @Test("completing in the business transaction commits both or neither")
    func completeInside() async throws {
        try await withJobs { jobs in
            struct Undo: Error {}
            try await jobs.enqueue(Note(text: "x"))
            let job = try #require(try await jobs.claim().first)
            let context = job.context
            await #expect(throws: Undo.self) {
                try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                    try await context.complete(in: tx)
                    throw Undo()
                }
            }
            #expect(try await jobs.count() == 1)
            try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                try await tx.execute(Jobs.enqueue(Other(number: 1), tenant: jobs.tenant))
                try await context.complete(in: tx)
            }
            #expect(try await jobs.value("SELECT string_agg(name, ',') FROM jobs") == Other.name)
        }
    }

    @Test("who lost the lease cannot commit effects, alone or in one flush", arguments: [true, false])
    func fence(isOneFlush: Bool) async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "x"))
            let context = try #require(try await jobs.claim().first).context
            #expect(try await rescue(jobs, after: 40) == ["ready"])
            do {
                try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                    let effect = Jobs.enqueue(Other(number: 1), tenant: jobs.tenant)
                    if isOneFlush {
                        try await tx.commit([effect, context.completionStatement()])
                    } else {
                        try await tx.execute(effect)
                        try await context.complete(in: tx)
                    }
                }
                Issue.record("the transaction committed")
            } catch let error as PostgresError {
                #expect(isOneFlush && Jobs.isLost(error))
            } catch {
                #expect(!isOneFlush && error is JobLost)
            }
            #expect(try await jobs.value("SELECT string_agg(name, ',') FROM jobs") == Note.name)
        }
    }

    @Test("a job being completed right now is neither rescued nor reported lost")
    func completionInProgress() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "x"))
            let job = try #require(try await jobs.claim().first)
            try await jobs.database.tenant(.service(jobs.tenant)) { tx in
                try await job.context.complete(in: tx)
                #expect(try await rescue(jobs, after: 40) == [])
                let lost = try await jobs.system { try await $0.query(Jobs.lost(among: [job])).count }
                #expect(lost == 0)
            }
            #expect(try await jobs.count() == 0)
        }
    }

    @Test("a job lost with its last attempt is given up")
    func lastAttempt() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "x"), JobOptions(maxAttempts: 1))
            _ = try await jobs.claim()
            #expect(try await rescue(jobs, after: 40) == ["dead"])
            #expect(try await jobs.count() == 0)
            #expect(try await jobs.value("SELECT reason FROM jobs_dead") == "lease expired")
        }
    }

    @Test("renewing keeps a job")
    func renew() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "x"))
            let job = try #require(try await jobs.claim().first)
            try await jobs.system { _ = try await $0.execute(Jobs.renew([job], lease: .seconds(300))) }
            #expect(try await rescue(jobs, after: 200) == [])
        }
    }

    @Test("a claim whose answer was lost is put back without an attempt")
    func forget() async throws {
        try await withJobs { jobs in
            try await jobs.enqueue(Note(text: "x"))
            let job = try #require(try await jobs.claim().first)
            try await jobs.system { _ = try await $0.query(Jobs.forget(claim: job.token)) }
            #expect(try await jobs.claim().map(\.attempt) == [1])
        }
    }
}
