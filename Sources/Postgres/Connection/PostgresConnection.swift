import CLibpq
import Synchronization

/// One session with the server: libpq in pipeline mode on an ``EventLoop``.
///
/// Any thread may put requests into the inbox; everything else happens on the loop's thread. Requests are answered in order.
/// Once closed it stays closed: the pool opens another.
actor PostgresConnection {
    struct Inbox {
        var requests: [Request] = []
        var cancellations: [(id: UInt64, cause: PostgresError.Code)] = []
        var cancelReturned = false
        var mustClose = false
        var isClosed = false
        /// How many requests were taken: one a flush.
        var accepted = 0
    }

    /// Owns the libpq connection and closes it with the last reference.
    final class Handle {
        let pointer: OpaquePointer
        init(_ pointer: OpaquePointer) { self.pointer = pointer }
        deinit { PQfinish(pointer) }
    }

    nonisolated let loop: EventLoop
    nonisolated let inbox = Mutex(Inbox())
    /// When the session began: old ones are replaced.
    nonisolated let openedAt = Moment.now()
    /// Process id of the backend, for tests and logs.
    nonisolated let backendPID: Int32
    /// Called once on the loop's thread when the session ends, for whatever reason.
    nonisolated let onClose: @Sendable (PostgresConnection) -> Void
    nonisolated let onNotification: (@Sendable (_ channel: String, _ payload: String) -> Void)?

    var handle: Handle?
    var cache: StatementCache
    /// Accepted, not yet sent.
    var waiting = FIFO<Flight>()
    /// Sent, not yet answered.
    var flights = FIFO<Flight>()
    var operations = FIFO<Operation>()
    var isWriteBlocked = false
    /// A cancel request is under way; nothing new is sent and nothing is answered until it has returned, so that it
    /// cannot hit a statement it was not meant for.
    var isCancelling = false
    /// An answered request that waits for the cancel request to return.
    var held: Flight?
    /// The server did not react to a cancel request by then: give the session up.
    var giveUpAt = Moment.never
    let cancelGrace: Duration

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Takes ownership of an open libpq connection in pipeline mode.
    init(
        owning pointer: sending OpaquePointer, loop: EventLoop, cacheCapacity: Int, cancelGrace: Duration,
        onNotification: (@Sendable (String, String) -> Void)?, onClose: @escaping @Sendable (PostgresConnection) -> Void
    ) {
        backendPID = PQbackendPID(pointer)
        handle = Handle(pointer)
        self.loop = loop
        self.cancelGrace = cancelGrace
        self.onNotification = onNotification
        self.onClose = onClose
        cache = StatementCache(capacity: cacheCapacity)
    }

    nonisolated var isOpen: Bool { inbox.withLock { !$0.isClosed && !$0.mustClose } }

    /// Accepts a request. It is always answered, at once if the session is over.
    nonisolated func enqueue(_ request: Request) {
        let isAccepted = inbox.withLock { inbox in
            if inbox.isClosed || inbox.mustClose { return false }
            inbox.requests.append(request)
            inbox.accepted += 1
            return true
        }
        if isAccepted {
            loop.wake(self)
        } else {
            request.reply?.resume(returning: .failure(PostgresError(.connectionLost, "the connection was closed")))
        }
    }

    /// Asks the server to stop a request; the reply tells what became of it.
    nonisolated func cancel(_ id: UInt64, because cause: PostgresError.Code) {
        inbox.withLock { $0.cancellations.append((id, cause)) }
        loop.wake(self)
    }

    /// Ends the session; open requests fail.
    nonisolated func close() {
        inbox.withLock { $0.mustClose = true }
        loop.wake(self)
    }

    /// The loop ended before it saw this session: nobody will ever serve it. The handle goes with the last reference.
    nonisolated func abandonedByLoop() {
        let requests = inbox.withLock { inbox in
            inbox.isClosed = true
            defer { inbox.requests.removeAll() }
            return inbox.requests
        }
        for request in requests {
            request.reply?.resume(returning: .failure(PostgresError(.connectionLost, "the connection was closed")))
        }
    }

    /// One round on the loop's thread: news from the inbox, then reading, writing and time limits. nil when the session is over.
    func serve(readable: Bool) -> Wish? {
        let news = inbox.withLock { inbox in
            defer {
                inbox.requests.removeAll(keepingCapacity: true)
                inbox.cancellations.removeAll()
                inbox.cancelReturned = false
            }
            return inbox
        }
        guard handle != nil else { return nil }
        for request in news.requests { waiting.append(Flight(request: request)) }
        if news.mustClose {
            end(PostgresError(.connectionLost, "the connection was closed"))
            return nil
        }
        if news.cancelReturned { cancelReturned() }
        if readable { receive() }
        for (id, cause) in news.cancellations { stop(id, cause) }
        enforceDeadlines()
        sendWaiting()
        flush()
        guard let handle else { return nil }
        return Wish(socket: PQsocket(handle.pointer), events: events, deadline: nextDeadline)
    }

    /// Closes the session and fails whatever is open.
    func end(_ error: PostgresError) {
        guard handle != nil else { return }
        handle = nil
        // From here on enqueue() refuses; what slipped in before is answered below.
        let late = inbox.withLock { inbox in
            inbox.isClosed = true
            defer { inbox.requests.removeAll() }
            return inbox.requests
        }
        if let held { answer(held) }
        held = nil
        while let flight = flights.popFirst() { fail(flight, error, wasSent: true) }
        while let flight = waiting.popFirst() { fail(flight, error, wasSent: false) }
        for request in late { fail(Flight(request: request), error, wasSent: false) }
        onClose(self)
    }

    private func fail(_ flight: Flight, _ error: PostgresError, wasSent: Bool) {
        guard !flight.isSilent else { return }
        var error = error
        if let cause = flight.cause {
            error = PostgresError(cause, "the server did not react; the connection was closed")
        }
        if wasSent, flight.request.commits, flight.error == nil { error.isOutcomeUnknown = true }
        flight.request.reply?.resume(returning: .failure(error))
    }
}
