/// What the pool is doing, for the metrics page.
public struct PoolMetrics: Sendable {
    /// Open sessions.
    public var size = 0
    public var idle = 0
    /// Callers waiting for a session.
    public var waiting = 0
    public var acquiredTotal: UInt64 = 0
    public var timeoutTotal: UInt64 = 0
    public var connectFailureTotal: UInt64 = 0
    /// Seconds spent waiting, all callers together.
    public var waitSecondsTotal: Double = 0
    /// How many callers waited at most ``waitBounds``[i] seconds and longer than the bound before; the last counts the rest.
    public var waitCounts: [UInt64] = Array(repeating: 0, count: Self.waitBounds.count + 1)
    /// Upper bounds of the wait histogram in seconds.
    public static let waitBounds: [Double] = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]

    mutating func recordWait(_ wait: Duration) {
        acquiredTotal += 1
        let seconds = Double(wait.nanoseconds) / 1e9
        waitSecondsTotal += seconds
        waitCounts[Self.waitBounds.firstIndex { seconds <= $0 } ?? Self.waitBounds.count] += 1
    }
}
