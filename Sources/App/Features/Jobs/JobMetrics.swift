import CoreMetrics
import Logging
import Metrics
import Postgres
import Synchronization

/// Figures of the queue, by queue and job name. Made once: both are closed sets.
struct JobMetrics: Sendable {
    let rescued: Counter
    private let outcomes: [String: [String: Counter]]
    private let durations: [String: Timer]
    private let deaths: [String: Counter]
    private let waits: [JobQueue: Timer]
    private let depth: [JobQueue: Gauge]
    private let age: [JobQueue: Gauge]
    private let running: [JobQueue: Gauge]
    private let deadLetters: Gauge
    private let unknown: Gauge
    private let workers: Gauge
    /// The same under the name that the system before this one had.
    private let activeWorkers: Gauge
    private let companies: CompanyGauges

    private static let labels = ["completed", "failed", "snoozed", "discarded", "released", "lost"]

    init(_ registry: JobRegistry, factory: any MetricsFactory = MetricsSystem.factory) {
        func perJob<Metric>(_ make: ([(String, String)]) -> Metric) -> [String: Metric] {
            Dictionary(
                uniqueKeysWithValues: registry.handlers.map { name, handler in
                    (name, make([("queue", handler.queue.rawValue), ("job", name)]))
                })
        }
        func perQueue<Metric>(_ make: ([(String, String)]) -> Metric) -> [JobQueue: Metric] {
            Dictionary(uniqueKeysWithValues: JobQueue.allCases.map { ($0, make([("queue", $0.rawValue)])) })
        }
        outcomes = perJob { dimensions in
            Dictionary(
                uniqueKeysWithValues: Self.labels.map {
                    let labelled = dimensions + [("outcome", $0)]
                    return ($0, Counter(label: "secretaria_jobs_total", dimensions: labelled, factory: factory))
                })
        }
        durations = perJob { Timer(label: "secretaria_job_duration_seconds", dimensions: $0, factory: factory) }
        deaths = perJob { Counter(label: "secretaria_jobs_died_total", dimensions: $0, factory: factory) }
        waits = perQueue { Timer(label: "secretaria_job_wait_seconds", dimensions: $0, factory: factory) }
        depth = perQueue { Gauge(label: "secretaria_queue_depth", dimensions: $0, factory: factory) }
        age = perQueue { Gauge(label: "secretaria_queue_age_seconds", dimensions: $0, factory: factory) }
        running = perQueue { Gauge(label: "secretaria_jobs_running", dimensions: $0, factory: factory) }
        rescued = Counter(label: "secretaria_jobs_rescued_total", factory: factory)
        deadLetters = Gauge(label: "secretaria_jobs_dead", factory: factory)
        unknown = Gauge(label: "secretaria_jobs_unknown", factory: factory)
        workers = Gauge(label: "secretaria_workers", factory: factory)
        activeWorkers = Gauge(label: "secretaria_active_workers", factory: factory)
        companies = CompanyGauges(factory)
    }

    func record(_ job: ClaimedJob, _ outcome: JobOutcome, took: Duration) {
        outcomes[job.name]?[outcome.label]?.increment()
        durations[job.name]?.recordNanoseconds(took.inNanoseconds)
        waits[job.queue]?.recordNanoseconds(Int64(max(job.waited, 0) * 1e9))
    }

    func died(_ job: ClaimedJob) { deaths[job.name]?.increment() }

    func record(_ statistics: QueueStatistics, running counts: [JobQueue: Int]) {
        for queue in JobQueue.allCases {
            depth[queue]?.record(statistics.queues[queue]?.depth ?? 0)
            age[queue]?.record(statistics.queues[queue]?.age ?? 0)
            running[queue]?.record(counts[queue] ?? 0)
        }
        deadLetters.record(statistics.dead)
        unknown.record(statistics.unknown.values.reduce(0, +))
        workers.record(statistics.workers)
        activeWorkers.record(statistics.workers)
        companies.record("secretaria_queue_size", statistics.companies.mapValues(\.waiting))
        companies.record("secretaria_tenant_active_workers", statistics.companies.mapValues(\.running))
        companies.record("secretaria_dead_letter_queue_size", statistics.companies.mapValues(\.dead))
    }
}

