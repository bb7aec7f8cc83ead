import Foundation
import Postgres

// Schedules are rows: whichever process comes first after `next_run` enqueues, and moves `next_run` in that transaction.
extension Jobs {
    static func declare(_ schedules: [JobSchedule]) -> SQL {
        """
        INSERT INTO cron (name, every_seconds)
        SELECT * FROM unnest(\(schedules.map(\.name))::text[], \(schedules.map(\.everySeconds))::int[])
        ON CONFLICT (name) DO UPDATE SET every_seconds = excluded.every_seconds
          WHERE cron.every_seconds <> excluded.every_seconds
        """
    }

    /// Moves the schedules that are due to their next time and names them. Missed periods count once.
    private static func advance(_ names: [String], at time: JobTime) -> SQL {
        """
        WITH due AS (
          SELECT name FROM cron
          WHERE name = ANY (\(names)::text[]) AND next_run <= \(fragment: time.now)
          FOR UPDATE SKIP LOCKED
        )
        UPDATE cron SET last_run = \(fragment: time.now), next_run = next_run + make_interval(secs => every_seconds
          * (floor(extract(epoch FROM \(fragment: time.now) - next_run) / every_seconds) + 1))
        FROM due WHERE cron.name = due.name
        RETURNING cron.name
        """
    }

    /// Enqueues what is due. Returns the queues to wake after the commit.
    static func runSchedules(
        _ schedules: [JobSchedule], at time: JobTime, in transaction: SystemTransaction
    ) async throws -> Set<JobQueue> {
        guard !schedules.isEmpty else { return [] }
        let due = try await transaction.query(advance(schedules.map(\.name), at: time)).map { try $0(0) as String }
        let requests = schedules.filter { due.contains($0.name) }.map(\.request)
        guard !requests.isEmpty else { return [] }
        try await transaction.execute(enqueue(requests))
        return Set(requests.map(\.queue))
    }
}
