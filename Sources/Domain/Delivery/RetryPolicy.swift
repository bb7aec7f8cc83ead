/// When to try again: exponential backoff with full jitter, so that many waiting senders do not return together.
package struct RetryPolicy: Sendable {
    package var base: Duration
    package var cap: Duration
    /// Attempts in all, the first one included.
    package var maxAttempts: Int

    package init(base: Duration, cap: Duration, maxAttempts: Int) {
        self.base = base
        self.cap = cap
        self.maxAttempts = maxAttempts
    }

    /// Time to wait after `attempt` (1 for the first) failed; nil when it was the last one.
    ///
    /// A wait the provider asked for is the least; up to one `base` is added so that those who were told the same do not
    /// return at once. `random` is uniform in 0..<1.
    package func delay(afterAttempt attempt: Int, retryAfter: Duration? = nil, random: Double) -> Duration? {
        guard attempt < maxAttempts else { return nil }
        let share = min(max(random, 0), 1)
        if let retryAfter {
            return min(max(retryAfter, .zero), Self.longestRetryAfter) + base * share
        }
        return ceiling(afterAttempt: attempt) * share
    }

    /// A provider that names a longer wait is not believed: a person would never see the message leave.
    package static let longestRetryAfter: Duration = .seconds(6 * 3_600)

    private func ceiling(afterAttempt attempt: Int) -> Duration {
        var wait = min(base, cap)
        var step = 1
        while step < attempt, .zero < wait, wait < cap {
            wait = min(wait + wait, cap)
            step += 1
        }
        return wait
    }
}
