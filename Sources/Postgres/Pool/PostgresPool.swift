import Logging
import ServiceLifecycle
import Synchronization

/// A bounded set of sessions with fair waiting, time limits and cancellation.
///
/// It works without ``run()``, which adds housekeeping and an orderly end; commands that live for a moment call ``close()`` themselves.
public final class PostgresPool: Service, Sendable {
    typealias Waiter = UnsafeContinuation<Result<PostgresConnection, PostgresError>, Never>

    struct Shared {
        var pool: PoolState<PostgresConnection, Waiter>
        var metrics = PoolMetrics()
        /// The timer that will look for expired waiters.
        var armedFor = Moment.never
        var lastID: UInt64 = 0
    }

    let configuration: PostgresConfiguration
    let logger: Logger
    let loop: EventLoop
    let shared: Mutex<Shared>

    /// Opens nothing yet: sessions are made when they are needed.
    public init(_ configuration: PostgresConfiguration, logger: Logger) throws(PostgresError) {
        self.configuration = configuration
        self.logger = logger
        loop = try EventLoop()
        shared = Mutex(
            Shared(pool: PoolState(.init(size: max(1, configuration.poolSize), minimumIdle: configuration.minimumIdle)))
        )
    }

    deinit {
        close()
    }

    /// Numbers for the metrics page.
    public var metrics: PoolMetrics {
        shared.withLock { shared in
            var metrics = shared.metrics
            metrics.size = shared.pool.size
            metrics.idle = shared.pool.idle.count
            metrics.waiting = shared.pool.waiters.count
            return metrics
        }
    }

    /// Runs `body` in a transaction: COMMIT when it returns, ROLLBACK when it throws or its task is cancelled.
    ///
    /// BEGIN, the role and the settings travel with the first statement. `deadline` covers waiting for a session and all statements.
    nonisolated(nonsending) public func transaction<T>(
        _ scope: TransactionScope = TransactionScope(), deadline: Duration? = nil,
        _ body: nonisolated(nonsending) (Transaction) async throws -> T
    ) async throws -> T {
        let limit = deadline.map { Moment.now() + $0 } ?? .never
        let connection = try await acquire(before: limit)
        let state = TransactionState(connection, scope, configuration, deadline: limit)
        do {
            let value = try await body(Transaction(state: state))
            try await state.finish()
            release(connection)
            return value
        } catch {
            await state.abandon()
            release(connection)
            throw error
        }
    }

    /// A whole transaction in one flush: one round trip from BEGIN to COMMIT.
    @discardableResult
    nonisolated(nonsending) public func batch(
        _ scope: TransactionScope, _ statements: [SQL]
    ) async throws(PostgresError) -> [QueryResult] {
        let connection = try await acquire(before: .never)
        let state = TransactionState(connection, scope, configuration, deadline: .never)
        do {
            let results = try await state.flush(statements, commits: true)
            release(connection)
            return results
        } catch {
            await state.abandon()
            release(connection)
            throw error
        }
    }

    /// The same for the login role without settings.
    @discardableResult
    nonisolated(nonsending) public func batch(_ statements: [SQL]) async throws(PostgresError) -> [QueryResult] {
        try await batch(TransactionScope(), statements)
    }

    /// One statement outside any transaction: CREATE DATABASE, VACUUM and others that refuse to run inside one.
    @discardableResult
    nonisolated(nonsending) public func executeAlone(_ sql: SQL) async throws(PostgresError) -> [Row] {
        let connection = try await acquire(before: .never)
        let limit = Moment.now() + configuration.flushLimit(1)
        let reply = await connection.perform { id, reply in
            connection.enqueue(
                Request(
                    id: id, statements: [sql], hidden: 0, deadline: limit, opensTransaction: false, commits: false,
                    reply: reply))
        }
        release(connection)
        return try reply.get().last?.rows ?? []
    }

    /// Closes idle sessions now and the others when they come back; waiting callers get `.poolClosed`.
    public func close() {
        perform(shared.withLock { $0.pool.close() })
        loop.stop()
    }
}
