import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Synchronization

/// Claims jobs and runs them: the worker half of the queue.
///
/// One task talks to the database: a round writes down what ended and claims what is due, in one transaction and one flush, so
/// the busier the queue the more jobs share a commit. Each job runs in a child task. Nothing here outlives ``run()``.
package final class JobRunner: Service, Sendable {
    package struct Configuration: Sendable {
        /// Attempts under way at a time; a queue that is not named is left to other processes.
        package var concurrency: [JobQueue: Int] = [
            .inbox: 8, .assistant: 32, .outbox: 32, .media: 4, .knowledge: 2, .maintenance: 4,
        ]
        /// How long a silent holder keeps a job. Renewed at a third of it.
        package var lease: Duration = .seconds(30)
        /// The truth behind every wake-up: due jobs are found this often without one.
        package var pollInterval: Duration = .seconds(1)
        /// Rescue of lost jobs and schedules.
        package var maintenanceInterval: Duration = .seconds(5)
        /// Jobs still running so long after the shutdown began are cancelled and released.
        package var drainLimit: Duration = .seconds(20)

        package init() {}
    }

    let database: Database
    let registry: JobRegistry
    let configuration: Configuration
    let logger: Logger
    let metrics: JobMetrics
    let ledger: Mutex<JobLedger>
    private let announcer: JobAnnouncer?
    private let names: [JobQueue: [String]]
    private let isAbandoned = Atomic(false)
    /// Which process this is, among those that run jobs.
    let process = UUID()
    private let signals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Without a bus, other processes find new jobs by their poll.
    package init(
        database: Database, registry: JobRegistry, bus: ProcessBus?, configuration: Configuration = Configuration(),
        logger: Logger
    ) {
        self.database = database
        self.registry = registry
        self.configuration = configuration
        self.logger = logger
        names = Dictionary(uniqueKeysWithValues: JobQueue.allCases.map { ($0, registry.names(in: $0)) })
        metrics = JobMetrics(registry)
        let served = configuration.concurrency.filter { !registry.names(in: $0.key).isEmpty }
        ledger = Mutex(JobLedger(concurrency: served))
        announcer = bus.map { JobAnnouncer(bus: $0) }
        announcer?.listen { [weak self] queues in self?.wakeHere(queues) }
    }

    /// There may be due jobs in this queue: call it after the commit that enqueued them. Never waits.
    package func wake(_ queue: JobQueue) {
        wakeHere([queue])
        announcer?.announce(queue)
    }

    private func wakeHere(_ queues: Set<JobQueue>) {
        ledger.withLock { ledger in
            for queue in queues { ledger.wake(queue) }
        }
        signal()
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.repeatedly(every: self.configuration.pollInterval) { self.poll() } }
                group.addTask { await self.repeatedly(every: self.configuration.lease / 3) { await self.heartbeat() } }
                group.addTask { await self.maintain() }
                group.addTask { await self.watchStatistics() }
                group.addTask {
                    await self.beat()
                    await self.repeatedly(every: .seconds(15)) { await self.beat() }
                }
                signal()
                await coordinate(&group)
                group.cancelAll()
            }
            await endBeat()
        } onGracefulShutdown: {
            self.ledger.withLock { $0.drain() }
            self.signal()
        }
    }

    func signal() { signals.continuation.yield() }

    /// Ends the rounds whatever is left to write down.
    func abandon() {
        isAbandoned.store(true, ordering: .relaxed)
        signals.continuation.finish()
    }

    // MARK: Rounds

    private func coordinate(_ group: inout DiscardingTaskGroup) async {
        var isEnding = false
        var backoff = Duration.milliseconds(20)
        for await _ in signals.stream {
            if !isEnding, ledger.withLock(\.isDraining) {
                isEnding = true
                group.addTask { await self.endDrain() }
            }
            while case let round = ledger.withLock({ $0.nextRound() }), !round.isEmpty {
                do {
                    start(try await carryOut(round), of: round, in: &group)
                    backoff = .milliseconds(20)
                } catch {
                    await recover(round, from: error, backoff: backoff)
                    backoff = min(backoff * 2, .seconds(1))
                }
                if Task.isCancelled || isAbandoned.load(ordering: .relaxed) { return }
            }
            if ledger.withLock(\.isDrained) { return }
        }
    }

    /// What a round brought back.
    private struct Answer {
        var claimed: [(queue: JobQueue, limit: Int, jobs: [ClaimedJob])] = []
        var nextDue: Double?
    }

    private func carryOut(_ round: JobLedger.Round) async throws -> Answer {
        let script = RoundScript(round, names: names, configuration: configuration)
        let results = try await database.pool.batch(Jobs.scope, script.statements)
        var answer = Answer()
        report(try script.verdicts(results))
        for (index, claim) in round.claims.enumerated() {
            let rows = script.claimResult(index, results)
            let jobs = try rows.map { try ClaimedJob($0, queue: claim.queue, token: claim.token) }
            answer.claimed.append((claim.queue, claim.limit, jobs))
        }
        answer.nextDue = try script.nextDue(results)
        return answer
    }

    private func start(_ answer: Answer, of round: JobLedger.Round, in group: inout DiscardingTaskGroup) {
        let execution = JobExecution(registry: registry)
        let now = ContinuousClock.now
        for (queue, limit, jobs) in answer.claimed {
            let attempts = jobs.map { job in
                let timeout = registry.handlers[job.name]?.timeout ?? .seconds(120)
                return JobLedger.Running(job: job, stop: StopSignal(), deadline: now + timeout)
            }
            ledger.withLock { $0.start(attempts, queue: queue, limit: limit) }
            for attempt in attempts {
                group.addTask {
                    let started = ContinuousClock.now
                    let outcome = await execution.run(attempt.job, stop: attempt.stop)
                    self.metrics.record(attempt.job, outcome, took: ContinuousClock.now - started)
                    self.ledger.withLock { $0.end(attempt.job, outcome) }
                    self.signal()
                }
            }
        }
        if let seconds = answer.nextDue {
            group.addTask {
                // Cancelled at the end of `run`, when nothing more is claimed anyway.
                try? await Task.sleep(for: .seconds(max(seconds, 0)))
                self.poll()
            }
        }
    }

    private func recover(_ round: JobLedger.Round, from error: any Error, backoff: Duration) async {
        let failure = error as? PostgresError
        let isOutage = failure.map { $0.isUnavailable || $0.isOutcomeUnknown || $0.isRetryable } ?? false
        ledger.withLock { $0.restore(round, isDoubtful: failure?.isOutcomeUnknown ?? true) }
        // Two claims met at a lock key: the other one won, and the next round sees it. Not so if it goes on like that.
        if failure?.isUniqueViolation == true, backoff < .milliseconds(300) { return }
        logger.warning(
            "Queue round failed; it will be tried again",
            metadata: ["error": "\(error)", "settled": "\(round.settled.count)", "retry.after": "\(backoff)"])
        if !isOutage { await settleOneByOne() }
        // Wakes early for nobody: a database that is away answers no sooner. Cancelled = we are stopping.
        try? await Task.sleep(for: backoff)
    }
}
