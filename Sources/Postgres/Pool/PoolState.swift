/// The decisions of the pool, without connections, clocks or threads of its own: every change returns what is to be done.
struct PoolState<Connection: AnyObject, Waiter> {
    struct Entry {
        let id: UInt64
        let deadline: Moment
        let waiter: Waiter
    }

    struct Limits {
        var size: Int
        var minimumIdle: Int
    }

    /// What the caller of a change must do, outside the lock.
    struct Actions {
        var hand: [(Waiter, Connection)] = []
        var refuse: [Waiter] = []
        var close: [Connection] = []
        /// How many sessions to open now.
        var open = 0
        /// Ask ``retry()`` again then.
        var retryAt: Moment?
    }

    enum Acquired {
        case connection(Connection)
        case mustWait
        case closed
    }

    let limits: Limits
    private(set) var idle: [(connection: Connection, since: Moment)] = []
    private(set) var waiters = FIFO<Entry>()
    private var members: Set<ObjectIdentifier> = []
    private(set) var opening = 0
    private(set) var failures = 0
    private(set) var lastFailure: PostgresError?
    private var retryAt: Moment?
    private(set) var isClosed = false

    init(_ limits: Limits) {
        self.limits = limits
    }

    var size: Int { members.count }
    var nextDeadline: Moment { waiters.least(.never) { $0.deadline } }

    /// A session at once if one is idle and nobody waits before us; the most recently used one, whose caches are warm.
    mutating func acquire() -> Acquired {
        if isClosed { return .closed }
        guard waiters.isEmpty, let (connection, _) = idle.popLast() else { return .mustWait }
        return .connection(connection)
    }

    mutating func wait(_ entry: Entry) -> Actions {
        var actions = Actions()
        if isClosed {
            actions.refuse = [entry.waiter]
            return actions
        }
        waiters.append(entry)
        // A session may have become idle since acquire() said no.
        if let (connection, _) = idle.popLast(), let first = waiters.popFirst() {
            actions.hand = [(first.waiter, connection)]
        }
        openMore(&actions)
        return actions
    }

    /// Gives a session back; `isUsable` is false when it is broken or too old.
    mutating func release(_ connection: Connection, isUsable: Bool, now: Moment) -> Actions {
        var actions = Actions()
        if isClosed || !isUsable || !members.contains(ObjectIdentifier(connection)) {
            members.remove(ObjectIdentifier(connection))
            actions.close = [connection]
            openMore(&actions)
        } else {
            offer(connection, now, &actions)
        }
        return actions
    }

    /// A session ended by itself.
    mutating func lost(_ connection: Connection) -> Actions {
        var actions = Actions()
        members.remove(ObjectIdentifier(connection))
        idle.removeAll { $0.connection === connection }
        openMore(&actions)
        return actions
    }

    mutating func opened(_ connection: Connection, now: Moment) -> Actions {
        var actions = Actions()
        opening -= 1
        if isClosed {
            actions.close = [connection]
            return actions
        }
        (failures, lastFailure, retryAt) = (0, nil, nil)
        members.insert(ObjectIdentifier(connection))
        offer(connection, now, &actions)
        openMore(&actions)
        return actions
    }

    /// A session could not be opened. `isHopeless` (a wrong password, no such database) refuses everybody at once.
    mutating func openFailed(_ error: PostgresError, isHopeless: Bool, now: Moment, jitter: Double) -> Actions {
        var actions = Actions()
        opening -= 1
        failures = min(failures + 1, 16)
        lastFailure = error
        if isHopeless {
            while let entry = waiters.popFirst() { actions.refuse.append(entry.waiter) }
        }
        // 20 ms, 40 ms, … 1 s, each shortened by up to half: a server that restarts is found again quickly and not stormed.
        let ceiling = min(1_000_000_000, 20_000_000 << UInt64(min(failures - 1, 10)))
        let pause = Double(ceiling) * (0.5 + 0.5 * min(max(jitter, 0), 1))
        let next = now + .nanoseconds(Int64(pause))
        retryAt = next
        actions.retryAt = next
        return actions
    }

    /// The pause after a failure is over.
    mutating func retry(now: Moment) -> Actions {
        var actions = Actions()
        if let retryAt, retryAt > now { return actions }
        retryAt = nil
        openMore(&actions)
        return actions
    }

    mutating func cancel(_ id: UInt64) -> Waiter? {
        waiters.removeAll { $0.id == id }.first?.waiter
    }

    mutating func expire(now: Moment) -> [Waiter] {
        waiters.removeAll { $0.deadline <= now }.map(\.waiter)
    }

    /// Idle sessions beyond the minimum that have rested too long.
    mutating func reap(idleSince limit: Moment) -> [Connection] {
        var reaped: [Connection] = []
        // The oldest stand first.
        while idle.count > limits.minimumIdle, let oldest = idle.first, oldest.since < limit {
            idle.removeFirst()
            members.remove(ObjectIdentifier(oldest.connection))
            reaped.append(oldest.connection)
        }
        return reaped
    }

    mutating func close() -> Actions {
        var actions = Actions()
        isClosed = true
        while let entry = waiters.popFirst() { actions.refuse.append(entry.waiter) }
        actions.close = idle.map(\.connection)
        idle.removeAll()
        return actions
    }

    private mutating func offer(_ connection: Connection, _ now: Moment, _ actions: inout Actions) {
        if let first = waiters.popFirst() {
            actions.hand.append((first.waiter, connection))
        } else {
            idle.append((connection, now))
        }
    }

    /// Opens what is missing to the minimum of sessions.
    mutating func keepMinimum() -> Actions {
        var actions = Actions()
        openMore(&actions, minimum: limits.minimumIdle - members.count)
        return actions
    }

    /// One session a waiter, up to the limit; after a failure a single scout.
    private mutating func openMore(_ actions: inout Actions, minimum: Int = 0) {
        guard !isClosed, retryAt == nil else { return }
        let room = limits.size - members.count - opening
        let wanted = max(waiters.count, minimum) - opening
        var count = max(0, min(room, wanted))
        if failures > 0 { count = min(count, opening == 0 ? 1 : 0) }
        opening += count
        actions.open += count
    }
}