extension Duration {
    /// Saturates: durations here are short.
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product &+ attoseconds / 1_000_000_000
    }
}

/// How full the queues are.
package struct QueueStatistics: Sendable {
    package struct Queue: Sendable, Equatable {
        /// Due jobs that wait.
        package var depth: Int
        /// Seconds the oldest of them has waited.
        package var age: Double
    }

    /// One shop's part of them.
    package struct Company: Sendable, Equatable {
        package var waiting = 0
        package var running = 0
        package var dead = 0
    }

    package var queues: [JobQueue: Queue] = [:]
    /// By the shop's number; the busiest ones only.
    package var companies: [Int: Company] = [:]
    package var dead = 0
    /// Processes that run jobs.
    package var workers = 0
    /// Waiting jobs whose name no handler here has.
    package var unknown: [String: Int] = [:]
}

extension Jobs {
    package static func statistics(_ names: [String], in transaction: SystemTransaction) async throws -> QueueStatistics
    {
        var statistics = QueueStatistics()
        let results = try await transaction.batch([
            """
            SELECT queue, count(*), greatest(extract(epoch FROM now() - min(run_at)), 0)::float8
            FROM jobs WHERE state = 'ready' AND run_at <= now() GROUP BY queue
            """,
            "SELECT count(*) FROM jobs_dead",
            """
            SELECT name, count(*) FROM jobs
            WHERE state = 'ready' AND run_at <= now() AND name <> ALL (\(names)::text[]) GROUP BY name LIMIT 20
            """,
            """
            SELECT t.number, sum(waiting)::int, sum(running)::int, sum(dead)::int FROM (
              SELECT tenant_id, count(*) FILTER (WHERE state = 'ready' AND run_at <= now()) AS waiting,
                count(*) FILTER (WHERE state = 'running') AS running, 0 AS dead FROM jobs GROUP BY tenant_id
              UNION ALL SELECT tenant_id, 0, 0, count(*) FROM jobs_dead GROUP BY tenant_id) counted
            JOIN tenants t USING (tenant_id) GROUP BY t.number ORDER BY sum(waiting + running + dead) DESC LIMIT \(CompanyGauges.most)
            """,
        ])
        for row in results[0].rows {
            guard let queue = JobQueue(rawValue: try row(0)) else { continue }
            statistics.queues[queue] = .init(depth: try row(1), age: try row(2))
        }
        statistics.dead = try results[1].rows.first?(0) ?? 0
        for row in results[2].rows { statistics.unknown[try row(0)] = try row(1) }
        for row in results[3].rows {
            statistics.companies[try row(0)] = .init(waiting: try row(1), running: try row(2), dead: try row(3))
        }
        statistics.workers = try await workers(in: transaction).count
        return statistics
    }
}

extension JobRunner {
    /// Measures the queues four times a minute, and says which waiting jobs nobody here can run.
    func watchStatistics() async {
        var reported: Set<String> = []
        await repeatedly(every: .seconds(15)) {
            do {
                let statistics = try await self.database.system("queue figures over all tenants") {
                    try await Jobs.statistics(self.registry.names, in: $0)
                }
                let counts = Dictionary(grouping: self.ledger.withLock(\.running), by: \.job.queue).mapValues(\.count)
                self.metrics.record(statistics, running: counts)
                for (name, count) in statistics.unknown where reported.insert(name).inserted {
                    self.logger.warning(
                        "Jobs wait that no handler here knows; they are left for a process that does",
                        metadata: ["job.name": "\(name)", "jobs": "\(count)"])
                }
            } catch {
                self.logger.debug("Queue figures unavailable", metadata: ["error": "\(error)"])
            }
        }
    }
}
