import Synchronization

/// What waits for one subscriber: bounded, never blocking the sender. A reader too slow for it loses the waiting
/// events and gets ``ServerEvent/reload`` instead.
package final class EventMailbox: Sendable {
    enum Delivery: Equatable {
        case events([ServerEvent])
        case ping
        case end
    }

    private struct State {
        var events: [ServerEvent] = []
        var hasOverflowed = false
        var wantsPing = false
        var isFinished = false
        var reader: CheckedContinuation<Delivery, Never>?
    }

    private let capacity: Int
    private let state = Mutex(State())

    package init(capacity: Int = 64) { self.capacity = max(1, capacity) }

    /// False when nobody reads any more: the sender may forget this mailbox.
    @discardableResult
    package func send(_ event: ServerEvent) -> Bool {
        let (reader, isOpen) = state.withLock { state -> (CheckedContinuation<Delivery, Never>?, Bool) in
            guard !state.isFinished else { return (nil, false) }
            if let reader = state.reader.take() { return (reader, true) }
            if state.events.count >= capacity {
                state.events.removeAll()
                state.hasOverflowed = true
            }
            if !state.hasOverflowed { state.events.append(event) }
            return (nil, true)
        }
        reader?.resume(returning: .events([event]))
        return isOpen
    }

    /// Ends the stream. Waiting events are still delivered.
    package func finish() {
        let reader = state.withLock { state in
            state.isFinished = true
            return state.reader.take()
        }
        reader?.resume(returning: .end)
    }

    package var isFinished: Bool { state.withLock { $0.isFinished } }

    /// Keeps the connection alive through proxies, and notices a client that vanished.
    func ping() {
        let reader = state.withLock { state in
            if state.reader == nil { state.wantsPing = true }
            return state.reader.take()
        }
        reader?.resume(returning: .ping)
    }

    /// The next thing to write. One reader only.
    func next() async -> Delivery {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> Delivery? in
                if state.hasOverflowed {
                    state.hasOverflowed = false
                    state.events.removeAll()
                    return .events([.reload])
                }
                if !state.events.isEmpty {
                    defer { state.events = [] }
                    return .events(state.events)
                }
                if state.isFinished { return .end }
                if state.wantsPing {
                    state.wantsPing = false
                    return .ping
                }
                state.reader = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }
}
