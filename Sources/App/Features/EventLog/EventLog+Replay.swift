import Domain
import Foundation
import Postgres

/// Events that were put back together, and what has become of them since.
struct ReplayRun: Sendable, Equatable {
    /// Microseconds since 1970: the moment of the transaction that put them back names the run.
    let micros: Int64
    var pending = 0
    var processed = 0
    var failed = 0

    var total: Int { pending + processed + failed }
}

extension EventLog {
    /// Puts one event back to be read again, as it came. What it says is known by its ids: nothing is stored twice.
    ///
    /// - Returns: the run, or nil when there is no such event or it waits already.
    static func replay(_ id: UUID, _ tx: TenantTransaction) async throws -> ReplayRun? {
        try await replay(where: " AND e.id = \(id) AND e.state <> 'pending'", tx)
    }

    /// Puts back every event that failed, of those the filters show.
    static func replayFailed(_ query: EventQuery, zone: String, _ tx: TenantTransaction) async throws -> ReplayRun? {
        try await replay(where: " AND e.state = 'failed'" + narrowing(query, zone), tx)
    }

    private static func replay(where condition: SQL, _ tx: TenantTransaction) async throws -> ReplayRun? {
        let row = try await tx.one(
            """
            WITH put_back AS (
              UPDATE webhook_events e SET state = 'pending', held_for = NULL, signature = 'replayed', item_errors = NULL, replayed_at = now()
              WHERE e.tenant_id = \(tx.tenant)\(fragment: condition) RETURNING e.id
            )
            SELECT count(*) AS pending, (extract(epoch FROM now()) * 1000000)::bigint AS micros FROM put_back
            """)
        let run = ReplayRun(micros: try row("micros"), pending: try row("pending"))
        return run.pending == 0 ? nil : run
    }

    static func progress(_ micros: Int64, _ tx: TenantTransaction) async throws -> ReplayRun {
        let row = try await tx.one(
            """
            SELECT count(*) FILTER (WHERE state IN ('pending', 'held')) AS pending, count(*) FILTER (WHERE state IN ('processed', 'ignored')) AS processed,
              count(*) FILTER (WHERE state = 'failed') AS failed
            FROM webhook_events
            WHERE tenant_id = \(tx.tenant) AND replayed_at = timestamptz 'epoch' + \(micros)::bigint * interval '1 microsecond'
            """)
        return ReplayRun(
            micros: micros, pending: try row("pending"), processed: try row("processed"), failed: try row("failed"))
    }
}
