import Synchronization

/// A point that nobody passes before so many have come to it or gone another way.
final class Gathering: Sendable {
    private struct State {
        var count = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let size: Int

    init(of size: Int) { self.size = size }

    /// Counts, and waits for the others.
    func wait() async {
        await withCheckedContinuation { continuation in
            let free = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                state.count += 1
                state.waiting.append(continuation)
                return state.count >= size ? Self.release(&state) : []
            }
            for one in free { one.resume() }
        }
    }

    /// Counts, and goes on.
    func pass() {
        let free = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.count += 1
            return state.count >= size ? Self.release(&state) : []
        }
        for one in free { one.resume() }
    }

    private static func release(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
        defer { state.waiting = [] }
        return state.waiting
    }
}

/// The highest number that was seen.
final class HighWater: Sendable {
    private let value = Mutex(Int64(0))

    var height: Int64 { value.withLock { $0 } }
    func note(_ seen: Int64) { value.withLock { $0 = max($0, seen) } }
}
