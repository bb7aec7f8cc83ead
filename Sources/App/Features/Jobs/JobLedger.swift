import Foundation

/// What the runner has to do and has under way. A value without I/O: ``JobRunner`` holds it behind a lock and carries out its
/// rounds.
struct JobLedger {
    /// One conversation with the database: what to write down and what to ask for.
    struct Round {
        var settled: [SettledJob] = []
        var claims: [(queue: JobQueue, limit: Int, token: UUID)] = []
        /// Claims whose answer was lost: their rows go back.
        var doubtful: [UUID] = []
        var looksAhead = false
        var isEmpty: Bool { settled.isEmpty && claims.isEmpty && doubtful.isEmpty && !looksAhead }
    }

    private struct Slots {
        var free: Int
        /// There may be due jobs.
        var isHungry = true
    }

    /// A row may come back to us under a new token while its old attempt still runs: the token tells them apart.
    private struct Key: Hashable {
        let id: UUID
        let token: UUID

        init(_ job: ClaimedJob) {
            id = job.id
            token = job.token
        }
    }

    struct Running {
        let job: ClaimedJob
        let stop: StopSignal
        let deadline: ContinuousClock.Instant
    }

    /// Jobs claimed at once: one statement of this size costs little more than one of ten.
    static let claimLimit = 100

    private var slots: [JobQueue: Slots]
    private var attempts: [Key: Running] = [:]
    private var settled: [SettledJob] = []
    private var doubtful: [UUID] = []
    private var looksAhead = false
    private(set) var isDraining = false

    init(concurrency: [JobQueue: Int]) {
        slots = concurrency.filter { $0.value > 0 }.mapValues { Slots(free: $0) }
    }

    /// Everything is done and written down, and nothing more will be taken.
    var isDrained: Bool { isDraining && attempts.isEmpty && settled.isEmpty }

    var running: [Running] { Array(attempts.values) }

    func serves(_ queue: JobQueue) -> Bool { slots[queue] != nil }

    mutating func wake(_ queue: JobQueue) { slots[queue]?.isHungry = true }

    mutating func poll() {
        for queue in slots.keys { slots[queue]?.isHungry = true }
        looksAhead = true
    }

    mutating func drain() { isDraining = true }

    /// Takes what there is to do out of the ledger. Give it back with ``restore(_:)`` when it could not be done.
    mutating func nextRound() -> Round {
        var round = Round(settled: settled, doubtful: doubtful)
        settled = []
        doubtful = []
        guard !isDraining else { return round }
        round.looksAhead = looksAhead
        looksAhead = false
        for queue in JobQueue.allCases {
            guard let slot = slots[queue], slot.isHungry, slot.free > 0 else { continue }
            round.claims.append((queue, min(slot.free, Self.claimLimit), UUID()))
            slots[queue]?.isHungry = false
        }
        return round
    }

    mutating func takeSettled() -> [SettledJob] {
        defer { settled = [] }
        return settled
    }

    /// The round failed: what was settled is settled again. When nobody knows whether it was committed, its claims are doubtful.
    mutating func restore(_ round: Round, isDoubtful: Bool) {
        settled = round.settled + settled
        doubtful = round.doubtful + (isDoubtful ? round.claims.map(\.token) : []) + doubtful
        looksAhead = looksAhead || round.looksAhead
        for claim in round.claims { slots[claim.queue]?.isHungry = true }
    }

    /// Jobs were claimed; a full answer means there may be more.
    mutating func start(_ jobs: [Running], queue: JobQueue, limit: Int) {
        for entry in jobs { attempts[Key(entry.job)] = entry }
        slots[queue]?.free -= jobs.count
        if jobs.count >= limit { slots[queue]?.isHungry = true }
    }

    /// An attempt ended.
    mutating func end(_ job: ClaimedJob, _ outcome: JobOutcome) {
        attempts[Key(job)] = nil
        slots[job.queue]?.free += 1
        if job.isKeyed { slots[job.queue]?.isHungry = true }
        switch outcome {
        case .finishedInside, .lost: break
        default: settled.append(SettledJob(job: job, outcome: outcome))
        }
    }
}
