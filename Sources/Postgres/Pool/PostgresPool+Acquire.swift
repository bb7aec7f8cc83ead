import Logging
import Synchronization

extension PostgresPool {
    nonisolated(nonsending) func acquire(before limit: Moment) async throws(PostgresError) -> PostgresConnection {
        let acquired = shared.withLock { shared in
            let acquired = shared.pool.acquire()
            if case .connection = acquired { shared.metrics.recordWait(.zero) }
            return acquired
        }
        switch acquired {
        case .connection(let connection): return connection
        case .closed: throw PostgresError(.poolClosed, "the pool is shut down")
        case .mustWait: return try await wait(before: limit)
        }
    }

    nonisolated(nonsending) private func wait(before limit: Moment) async throws(PostgresError) -> PostgresConnection {
        if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled") }
        let start = Moment.now()
        let deadline = min(limit, start + configuration.acquireTimeout)
        let id = shared.withLock { shared in
            shared.lastID += 1
            return shared.lastID
        }
        let outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { (waiter: Waiter) in
                perform(shared.withLock { $0.pool.wait(.init(id: id, deadline: deadline, waiter: waiter)) })
                arm(deadline)
                if Task.isCancelled { cancelWaiter(id) }
            }
        } onCancel: {
            cancelWaiter(id)
        }
        let connection: PostgresConnection
        do {
            connection = try outcome.get()
        } catch {
            if error.code == .poolTimeout, limit <= deadline { throw PostgresError(.deadline, error.message) }
            throw error
        }
        shared.withLock { $0.metrics.recordWait(Moment.now().since(start)) }
        return connection
    }

    private func cancelWaiter(_ id: UInt64) {
        shared.withLock { $0.pool.cancel(id) }?.resume(
            returning: .failure(PostgresError(.cancelled, "the task was cancelled")))
    }

    /// One timer for all waiters: it fires at the earliest limit and sets itself again.
    private func arm(_ deadline: Moment) {
        let mustArm = shared.withLock { shared in
            guard deadline < shared.armedFor else { return false }
            shared.armedFor = deadline
            return true
        }
        if mustArm { loop.schedule(at: deadline) { [weak self] in self?.expire(armedFor: deadline) } }
    }

    private func expire(armedFor moment: Moment) {
        let (expired, error, next) = shared.withLock { shared in
            if shared.armedFor == moment { shared.armedFor = .never }
            let expired = shared.pool.expire(now: .now())
            shared.metrics.timeoutTotal += UInt64(expired.count)
            return (expired, shared.pool.lastFailure, shared.pool.nextDeadline)
        }
        // When there is no server, that is the news, not that the pool was busy.
        let failure = error ?? PostgresError(.poolTimeout, "no session became free in time")
        for waiter in expired { waiter.resume(returning: .failure(failure)) }
        if next != .never { arm(next) }
    }

    func release(_ connection: PostgresConnection) {
        let now = Moment.now()
        let isUsable = connection.isOpen && now.since(connection.openedAt) < configuration.maximumLifetime
        perform(shared.withLock { $0.pool.release(connection, isUsable: isUsable, now: now) })
    }

    /// Does what the state decided, outside its lock.
    func perform(_ actions: PoolState<PostgresConnection, Waiter>.Actions) {
        for (waiter, connection) in actions.hand { waiter.resume(returning: .success(connection)) }
        for connection in actions.close { connection.close() }
        if !actions.refuse.isEmpty {
            let failure = shared.withLock { $0.pool.lastFailure } ?? PostgresError(.poolClosed, "the pool is shut down")
            for waiter in actions.refuse { waiter.resume(returning: .failure(failure)) }
        }
        for _ in 0..<actions.open { openSession() }
        if let retryAt = actions.retryAt {
            loop.schedule(at: retryAt) { [weak self] in
                guard let self else { return }
                perform(shared.withLock { $0.pool.retry(now: .now()) })
            }
        }
    }

    private func openSession() {
        let isStarted = BackgroundThread.start { [self] in
            let result = PostgresConnection.open(configuration, loop: loop) { [weak self] connection in
                guard let self else { return }
                perform(shared.withLock { $0.pool.lost(connection) })
            }
            switch result {
            case .success(let connection):
                // The loop must know the socket before anybody uses it, so that its end is noticed.
                loop.wake(connection)
                perform(shared.withLock { $0.pool.opened(connection, now: .now()) })
                // It may have ended before the pool knew it.
                if !connection.isOpen { perform(shared.withLock { $0.pool.lost(connection) }) }
            case .failure(let error): openFailed(error)
            }
        }
        if !isStarted { openFailed(PostgresError(.connectionFailed, "no thread left")) }
    }

    private func openFailed(_ error: PostgresError) {
        logger.warning("No session with the database", metadata: ["error": "\(error)"])
        perform(
            shared.withLock { shared in
                shared.metrics.connectFailureTotal += 1
                return shared.pool.openFailed(
                    error, isHopeless: error.isHopeless, now: .now(), jitter: .random(in: 0...1))
            })
    }
}

extension PostgresError {
    /// Trying again will not help: the password, the user or the database is wrong. libpq gives no SQLSTATE for a failed connection.
    var isHopeless: Bool {
        guard code == .connectionFailed else { return false }
        let signs = [
            "authentication failed", "no pg_hba.conf entry", "\" does not exist", "invalid connection option",
            "no password supplied",
        ]
        return signs.contains(where: message.contains)
    }
}
