import Domain
import Foundation
import Postgres

/// A job that gave up.
package struct DeadJob: Sendable {
    package let id: UUID
    package let name: String
    package let queue: String
    package let attempts: Int
    package let reason: String
    package let diedAt: Date
}

/// What became of a replayed job.
package enum Replay: String, Sendable {
    case ready
    /// A job with its unique key waits already and does its work.
    case absorbed
    /// There is no such dead job.
    case gone
}

extension Jobs {
    /// The tenant's dead jobs, newest first.
    package static func dead(in transaction: TenantTransaction, limit: Int = 100) async throws -> [DeadJob] {
        try await transaction.query(
            """
            SELECT id, name, queue, attempt, reason, died_at FROM jobs_dead
            WHERE tenant_id = \(transaction.tenant) ORDER BY died_at DESC, id DESC LIMIT \(limit)
            """
        ).map { row in
            DeadJob(
                id: try row("id"), name: try row("name"), queue: try row("queue"), attempts: try row("attempt"),
                reason: try row("reason"), diedAt: try row("died_at"))
        }
    }

    /// How many of the tenant's jobs gave up.
    static func countDead(_ transaction: TenantTransaction) -> SQL {
        "SELECT count(*) AS dead FROM jobs_dead WHERE tenant_id = \(transaction.tenant)"
    }

    /// Throws a dead job away. What it would have done is not done.
    package static func discard(_ id: UUID, in transaction: TenantTransaction) async throws -> Bool {
        try await transaction.execute("DELETE FROM jobs_dead WHERE tenant_id = \(transaction.tenant) AND id = \(id)")
            == 1
    }

    /// Gives a dead job all its attempts again.
    package static func replay(_ id: UUID, in transaction: TenantTransaction) async throws -> Replay {
        let outcome: String = try await transaction.one("SELECT replay_job(\(transaction.tenant), \(id))")(0)
        return Replay(rawValue: outcome) ?? .gone
    }
}
