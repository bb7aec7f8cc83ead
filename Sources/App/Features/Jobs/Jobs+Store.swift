import Foundation
import Postgres

/// The moment a statement takes for the present: the database's own, or one given by a test.
struct JobTime: Sendable {
    let now: SQL

    static let database = JobTime(now: "now()")
    static func at(_ date: Date) -> JobTime { JobTime(now: "\(date)::timestamptz") }
}

extension Jobs {
    /// The runner's transactions.
    ///
    /// Claims and completions need not wait for the disk (see ``Jobs``). A plan made while the table is empty would scan and sort
    /// it, and be kept when it no longer is: the table's size says nothing here, so only index scans are allowed.
    static let scope = TransactionScope(
        role: "secretaria_system",
        settings: [
            ("synchronous_commit", "off"), ("enable_seqscan", "off"), ("enable_sort", "off"),
            ("enable_bitmapscan", "off"),
        ])

    /// Takes up to `limit` due jobs of a queue: columns as ``ClaimedJob`` reads them.
    ///
    /// Of a lock key only the first is taken, and only while none of that key runs. The unique index `jobs_lock` decides between
    /// two claims that meet; the loser's transaction is simply tried again.
    static func claim(
        _ queue: JobQueue, names: [String], limit: Int, token: UUID, lease: Duration, at time: JobTime
    ) -> SQL {
        """
        WITH picked AS (
          SELECT j.tenant_id, j.id FROM jobs j
          WHERE j.queue = \(queue.rawValue) AND j.state = 'ready' AND j.run_at <= \(fragment: time.now)
            AND j.name = ANY (\(names)::text[])
            AND (j.lock_key IS NULL OR (
              NOT EXISTS (SELECT 1 FROM jobs k
                          WHERE k.tenant_id = j.tenant_id AND k.queue = j.queue AND k.lock_key = j.lock_key
                            AND k.state = 'running')
              AND NOT EXISTS (SELECT 1 FROM jobs k
                              WHERE k.tenant_id = j.tenant_id AND k.queue = j.queue AND k.lock_key = j.lock_key
                                AND (k.ordered_at, k.id) < (j.ordered_at, j.id))))
          ORDER BY j.priority, j.run_at, j.id
          LIMIT \(limit)
          FOR UPDATE OF j SKIP LOCKED
        ), claimed AS (
          UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_token = \(token),
            lease_until = \(fragment: time.now) + make_interval(secs => \(lease.inSeconds))
          FROM picked WHERE jobs.tenant_id = picked.tenant_id AND jobs.id = picked.id
          RETURNING jobs.*
        )
        SELECT tenant_id, id, name, arguments::text, attempt, max_attempts, lock_key IS NOT NULL,
          extract(epoch FROM \(fragment: time.now) - run_at)::float8
        FROM claimed ORDER BY priority, run_at, id
        """
    }

    /// Deletes finished jobs whose lease is still ours.
    static func delete(_ jobs: [ClaimedJob]) -> SQL {
        """
        DELETE FROM jobs
        USING unnest(\(jobs.map(\.tenant))::uuid[], \(jobs.map(\.id))::uuid[], \(jobs.map(\.token))::uuid[])
          AS done (tenant_id, id, token)
        WHERE jobs.tenant_id = done.tenant_id AND jobs.id = done.id AND jobs.lease_token = done.token
        """
    }

    /// Puts a job back, or gives it up. One row, one column: `ready`, `absorbed`, `dead` or `lost`. nil when nothing is to be done.
    static func settle(_ settled: SettledJob, at time: JobTime) -> SQL? {
        let job = settled.job
        switch settled.outcome {
        case .finished, .finishedInside, .lost:
            return nil
        case .failed(let after, let reason):
            return back(job, after: after, counts: true, why: reason, at: time)
        case .snoozed(let after):
            return back(job, after: after, counts: false, why: nil, at: time)
        case .released:
            return back(job, after: .zero, counts: false, why: nil, at: time)
        case .discarded(let reason):
            return "SELECT bury_job(\(job.tenant), \(job.id), \(job.token), \(reason))"
        }
    }

    private static func back(_ job: ClaimedJob, after: Duration, counts: Bool, why: String?, at time: JobTime) -> SQL {
        """
        SELECT return_job(\(job.tenant), \(job.id), \(job.token),
          \(fragment: time.now) + make_interval(secs => \(after.inSeconds)), \(counts), \(why as String?))
        """
    }

    /// Puts back what a claim took whose answer never reached us. It never was an attempt.
    static func forget(claim token: UUID) -> SQL {
        """
        SELECT return_job(tenant_id, id, lease_token, run_at, false, NULL)
        FROM jobs WHERE state = 'running' AND lease_token = \(token)
        """
    }

    /// Renews leases. Rows locked by the transaction that finishes them need no renewal.
    static func renew(_ jobs: [ClaimedJob], lease: Duration) -> SQL {
        """
        WITH held AS (
          SELECT j.tenant_id, j.id FROM jobs j
          JOIN unnest(\(jobs.map(\.tenant))::uuid[], \(jobs.map(\.id))::uuid[], \(jobs.map(\.token))::uuid[])
            AS mine (tenant_id, id, token)
            ON j.tenant_id = mine.tenant_id AND j.id = mine.id AND j.lease_token = mine.token
          FOR UPDATE OF j SKIP LOCKED
        )
        UPDATE jobs SET lease_until = now() + make_interval(secs => \(lease.inSeconds))
        FROM held WHERE jobs.tenant_id = held.tenant_id AND jobs.id = held.id
        """
    }

    /// Ids of those jobs that are no longer ours.
    static func lost(among jobs: [ClaimedJob]) -> SQL {
        """
        SELECT mine.id
        FROM unnest(\(jobs.map(\.tenant))::uuid[], \(jobs.map(\.id))::uuid[], \(jobs.map(\.token))::uuid[])
          AS mine (tenant_id, id, token)
        WHERE NOT EXISTS (SELECT 1 FROM jobs j
                          WHERE j.tenant_id = mine.tenant_id AND j.id = mine.id AND j.lease_token = mine.token)
        """
    }

    /// Seconds until the next job of these queues is due, when that is sooner than `horizon`.
    static func nextDue(_ queues: [JobQueue], within horizon: Duration) -> SQL {
        """
        SELECT extract(epoch FROM min(run_at) - clock_timestamp())::float8 FROM jobs
        WHERE state = 'ready' AND queue = ANY (\(queues.map(\.rawValue))::text[])
          AND run_at > now() AND run_at <= now() + make_interval(secs => \(horizon.inSeconds))
        """
    }

    /// Takes back jobs whose holder went silent: name and outcome of each.
    static func rescue(limit: Int, at time: JobTime) -> SQL {
        "SELECT name, outcome FROM rescue_jobs(\(fragment: time.now), \(limit))"
    }
}
