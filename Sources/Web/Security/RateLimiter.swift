import Synchronization

/// Token buckets by key, in this process. `capacity` at once, then one more every `interval`.
package final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var seen: ContinuousClock.Instant
    }

    private let capacity: Double
    private let interval: Duration
    private let maximumKeys: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    package init(capacity: Int, interval: Duration, maximumKeys: Int = 50_000) {
        self.capacity = Double(max(1, capacity))
        self.interval = interval
        self.maximumKeys = max(1, maximumKeys)
    }

    /// Takes one token; nil when granted, else how long to wait.
    package func take(_ key: String, now: ContinuousClock.Instant = .now) -> Duration? {
        buckets.withLock { buckets in
            if buckets.count >= maximumKeys, buckets[key] == nil { forget(&buckets, now: now) }
            var bucket = buckets[key] ?? Bucket(tokens: capacity, seen: now)
            bucket.tokens = min(capacity, bucket.tokens + max(0, (now - bucket.seen) / interval))
            bucket.seen = now
            defer { buckets[key] = bucket }
            guard bucket.tokens >= 1 else { return interval * (1 - bucket.tokens) }
            bucket.tokens -= 1
            return nil
        }
    }

    /// As ``take(_:now:)``, as a 429.
    package func check(_ key: String) throws(Problem) {
        if let wait = take(key) { throw .rateLimited(retryAfter: wait) }
    }

    /// Full buckets say nothing; when all are in use, half of them go (a flood of new keys must not fill the memory).
    private func forget(_ buckets: inout [String: Bucket], now: ContinuousClock.Instant) {
        buckets = buckets.filter { $0.value.tokens + (now - $0.value.seen) / interval < capacity }
        if buckets.count >= maximumKeys {
            buckets = Dictionary(
                uniqueKeysWithValues: buckets.sorted { $0.value.seen > $1.value.seen }.prefix(maximumKeys / 2).map {
                    ($0.key, $0.value)
                })
        }
    }
}
