import Synchronization

/// The time a caller gave is over.
struct CallTimedOut: Error {}

/// A server that had begun to answer says nothing more.
struct CallStalled: Error {}

/// Runs `body`, and cancels it when it takes longer than `limit`.
func withTimeout<T: Sendable>(
    _ limit: Duration, clock: any Clock<Duration>, _ body: @escaping @Sendable () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await clock.sleep(for: limit)
            throw CallTimedOut()
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CallTimedOut() }
        return value
    }
}

/// A moment on any clock.
struct Deadline: Sendable {
    private let left: @Sendable () -> Duration

    init<C: Clock>(_ time: Duration, on clock: C) where C.Duration == Duration {
        let end = clock.now.advanced(by: time)
        left = { clock.now.duration(to: end) }
    }

    var remaining: Duration { left() }
}

/// Runs `body`, and cancels it when its signs of life stop for longer than `limit`. The first one may take its time.
func withIdleLimit<T: Sendable>(_ limit: Duration, _ body: @escaping @Sendable (Pulse) async throws -> T) async throws
    -> T
{
    let pulse = Pulse()
    return try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await body(pulse) }
        group.addTask {
            while true {
                let left = pulse.last.map { ContinuousClock.now.duration(to: $0 + limit) } ?? limit
                guard left > .zero else { throw CallStalled() }
                try await Task.sleep(for: left)  // until the limit could be over, if nothing more comes
            }
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CallStalled() }
        return value
    }
}

/// When something was heard last.
final class Pulse: Sendable {
    private let state = Mutex(ContinuousClock.Instant?.none)
    var last: ContinuousClock.Instant? { state.withLock { $0 } }
    func beat() { state.withLock { $0 = .now } }
}

extension Duration {
    var nanoseconds: Int64 {
        let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : seconds &+ components.attoseconds / 1_000_000_000
    }

    var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
