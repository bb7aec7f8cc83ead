import Domain
import Foundation
import Postgres
import Synchronization

/// What a handler knows of the attempt it makes.
package struct JobContext: Sendable {
    /// The row of the job.
    package let id: UUID
    /// nil for work of no tenant.
    package let tenant: TenantID?
    /// 1 for the first attempt.
    package let attempt: Int
    package let maxAttempts: Int
    package let leaseToken: UUID
    let completion = CompletionMark()

    /// True when a failure now is the last one.
    package var isLastAttempt: Bool { attempt >= maxAttempts }

    /// Completes the job in the transaction of its effects: both happen, or neither. Throws ``JobLost`` when the lease is gone;
    /// let it pass, so that the transaction is rolled back.
    package func complete(in transaction: some DatabaseTransaction) async throws {
        do {
            try await transaction.execute(completionStatement())
        } catch let error as PostgresError where Jobs.isLost(error) {
            throw JobLost()
        }
    }

    /// The same as a statement, for handlers that send everything with COMMIT in one flush. It fails, and the transaction with it,
    /// when the lease is gone.
    package func completionStatement() -> SQL {
        completion.isTaken.store(true, ordering: .relaxed)
        return "SELECT finish_job(\(tenant?.value ?? Jobs.noTenant), \(id), \(leaseToken))"
    }
}

/// Remembers that the handler completes its job by itself; the runner then has nothing left to delete.
final class CompletionMark: Sendable {
    let isTaken = Atomic(false)
}

extension Jobs {
    /// What `finish_job` raises.
    static func isLost(_ error: PostgresError) -> Bool { error.sqlState == "SJ001" }
}
