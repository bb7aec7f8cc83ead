import Domain
import Foundation
import Postgres

/// A job that is ours until its lease ends.
struct ClaimedJob: Sendable {
    let tenant: UUID
    let id: UUID
    let token: UUID
    let queue: JobQueue
    let name: String
    let arguments: [UInt8]
    let attempt: Int
    let maxAttempts: Int
    /// Jobs behind it with the same key may run once it is done.
    let isKeyed: Bool
    /// From due to claimed.
    let waited: Double

    var context: JobContext {
        JobContext(
            id: id, tenant: tenant == Jobs.noTenant ? nil : TenantID(tenant), attempt: attempt,
            maxAttempts: maxAttempts,
            leaseToken: token)
    }
}

extension ClaimedJob {
    /// A row of ``Jobs/claim(_:names:limit:token:lease:at:)``.
    init(_ row: Row, queue: JobQueue, token: UUID) throws(PostgresError) {
        tenant = try row(0)
        id = try row(1)
        name = try row(2)
        let text: String = try row(3)
        arguments = Array(text.utf8)
        attempt = try row(4)
        maxAttempts = try row(5)
        isKeyed = try row(6)
        waited = try row(7)
        self.queue = queue
        self.token = token
    }
}

/// How an attempt ended, and what that asks of the row.
enum JobOutcome: Sendable, Equatable {
    /// Done; the row is still to be deleted.
    case finished
    /// Done, and deleted by the handler's own transaction.
    case finishedInside
    /// Failed. Runs again after so long, unless this was the last attempt.
    case failed(retryAfter: Duration, reason: String)
    case snoozed(Duration)
    case discarded(reason: String)
    /// Interrupted by shutdown: as if it had never been claimed.
    case released
    /// Somebody else has it now.
    case lost

    /// Label of the metric.
    var label: String {
        switch self {
        case .finished, .finishedInside: "completed"
        case .failed: "failed"
        case .snoozed: "snoozed"
        case .discarded: "discarded"
        case .released: "released"
        case .lost: "lost"
        }
    }
}

struct SettledJob: Sendable {
    let job: ClaimedJob
    let outcome: JobOutcome
}
