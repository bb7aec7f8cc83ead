import Synchronization
import Testing

@testable import App

@Suite struct TimedCacheTests {
    /// A clock that moves when told.
    private final class Hand: Sendable {
        private let instant = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { instant.withLock { $0 } }
        func advance(_ duration: Duration) { instant.withLock { $0 += duration } }
    }

    private func cache(_ hand: Hand, capacity: Int = 100) -> TimedCache<Int, String> {
        TimedCache(freshness: .seconds(10), capacity: capacity, now: { hand.now })
    }

    @Test func `a value is given until it is too old`() {
        let hand = Hand()
        let cache = cache(hand)
        cache.store("a", for: 1)
        hand.advance(.milliseconds(9999))
        #expect(cache.value(1) == "a")
        hand.advance(.seconds(4))
        #expect(cache.value(1) == nil)
    }

    @Test func `when it expires one caller fetches, and the others go on with the old value for a moment`() {
        let hand = Hand()
        let cache = cache(hand)
        cache.store("a", for: 1)
        hand.advance(.seconds(10))
        #expect(cache.value(1) == nil)
        #expect(cache.value(1) == "a")
        hand.advance(.seconds(1))
        #expect(cache.value(1) == nil, "the first one has not come back: another may try")
        hand.advance(.seconds(1))
        #expect(cache.value(1) == nil && cache.value(1) == nil, "now nobody may use it")
    }

    @Test func `a removed value is gone at once`() {
        let cache = cache(Hand())
        cache.store("a", for: 1)
        cache.remove(1)
        #expect(cache.value(1) == nil)
    }

    @Test func `it never grows beyond its capacity, and drops what is dead first`() {
        let hand = Hand()
        let cache = cache(hand, capacity: 3)
        cache.store("old", for: 1)
        hand.advance(.seconds(60))
        for key in 2...4 { cache.store("new", for: key) }
        #expect((2...4).allSatisfy { cache.value($0) == "new" } && cache.value(1) == nil)
        cache.store("more", for: 5)
        #expect(cache.value(5) == "more" && cache.value(2) == nil)
    }
}
