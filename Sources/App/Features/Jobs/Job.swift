import Domain
import Foundation

/// Arguments of one kind of work. Keep old versions readable: rows outlive deployments.
package protocol Job: Codable, Sendable {
    /// Versioned and unique, for example `assistant.turn`; stored in the row.
    static var name: String { get }
    static var queue: JobQueue { get }
    /// An attempt that takes longer is cancelled and counts as failed.
    static var timeout: Duration { get }
}

extension Job {
    package static var timeout: Duration { .seconds(120) }
}

/// Queues share nothing but the table: a slow model cannot hold up sending.
package enum JobQueue: String, Sendable, Codable, CaseIterable {
    case inbox, assistant, outbox, media, knowledge, maintenance
}

/// Several wishes for the same work within a short time become one run, `quiet` after the last wish and at most `cap` after the
/// first.
package struct Debounce: Sendable, Hashable {
    package var quiet: Duration
    package var cap: Duration

    package init(quiet: Duration, cap: Duration) {
        self.quiet = quiet
        self.cap = cap
    }
}

/// How and when a job runs.
package struct JobOptions: Sendable {
    /// nil = as soon as the enqueuing transaction is committed.
    package var runAt: Date?
    /// Lower runs first.
    package var priority: Int
    /// Jobs of one key (within a tenant and a queue) run one at a time, in order.
    package var lockKey: String?
    /// At most one waiting job has this key (within a tenant).
    package var uniqueKey: String?
    /// Attempts in all before the job is given up.
    package var maxAttempts: Int
    /// Needs a `uniqueKey`.
    package var debounce: Debounce?

    package init(
        runAt: Date? = nil, priority: Int = 100, lockKey: String? = nil, uniqueKey: String? = nil,
        maxAttempts: Int = 20,
        debounce: Debounce? = nil
    ) {
        self.runAt = runAt
        self.priority = priority
        self.lockKey = lockKey
        self.uniqueKey = uniqueKey
        self.maxAttempts = maxAttempts
        self.debounce = debounce
    }
}

/// A job with its type erased: what `enqueue` takes when one statement enqueues several kinds.
package struct JobRequest: Sendable {
    package let tenant: TenantID?
    package let name: String
    package let queue: JobQueue
    package let options: JobOptions
    /// nil when the arguments cannot be written as JSON.
    let arguments: String?

    package init<J: Job>(_ job: J, tenant: TenantID?, options: JobOptions = JobOptions()) {
        self.tenant = tenant
        self.options = options
        name = J.name
        queue = J.queue
        arguments = (try? JSONEncoder().encode(job)).map { String(decoding: $0, as: UTF8.self) }
    }
}
