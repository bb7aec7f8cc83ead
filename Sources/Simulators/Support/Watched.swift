import Foundation
import Synchronization

/// A value behind one lock, whose changes can be waited for: what pretend providers keep their world in.
package final class Watched<State: Sendable>: Sendable {
    private struct Waiter: Sendable {
        let isReady: @Sendable (State) -> Bool
        let cancel: @Sendable () -> Void
    }

    private struct Guarded: Sendable {
        var state: State
        var waiters: [UUID: Waiter] = [:]

        mutating func wake() {
            for (id, waiter) in waiters where waiter.isReady(state) { waiters.removeValue(forKey: id) }
        }
    }

    private let guarded: Mutex<Guarded>

    init(_ state: State) {
        guarded = Mutex(Guarded(state: state))
    }

    package func read<T>(_ body: (State) -> T) -> T { guarded.withLock { body($0.state) } }

    /// Changes the value and resumes whoever waited for what is true now.
    @discardableResult
    package func change<T>(_ body: (inout State) throws -> T) rethrows -> T {
        try guarded.withLock { guarded in
            defer { guarded.wake() }
            return try body(&guarded.state)
        }
    }

    /// The first value that `ready` gives, now or after a later change. Throws when the task is cancelled.
    package func value<T: Sendable>(when ready: @escaping @Sendable (State) -> T?) async throws -> T {
        let id = UUID()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
                guarded.withLock { guarded in
                    if let value = ready(guarded.state) {
                        continuation.resume(returning: value)
                    } else if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else {
                        guarded.waiters[id] = Waiter(
                            isReady: { state in
                                guard let value = ready(state) else { return false }
                                continuation.resume(returning: value)
                                return true
                            },
                            cancel: { continuation.resume(throwing: CancellationError()) })
                    }
                }
            }
        } onCancel: {
            guarded.withLock { $0.waiters.removeValue(forKey: id) }?.cancel()
        }
    }
}
