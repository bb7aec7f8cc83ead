import Synchronization

/// Values that may be a little old. One lock a look-up; bounded; when a value has expired, one caller fetches it again while the
/// others go on with the old one, so that a busy key is not fetched by everybody at once.
final class TimedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var freshUntil: ContinuousClock.Instant
        /// After this not even the others may use it.
        var deadAt: ContinuousClock.Instant
    }

    private let freshness: Duration
    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[Key: Entry]>([:])

    init(
        freshness: Duration, capacity: Int = 100_000,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.freshness = freshness
        self.capacity = capacity
        self.now = now
    }

    /// The value, or nil when the caller has to fetch it.
    func value(_ key: Key) -> Value? {
        let now = now()
        return entries.withLock { entries in
            guard let entry = entries[key], now < entry.deadAt else { return nil }
            if now < entry.freshUntil { return entry.value }
            entries[key]?.freshUntil = now + .seconds(1)
            return nil
        }
    }

    func store(_ value: Value, for key: Key, freshness: Duration? = nil) {
        let now = now()
        let freshUntil = now + (freshness ?? self.freshness)
        entries.withLock { entries in
            if entries.count >= capacity, entries[key] == nil { Self.makeRoom(&entries, now) }
            entries[key] = Entry(value: value, freshUntil: freshUntil, deadAt: freshUntil + .seconds(2))
        }
    }

    func remove(_ key: Key) {
        entries.withLock { _ = $0.removeValue(forKey: key) }
    }

    func removeAll() {
        entries.withLock { $0.removeAll(keepingCapacity: true) }
    }

    private static func makeRoom(_ entries: inout [Key: Entry], _ now: ContinuousClock.Instant) {
        let count = entries.count
        entries = entries.filter { now < $0.value.deadAt }
        if entries.count == count { entries.removeAll(keepingCapacity: true) }
    }
}
