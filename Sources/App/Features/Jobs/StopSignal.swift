import Synchronization

/// Tells one running attempt to stop, and why. Waited for by the task that runs it, given by whoever finds the reason.
final class StopSignal: Sendable {
    enum Reason: Sendable {
        /// The handler is through; nothing to stop.
        case done
        case timeout
        case lost
        case shutdown
    }

    private struct State {
        var reason: Reason?
        var waiter: CheckedContinuation<Reason, Never>?
    }

    private let state = Mutex(State())

    /// The first reason stands.
    func give(_ reason: Reason) {
        let waiter = state.withLock { state -> CheckedContinuation<Reason, Never>? in
            guard state.reason == nil else { return nil }
            state.reason = reason
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: reason)
    }

    /// Returns once a reason is given; a cancelled task takes that for `shutdown`. One caller only.
    func reason() async -> Reason {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let given = state.withLock { state -> Reason? in
                    if state.reason == nil { state.waiter = continuation }
                    return state.reason
                }
                if let given { continuation.resume(returning: given) }
            }
        } onCancel: {
            give(.shutdown)
        }
    }
}
