import Foundation
import Postgres

/// What one attempt of a drained job came to.
package struct DrainedJob: Sendable, Equatable, CustomStringConvertible {
    package let name: String
    package let attempt: Int
    /// completed, failed, snoozed, discarded, lost, or released when no handler has the name.
    package let outcome: String

    package var description: String { "\(name)#\(attempt) \(outcome)" }
}

extension Jobs {
    /// Runs everything that is due, one job after another in the order of the pipeline's queues, until nothing is: the queue
    /// driven by hand, for tests and commands. No runner is needed, and none should be running.
    ///
    /// `now` stands in for the present: a later one reaches debounced, snoozed and failed jobs too. What waits beyond it stays.
    @discardableResult
    package static func drain(
        _ database: Database, _ registry: JobRegistry, now: Date? = nil, atMost limit: Int = 10_000
    ) async throws -> [DrainedJob] {
        let time = now.map(JobTime.at) ?? .database
        let names = Dictionary(uniqueKeysWithValues: JobQueue.allCases.map { ($0, registry.names(in: $0)) })
        let execution = JobExecution(registry: registry)
        var drained: [DrainedJob] = []
        while drained.count < limit {
            var round = JobLedger.Round()
            round.claims = JobQueue.allCases.map { ($0, 1, UUID()) }
            let script = RoundScript(round, names: names, configuration: .init(), at: time)
            let results = try await database.pool.batch(Jobs.scope, script.statements)
            let before = drained.count
            for (index, claim) in round.claims.enumerated() {
                for row in script.claimResult(index, results) {
                    let job = try ClaimedJob(row, queue: claim.queue, token: claim.token)
                    let outcome = await execution.run(job)
                    drained.append(DrainedJob(name: job.name, attempt: job.attempt, outcome: outcome.label))
                    let settled = JobLedger.Round(settled: [SettledJob(job: job, outcome: outcome)])
                    let ending = RoundScript(settled, names: [:], configuration: .init(), at: time)
                    if !ending.statements.isEmpty { _ = try await database.pool.batch(Jobs.scope, ending.statements) }
                }
            }
            if drained.count == before { break }
        }
        return drained
    }
}
