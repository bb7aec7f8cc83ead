import Domain
import Foundation
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct JobRunnerTests {
    @Test("a woken runner runs what was enqueued, and leaves nothing behind")
    func runs() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            var registry = JobRegistry()
            registry.register(Note.self) { note, _ in journal.add(note.text) }
            let runner = jobs.runner(registry) { $0.pollInterval = .seconds(600) }
            try await running([runner]) { _ in
                for round in 0..<3 {
                    try await jobs.system {
                        _ = try await $0.execute(
                            Jobs.enqueueMany((0..<250).map { Note(text: "\(round).\($0)") }, tenant: jobs.tenant))
                    }
                    runner.wake(.outbox)
                    await journal.wait(for: 250)
                }
            }
            #expect(Set(journal.all).count == 750)
            #expect(try await jobs.count() == 0)
        }
    }

    @Test("without a wake-up the poll finds due jobs, and scheduled ones the moment they are due")
    func polls() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            let waited = Mutex<[Double]>([])
            var registry = JobRegistry()
            registry.register(Note.self) { note, _ in
                let late = Date().timeIntervalSince1970 - (Double(note.text) ?? 0)
                waited.withLock { $0.append(late) }
                journal.add(note.text)
            }
            let runner = jobs.runner(registry)
            try await running([runner]) { _ in
                for delay in [0.4, 1.3, 1.7] {
                    let due = Date().addingTimeInterval(delay)
                    try await jobs.enqueue(Note(text: "\(due.timeIntervalSince1970)"), JobOptions(runAt: due))
                }
                await journal.wait(for: 3)
            }
            #expect(journal.all.count == 3)
            #expect(waited.withLock { $0 }.allSatisfy { $0 >= 0 })
        }
    }

    @Test("no more attempts run at a time than the queue has places")
    func concurrency() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            let now = Atomic(0)
            let most = Atomic(0)
            var registry = JobRegistry()
            registry.register(Note.self) { note, _ in
                let running = now.add(1, ordering: .sequentiallyConsistent).newValue
                most.max(running, ordering: .sequentiallyConsistent)
                await Task.yield()
                now.subtract(1, ordering: .sequentiallyConsistent)
                journal.add(note.text)
            }
            let runner = jobs.runner(registry) { $0.concurrency = [.outbox: 3] }
            try await running([runner]) { _ in
                try await jobs.system {
                    _ = try await $0.execute(
                        Jobs.enqueueMany((0..<100).map { Note(text: "\($0)") }, tenant: jobs.tenant))
                }
                runner.wake(.outbox)
                await journal.wait(for: 100)
            }
            #expect(most.load(ordering: .sequentiallyConsistent) <= 3)
        }
    }

    @Test("several runners on many keys: every job once, never two of a key together, never out of order")
    func perKeyOrder() async throws {
        try await withJobs(poolSize: 8) { jobs in
            let (keys, perKey) = (40, 25)
            let journal = Journal()
            let busy = Mutex<Set<String>>([])
            let returned = Mutex<Set<String>>([])
            let violations = Atomic(0)
            var registry = JobRegistry()
            registry.register(Note.self) { note, _ in
                let key = String(note.text.prefix { $0 != "." })
                if !busy.withLock({ $0.insert(key).inserted }) { violations.add(1, ordering: .relaxed) }
                // Some come back once before they are done: their key must wait for them.
                let comesBack = note.text.hashValue % 7 == 0 && returned.withLock { $0.insert(note.text).inserted }
                await Task.yield()
                _ = busy.withLock { $0.remove(key) }
                if comesBack { throw JobSnooze(after: .zero) }
                journal.add(note.text)
            }
            let runners = (0..<3).map { _ in jobs.runner(registry) { $0.concurrency = [.outbox: 16] } }
            try await running(runners) { _ in
                for number in 0..<perKey {
                    let batch = (0..<keys).map {
                        (job: Note(text: "\($0).\(number)"), options: JobOptions(lockKey: "\($0)"))
                    }
                    try await jobs.system { _ = try await $0.execute(Jobs.enqueueMany(batch, tenant: jobs.tenant)) }
                    for runner in runners { runner.wake(.outbox) }
                }
                await journal.wait(for: keys * perKey)
            }
            #expect(violations.load(ordering: .relaxed) == 0)
            var lastOfKey: [Substring: Int] = [:]
            var outOfOrder = 0
            for line in journal.all {
                let parts = line.split(separator: ".")
                let number = Int(parts[1]) ?? -1
                if let last = lastOfKey[parts[0]], last >= number { outOfOrder += 1 }
                lastOfKey[parts[0]] = number
            }
            #expect(outOfOrder == 0)
            #expect(Set(journal.all).count == keys * perKey && journal.all.count == keys * perKey)
            #expect(try await jobs.count() == 0)
        }
    }

    @Test("a shutdown lets running jobs finish and claims no more")
    func drains() async throws {
        try await withJobs { jobs in
            let journal = Journal()
            let (started, mayEnd) = (Gate(), Gate())
            var registry = JobRegistry()
            registry.register(Note.self) { note, _ in
                if note.text == "slow" {
                    started.open()
                    await mayEnd.wait()
                }
                journal.add(note.text)
            }
            let runner = jobs.runner(registry) { $0.pollInterval = .milliseconds(20) }
            try await jobs.enqueue(Note(text: "slow"))
            try await running([runner]) { group in
                await started.wait()
                await group.triggerGracefulShutdown()
                // The trigger returns before the runner has heard of it.
                while !runner.ledger.withLock(\.isDraining) { await Task.yield() }
                try await jobs.enqueue(Note(text: "too late"))
                runner.wake(.outbox)
                mayEnd.open()
            }
            #expect(journal.all == ["slow"])
            #expect(
                try await jobs.value("SELECT string_agg(arguments->>'text' || ' ' || state, ',') FROM jobs")
                    == "too late ready")
        }
    }

    @Test("what does not finish in time is cancelled and released, as if it had never been claimed")
    func drainLimit() async throws {
        try await withJobs { jobs in
            let started = Gate()
            var registry = JobRegistry()
            registry.register(Note.self) { _, _ in
                started.open()
                // Ends only by cancellation, which is what is tested.
                try await Task.sleep(for: .seconds(600))
            }
            let runner = jobs.runner(registry) { $0.drainLimit = .milliseconds(50) }
            try await jobs.enqueue(Note(text: "endless"))
            try await running([runner]) { _ in await started.wait() }
            #expect(try await jobs.value("SELECT state || ' ' || attempt FROM jobs") == "ready 0")
        }
    }

    @Test("an attempt that takes too long is cancelled, counted and tried again")
    func timeout() async throws {
        struct Hasty: Job {
            static let name = "test.hasty"
            static let queue = JobQueue.outbox
            static let timeout = Duration.milliseconds(50)
        }
        try await withJobs { jobs in
            let cancelled = Gate()
            var registry = JobRegistry()
            registry.register(Hasty.self) { _, _ in
                defer { cancelled.open() }
                // Ends only by cancellation, which is what is tested.
                try await Task.sleep(for: .seconds(600))
            }
            let runner = jobs.runner(registry) { $0.pollInterval = .milliseconds(20) }
            try await jobs.enqueue(Hasty())
            try await running([runner]) { _ in await cancelled.wait() }
            #expect(try await jobs.value("SELECT last_error FROM jobs") == "timed out")
            #expect(try await jobs.value("SELECT attempt FROM jobs") == 1)
        }
    }
}
