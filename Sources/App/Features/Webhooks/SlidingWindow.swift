import Synchronization

/// Counts what happened within the last `window`, by key, in this process. What is refused counts as well: a sender that keeps
/// trying stays out.
final class SlidingWindow: Sendable {
    typealias Instant = ContinuousClock.Instant

    private let limit: Int
    private let window: Duration
    private let maximumKeys: Int
    /// The newest `limit` moments of each key, oldest first: more are never needed to know that there were too many.
    private let seen = Mutex<[String: [Instant]]>([:])

    /// - Parameter limit: 0 refuses everything.
    init(limit: Int, window: Duration, maximumKeys: Int = 50_000) {
        self.limit = max(0, limit)
        self.window = window
        self.maximumKeys = max(1, maximumKeys)
    }

    /// Counts once more. nil when that is within the limit, else how long it takes until the next would be.
    func count(_ key: String, now: Instant = .now) -> Duration? {
        guard limit > 0 else { return window }
        return seen.withLock { seen in
            if seen.count >= maximumKeys, seen[key] == nil { makeRoom(&seen, now) }
            var moments = seen[key, default: []]
            moments.removeAll { $0 <= now - window }
            let isFull = moments.count >= limit
            if isFull { moments.removeFirst(moments.count - limit + 1) }
            moments.append(now)
            seen[key] = moments
            guard isFull, let oldest = moments.first else { return nil }
            return (oldest + window) - now
        }
    }

    /// Keys that nothing counts for any more; when all are busy, those that were quiet the longest: a flood of new keys must not
    /// fill the memory.
    private func makeRoom(_ seen: inout [String: [Instant]], _ now: Instant) {
        seen = seen.filter { ($0.value.last ?? now) > now - window }
        guard seen.count >= maximumKeys else { return }
        let newest = seen.sorted { ($0.value.last ?? now) > ($1.value.last ?? now) }.prefix(maximumKeys / 2)
        seen = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
    }
}
