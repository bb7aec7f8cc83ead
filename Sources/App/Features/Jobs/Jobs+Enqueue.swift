import Domain
import Foundation
import Postgres

extension Jobs {
    /// Work of no tenant carries this one: a primary key has no NULLs.
    static let noTenant = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// The statement that enqueues `job`. Send it in the transaction whose consequence the job is, and call
    /// ``JobRunner/wake(_:)`` after the commit.
    ///
    /// A job that cannot be written as JSON makes the statement, and with it the transaction, fail.
    package static func enqueue<J: Job>(_ job: J, tenant: TenantID?, options: JobOptions = JobOptions()) -> SQL {
        enqueue([JobRequest(job, tenant: tenant, options: options)])
    }

    /// One statement for many jobs of a kind, each with its options.
    package static func enqueueMany<J: Job>(_ jobs: [(job: J, options: JobOptions)], tenant: TenantID?) -> SQL {
        enqueue(jobs.map { JobRequest($0.job, tenant: tenant, options: $0.options) })
    }

    /// One statement for many jobs of a kind with the same options.
    package static func enqueueMany<J: Job>(_ jobs: [J], tenant: TenantID?, options: JobOptions = JobOptions()) -> SQL {
        enqueue(jobs.map { JobRequest($0, tenant: tenant, options: options) })
    }

    /// One statement for any jobs. Of several with the same unique key the last one counts.
    package static func enqueue(_ requests: [JobRequest]) -> SQL {
        let jobs = ordered(requests)
        // A conflict is always answered with an update, never with DO NOTHING: the update locks the waiting row until we commit,
        // so nobody can claim it before what we committed is there for it to see.
        return """
            INSERT INTO jobs AS waiting
              (tenant_id, queue, name, arguments, priority, run_at, ordered_at, max_attempts, lock_key, unique_key, burst_until)
            SELECT r.tenant_id, r.queue, r.name, r.arguments, r.priority, due.run_at, due.run_at, r.max_attempts, r.lock_key,
              r.unique_key, now() + make_interval(secs => r.cap)
            FROM unnest(\(jobs.map { $0.tenant?.value ?? noTenant })::uuid[], \(jobs.map(\.queue.rawValue))::text[],
              \(jobs.map(\.name))::text[], \(jobs.map(\.arguments))::jsonb[], \(jobs.map(\.options.priority))::smallint[],
              \(jobs.map(\.options.runAt))::timestamptz[], \(jobs.map(\.options.maxAttempts))::int[],
              \(jobs.map(\.options.lockKey))::text[], \(jobs.map(\.options.uniqueKey))::text[],
              \(jobs.map { $0.options.debounce?.quiet.inSeconds })::float8[],
              \(jobs.map { $0.options.debounce?.cap.inSeconds })::float8[])
              AS r (tenant_id, queue, name, arguments, priority, run_at, max_attempts, lock_key, unique_key, quiet, cap)
            CROSS JOIN LATERAL (SELECT coalesce(r.run_at, now() + make_interval(secs => coalesce(r.quiet, 0))) AS run_at) due
            ON CONFLICT (tenant_id, unique_key) WHERE state = 'ready' AND unique_key IS NOT NULL DO UPDATE SET
              arguments = excluded.arguments,
              priority = least(waiting.priority, excluded.priority),
              burst_until = coalesce(waiting.burst_until, excluded.burst_until),
              run_at = \(fragment: movedTo("run_at")),
              ordered_at = \(fragment: movedTo("ordered_at"))
            """
    }

    /// Where a second wish moves the waiting row. One that failed before waits out its backoff, or what the provider asked for.
    private static func movedTo(_ column: SQL) -> SQL {
        """
        CASE WHEN waiting.attempt > 0 THEN waiting.\(fragment: column)
          WHEN excluded.burst_until IS NULL THEN least(waiting.\(fragment: column), excluded.\(fragment: column))
          ELSE least(excluded.run_at, coalesce(waiting.burst_until, excluded.burst_until)) END
        """
    }

    /// Keyed jobs last and sorted by key, so that two transactions enqueuing the same keys cannot deadlock; one job a key, since
    /// one statement may not touch a row twice.
    private static func ordered(_ requests: [JobRequest]) -> [JobRequest] {
        guard requests.count > 1 else { return requests }
        var keyed: [[String]: JobRequest] = [:]
        for request in requests {
            guard let key = request.options.uniqueKey else { continue }
            keyed[[request.tenant?.description ?? "", key]] = request
        }
        let sorted = keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        return requests.filter { $0.options.uniqueKey == nil } + sorted
    }
}

extension Duration {
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
