import Synchronization

/// Numbers requests over all connections, so that a cancellation always finds its own.
private let lastRequestID = Atomic<UInt64>(0)

extension PostgresConnection {
    /// Waits for the answer to a request that `submit` enqueues. Cancelling the task asks the server to stop; the answer then
    /// says what really happened, which for COMMIT may still be success.
    nonisolated(nonsending) func perform(
        _ submit: (UInt64, UnsafeContinuation<Reply, Never>) -> Void
    ) async -> Reply {
        let id = lastRequestID.add(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { reply in
                submit(id, reply)
                // The handler may have run before there was anything to cancel.
                if Task.isCancelled { cancel(id, because: .cancelled) }
            }
        } onCancel: {
            cancel(id, because: .cancelled)
        }
    }

    /// The same for clean-up, which must happen although the task is cancelled.
    nonisolated(nonsending) func performShielded(
        _ submit: (UInt64, UnsafeContinuation<Reply, Never>) -> Void
    ) async -> Reply {
        let id = lastRequestID.add(1, ordering: .relaxed).newValue
        return await withUnsafeContinuation { submit(id, $0) }
    }
}
