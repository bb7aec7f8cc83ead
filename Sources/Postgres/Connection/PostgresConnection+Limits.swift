import CLibpq
import Synchronization

extension PostgresConnection {
    /// Someone no longer wants a request: before it is sent it is dropped, afterwards the server is asked to stop.
    func stop(_ id: UInt64, _ cause: PostgresError.Code) {
        for flight in waiting.removeAll(where: { $0.request.id == id }) {
            flight.request.reply?.resume(returning: .failure(PostgresError(cause, "the statement was not sent")))
        }
        guard flights.first?.request.id == id else {
            // Behind another request: stopping now would stop that one. It is remembered and done when its turn comes.
            flights.update(where: { $0.request.id == id }) { $0.cause = $0.cause ?? cause }
            return
        }
        flights.updateFirst { $0.cause = $0.cause ?? cause }
        askServerToStop()
    }

    var nextDeadline: Moment {
        let next = flights.least(giveUpAt) { $0.cause == nil ? $0.request.deadline : .never }
        return waiting.least(next) { $0.request.deadline }
    }

    func enforceDeadlines() {
        let now = Moment.now()
        guard nextDeadline <= now || flights.first?.cause != nil else { return }
        if giveUpAt <= now {
            return end(PostgresError(.connectionLost, "the server did not react to a cancel request"))
        }
        for flight in flights.elements + waiting.elements where flight.cause == nil && flight.request.deadline <= now {
            stop(flight.request.id, .deadline)
        }
        // A request whose end was wished while it stood in the queue is now first.
        if !isCancelling, giveUpAt == .never, flights.first?.cause != nil { askServerToStop() }
    }

    private func askServerToStop() {
        guard !isCancelling, giveUpAt == .never, let handle else { return }
        giveUpAt = Moment.now() + cancelGrace
        guard let cancel = PQgetCancel(handle.pointer) else { return }
        isCancelling = true
        // PQcancel opens a connection of its own and blocks. The number is the pointer, owned by that thread alone.
        let address = UInt(bitPattern: cancel)
        let isStarted = BackgroundThread.start {
            guard let cancel = OpaquePointer(bitPattern: address) else { return }
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { _ = PQcancel(cancel, $0.baseAddress, 256) }
            PQfreeCancel(cancel)
            self.inbox.withLock { $0.cancelReturned = true }
            self.loop.wake(self)
        }
        if !isStarted {
            PQfreeCancel(cancel)
            isCancelling = false
        }
    }

    /// From here on the signal has reached the backend: whatever is sent next cannot be hit by it.
    func cancelReturned() {
        isCancelling = false
        guard let flight = held else { return }
        held = nil
        giveUpAt = .never
        answer(flight)
    }
}
