/// Thrown by a handler: this attempt failed, try again after so long (a provider's `Retry-After`). Counts as an attempt.
package struct JobRetry: Error, Sendable, Hashable {
    package var after: Duration
    /// Kept with the job and shown; never content.
    package var reason: String

    package init(after: Duration, reason: String = "retry") {
        self.after = after
        self.reason = reason
    }
}

/// Thrown by a handler: not yet. Runs again after so long; no attempt is counted.
package struct JobSnooze: Error, Sendable, Hashable {
    package var after: Duration

    package init(after: Duration) { self.after = after }
}

/// Thrown by a handler: no attempt can ever succeed. The job goes to `jobs_dead` at once. When there is simply nothing left to
/// do, return instead.
package struct JobDiscard: Error, Sendable, Hashable {
    /// Kept with the job and shown; never content.
    package var reason: String

    package init(reason: String) { self.reason = reason }
}

/// The lease ended while the handler worked, and somebody else has the job. The transaction that meets this must not commit.
package struct JobLost: Error, Sendable, Hashable {
    package init() {}
}
