import Synchronization

/// What has been sent, what is still to be sent first, and whether anything may follow.
///
/// BEGIN, the role, SAVEPOINT and their like are never flushed alone: they wait in `pending` for the next statement.
final class TransactionState: Sendable {
    enum Phase { case open, committing, committed, failed, ended }

    struct Inner {
        var phase = Phase.open
        var pending: [SQL] = []
        /// BEGIN is on its way or beyond.
        var hasBegun = false
        var scope: TransactionScope
        var lastSavepoint = 0
    }

    struct Savepoint {
        let name: String
        /// Length of `pending` before SAVEPOINT, and how often it had been flushed.
        let mark: Int
        let scope: TransactionScope
        let flushes: Int
    }

    let connection: PostgresConnection
    let configuration: PostgresConfiguration
    let deadline: Moment
    private let inner: Mutex<Inner>
    private let flushes = Atomic<Int>(0)

    init(
        _ connection: PostgresConnection, _ scope: TransactionScope, _ configuration: PostgresConfiguration,
        deadline: Moment
    ) {
        self.connection = connection
        self.configuration = configuration
        self.deadline = deadline
        var inner = Inner(scope: scope)
        inner.pending.append(scope.begin)
        if let prelude = scope.prelude { inner.pending.append(prelude) }
        self.inner = Mutex(inner)
    }

    /// Sends what is pending, then `statements`, then COMMIT if asked for, and waits for the answers.
    nonisolated(nonsending) func flush(
        _ statements: [SQL], commits: Bool = false
    ) async throws(PostgresError) -> [QueryResult] {
        if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled") }
        if statements.isEmpty, !commits { return [] }
        for sql in statements where Control.forbids(sql) {
            throw PostgresError(
                .invalidStatement, "transaction control and session-wide SET have no place in a transaction's body")
        }
        let reply = await connection.perform { id, reply in self.submit(statements, commits, id, reply) }
        if commits { settle(reply) }
        var results = try reply.get()
        if commits, !results.isEmpty { results.removeLast() }
        return results
    }

    private func settle(_ reply: Reply) {
        inner.withLock { inner in
            switch reply {
            case .success: inner.phase = .committed
            // A second COMMIT was refused: that says nothing about the first.
            case .failure(let error) where error.code == .transactionEnded: break
            case .failure: inner.phase = .failed
            }
        }
    }

    /// Decides and enqueues under one lock, so that concurrent callers reach the wire in the order they were let in.
    private func submit(_ statements: [SQL], _ commits: Bool, _ id: UInt64, _ reply: UnsafeContinuation<Reply, Never>) {
        inner.withLock { inner in
            guard inner.phase == .open else {
                return reply.resume(returning: .failure(PostgresError(.transactionEnded, "the transaction has ended")))
            }
            var all = inner.pending
            let hidden = all.count
            all += statements
            if commits { all.append(Control.commit) }
            let limit = Moment.now() + configuration.flushLimit(all.count)
            let request = Request(
                id: id, statements: all, hidden: hidden, deadline: min(deadline, limit),
                opensTransaction: !inner.hasBegun, commits: commits, reply: reply)
            inner.pending.removeAll(keepingCapacity: true)
            inner.hasBegun = true
            if commits { inner.phase = .committing }
            flushes.add(1, ordering: .relaxed)
            connection.enqueue(request)
        }
    }

    /// Runs a text of many statements inside the transaction, by the simple protocol.
    nonisolated(nonsending) func script(_ text: String) async throws(PostgresError) {
        let deadline = deadline
        let reply = await connection.perform { id, reply in
            self.connection.enqueue(
                Request(
                    id: id, statements: [], hidden: 0, deadline: deadline, opensTransaction: false, commits: false,
                    script: text,
                    reply: reply))
        }
        _ = try reply.get()
    }

    /// After the body returned: COMMIT, unless nothing was sent or the body did it.
    nonisolated(nonsending) func finish() async throws(PostgresError) {
        let (phase, hasBegun) = inner.withLock { ($0.phase, $0.hasBegun) }
        switch phase {
        case .open where hasBegun: _ = try await flush([], commits: true)
        case .open: break
        case .committed: break
        default: throw PostgresError(.transactionAborted, "COMMIT had failed")
        }
        end()
    }

    /// After the body threw: ROLLBACK, also when the task is cancelled. A session that does not obey is closed.
    nonisolated(nonsending) func abandon() async {
        let mustUndo = inner.withLock { inner in
            defer { inner.phase = .ended }
            return inner.hasBegun && inner.phase != .committed
        }
        guard mustUndo, connection.isOpen else { return }
        let limit = Moment.now() + .seconds(5)
        let reply = await connection.performShielded { id, reply in
            self.connection.enqueue(
                Request(
                    id: id, statements: [Control.rollback], hidden: 1, deadline: limit, opensTransaction: false,
                    commits: false,
                    reply: reply))
        }
        if case .failure = reply { connection.close() }
    }

    private func end() {
        inner.withLock { $0.phase = .ended }
    }
}

extension TransactionState {
    func switchScope(_ scope: TransactionScope) {
        inner.withLock { inner in
            if let change = scope.replacing(inner.scope) { inner.pending.append(change) }
            inner.scope = scope
        }
    }

    func enterSavepoint() -> Savepoint {
        inner.withLock { inner in
            inner.lastSavepoint += 1
            let savepoint = Savepoint(
                name: "s\(inner.lastSavepoint)", mark: inner.pending.count, scope: inner.scope,
                flushes: flushes.load(ordering: .relaxed))
            inner.pending.append(SQL(unsafeRaw: "SAVEPOINT \(savepoint.name)"))
            return savepoint
        }
    }

    func releaseSavepoint(_ savepoint: Savepoint) {
        inner.withLock { $0.pending.append(SQL(unsafeRaw: "RELEASE SAVEPOINT \(savepoint.name)")) }
    }

    /// Settings changed since the savepoint go back with it on the server, so our idea of the scope goes back too.
    func undoSavepoint(_ savepoint: Savepoint) {
        inner.withLock { inner in
            inner.scope = savepoint.scope
            if flushes.load(ordering: .relaxed) == savepoint.flushes {
                inner.pending.removeSubrange(min(savepoint.mark, inner.pending.count)...)
            } else {
                inner.pending = [
                    SQL(unsafeRaw: "ROLLBACK TO SAVEPOINT \(savepoint.name)"),
                    SQL(unsafeRaw: "RELEASE SAVEPOINT \(savepoint.name)"),
                ]
            }
        }
    }
}
