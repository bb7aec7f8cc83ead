import Postgres

/// The statements of one round, and where their answers are found.
struct RoundScript {
    private(set) var statements: [SQL] = []
    /// Index of the statement and the job it settles.
    private var verdictAt: [(index: Int, job: SettledJob)] = []
    private var deletedAt: Int?
    private var deletedCount = 0
    private var claimsAt = 0
    private var nextDueAt: Int?

    init(
        _ round: JobLedger.Round, names: [JobQueue: [String]], configuration: JobRunner.Configuration,
        at time: JobTime = .database
    ) {
        let finished = round.settled.filter { $0.outcome == .finished }.map(\.job)
        if !finished.isEmpty {
            deletedAt = statements.count
            deletedCount = finished.count
            statements.append(Jobs.delete(finished))
        }
        for settled in round.settled {
            guard let statement = Jobs.settle(settled, at: time) else { continue }
            verdictAt.append((statements.count, settled))
            statements.append(statement)
        }
        for token in round.doubtful { statements.append(Jobs.forget(claim: token)) }
        // Claims come last: what the round finished may let the next job of its key run.
        claimsAt = statements.count
        for claim in round.claims {
            statements.append(
                Jobs.claim(
                    claim.queue, names: names[claim.queue] ?? [], limit: claim.limit, token: claim.token,
                    lease: configuration.lease, at: time))
        }
        if round.looksAhead {
            nextDueAt = statements.count
            statements.append(Jobs.nextDue(JobQueue.allCases, within: configuration.pollInterval))
        }
    }

    struct Verdicts {
        /// Completions that came too late.
        var lateCompletions = 0
        /// What `return_job` and `bury_job` said.
        var settled: [(job: SettledJob, verdict: String)] = []
    }

    func verdicts(_ results: [QueryResult]) throws -> Verdicts {
        var verdicts = Verdicts()
        if let deletedAt { verdicts.lateCompletions = deletedCount - results[deletedAt].affected }
        for (index, job) in verdictAt {
            guard let row = results[index].rows.first else { continue }
            verdicts.settled.append((job, try row(0)))
        }
        return verdicts
    }

    func claimResult(_ index: Int, _ results: [QueryResult]) -> [Row] { results[claimsAt + index].rows }

    func nextDue(_ results: [QueryResult]) throws -> Double? {
        guard let nextDueAt, let row = results[nextDueAt].rows.first else { return nil }
        return try row(0)
    }
}
