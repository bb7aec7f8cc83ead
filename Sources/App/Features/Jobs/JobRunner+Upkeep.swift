import CoreMetrics
import Foundation
import CoreMetrics
import Logging
import Postgres
import Synchronization

// What runs beside the rounds: polls, heartbeats, rescue, schedules, the end of a drain.
extension JobRunner {
    func repeatedly(every interval: Duration, _ body: () async -> Void) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: interval) } catch { return }
            await body()
        }
    }

    func poll() {
        let now = ContinuousClock.now
        let overdue = ledger.withLock { ledger in
            ledger.poll()
            return ledger.running.filter { $0.deadline < now }
        }
        for attempt in overdue { attempt.stop.give(.timeout) }
        signal()
    }

    /// Renews the leases of what runs, and stops what somebody else has taken.
    func heartbeat() async {
        let running = ledger.withLock(\.running)
        guard !running.isEmpty else { return }
        let jobs = running.map(\.job)
        do {
            let results = try await database.pool.batch(
                Jobs.scope,
                [Jobs.renew(jobs, lease: configuration.lease), Jobs.lost(among: jobs)])
            let lost = Set(try results[1].rows.map { try $0(0) as UUID })
            for attempt in running where lost.contains(attempt.job.id) { attempt.stop.give(.lost) }
        } catch {
            logger.warning("Leases could not be renewed", metadata: ["error": "\(error)", "jobs": "\(jobs.count)"])
        }
    }

    func maintain() async {
        var isDeclared = registry.schedules.isEmpty
        while !Task.isCancelled {
            do {
                if !isDeclared {
                    _ = try await database.pool.batch(Jobs.scope, [Jobs.declare(registry.schedules)])
                    isDeclared = true
                }
                try await maintainOnce()
            } catch {
                logger.warning("Queue maintenance failed; it will be tried again", metadata: ["error": "\(error)"])
            }
            do { try await Task.sleep(for: configuration.maintenanceInterval) } catch { return }
        }
    }

    /// Takes back lost jobs and enqueues what is scheduled.
    func maintainOnce(at time: JobTime = .database) async throws {
        let (rescued, queues) = try await database.system("queue upkeep: lost jobs and schedules of all tenants") {
            tx in
            let rescued = try await tx.query(Jobs.rescue(limit: 500, at: time))
            return (rescued, try await Jobs.runSchedules(registry.schedules, at: time, in: tx))
        }
        for row in rescued {
            let (name, outcome): (String, String) = (try row(0), try row(1))
            logger.warning(
                "Took back a job whose worker went silent", metadata: ["job.name": "\(name)", "outcome": "\(outcome)"])
            metrics.rescued.increment()
        }
        if !rescued.isEmpty { poll() }
        for queue in queues { wake(queue) }
    }

    /// Gives running jobs their time to finish, then cancels them; at last gives up writing down what a database that is away
    /// will not take. Their leases run out instead.
    func endDrain() async {
        do {
            try await Task.sleep(for: configuration.drainLimit)
            let late = ledger.withLock(\.running)
            if !late.isEmpty {
                logger.warning("Shutting down: jobs are interrupted and released", metadata: ["jobs": "\(late.count)"])
            }
            for attempt in late { attempt.stop.give(.shutdown) }
            try await Task.sleep(for: .seconds(3))
            abandon()
        } catch {
            // Drained in time.
        }
    }

    /// Settles each job in a transaction of its own, so that one that cannot be settled holds up no other. Its lease runs out.
    func settleOneByOne() async {
        let round = ledger.withLock { $0.takeSettled() }
        for settled in round {
            let single = RoundScript(.init(settled: [settled]), names: [:], configuration: configuration)
            do {
                let results = try await database.pool.batch(Jobs.scope, single.statements)
                report(try single.verdicts(results))
            } catch {
                logger.error(
                    "A job could not be settled; its lease will run out",
                    metadata: ["job.id": "\(settled.job.id)", "job.name": "\(settled.job.name)", "error": "\(error)"])
            }
        }
    }

    func report(_ verdicts: RoundScript.Verdicts) {
        if verdicts.lateCompletions > 0 {
            logger.warning(
                "Jobs were finished after their lease was lost", metadata: ["jobs": "\(verdicts.lateCompletions)"])
        }
        for (settled, verdict) in verdicts.settled {
            let job = settled.job
            switch (settled.outcome, verdict) {
            case (_, "dead"):
                metrics.died(job)
                logger.error("Job gave up", metadata: metadata(settled))
            case (.failed, _):
                logger.warning("Job failed", metadata: metadata(settled))
            case (_, "lost"):
                logger.warning("Job was settled after its lease was lost", metadata: metadata(settled))
            default: break
            }
        }
    }

    private func metadata(_ settled: SettledJob) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "job.id": "\(settled.job.id)", "job.name": "\(settled.job.name)", "attempt": "\(settled.job.attempt)",
            "tenant.id": "\(settled.job.tenant)",
        ]
        switch settled.outcome {
        case .failed(let after, let reason): metadata["reason"] = "\(reason)"; metadata["retry.after"] = "\(after)"
        case .discarded(let reason): metadata["reason"] = "\(reason)"
        default: break
        }
        return metadata
    }
}
