/// A rate limit over all processes where there is a shared cache, else of this process.
struct SharedWindow: Sendable {
    private let name: String
    private let limit: Int
    private let window: Duration
    private let here: SlidingWindow
    private let cache: SharedCache?

    init(_ name: String, limit: Int, window: Duration, cache: SharedCache?) {
        (self.name, self.limit, self.window, self.cache) = (name, max(0, limit), window, cache)
        here = SlidingWindow(limit: limit, window: window)
    }

    /// Counts once more. nil when that is within the limit, else how long it takes until the next would be.
    func count(_ key: String) async -> Duration? {
        // Counted here as well: when the cache goes away, this process knows what it has seen itself.
        let own = here.count(key)
        guard let cache, limit > 0 else { return own }
        switch await cache.count(name, key, limit: limit, window: window) {
        case .within: return nil
        case .wait(let wait): return wait
        case .unknown: return own
        }
    }
}
