import Domain
import Logging
import Postgres
import ServiceLifecycle
import Synchronization

/// Runs the lanes: a few workers that take whichever tenant has something waiting, one worker a tenant at a time.
///
/// Woken by the intake right after its commit; a poll every second finds what another process stored or a crash left behind.
package final class InboxLanes: Service, Sendable {
    private struct State {
        /// Tenants to visit, in the order they were woken.
        var waiting: [TenantID] = []
        var isWaiting: Set<TenantID> = []
        /// Visited right now; woken again meanwhile = visited once more.
        var busy: Set<TenantID> = []
        var again: Set<TenantID> = []
        var idleWorkers: [CheckedContinuation<TenantID?, Never>] = []
        var isStopped = false
    }

    private let process: ProcessInbox
    private let workers: Int
    private let logger: Logger
    private let state = Mutex(State())

    package init(
        database: Database, realtime: Realtime, jobs: JobRunner?, channels: Channels? = nil, workers: Int = 2,
        levels: ServiceLevels? = nil, logger: Logger
    ) {
        process = ProcessInbox(
            database: database, realtime: realtime, jobs: jobs,
            connections: { tenant, said in
                for one in said {
                    channels?.noteConnection(one.notice, of: ChannelID(tenant: tenant, account: one.account))
                }
            }, replyToken: { try channels?.replyToken(of: $0, wrapped: $1) }, levels: levels, logger: logger)
        self.workers = workers
        self.logger = logger
    }

    /// Something was stored for these tenants. Never waits.
    package func wake(_ tenants: some Sequence<TenantID>) {
        for tenant in tenants { offer(tenant) }
    }

    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, workers) { group.addTask { await self.work() } }
            group.addTask { await self.poll() }
            await withGracefulShutdownHandler {
                await group.waitForAll()
            } onGracefulShutdown: {
                self.stop()
            }
        }
    }

    /// Processes everything pending for `tenant` now. For tests and for commands that have no lanes running.
    @discardableResult
    package func drain(_ tenant: TenantID) async throws -> Int {
        var total = 0
        while case .processed(let count) = try await process.run(tenant) { total += count }
        return total
    }

    // MARK: Workers

    private func work() async {
        var backoff = Duration.milliseconds(50)
        while let tenant = await next() {
            do {
                var outcome = try await process.run(tenant)
                while case .processed = outcome, !isStopped { outcome = try await process.run(tenant) }
                backoff = .milliseconds(50)
                // Taken by another process: it will empty the lane; the poll looks after it if it dies.
            } catch {
                logger.warning(
                    "Inbox lane failed; it will be tried again",
                    metadata: [
                        "tenant.id": "\(tenant)", "error": "\(error)", "retry.after": "\(backoff)",
                    ])
                try? await Task.sleep(for: backoff)  // cancelled = we are stopping, and the loop ends by itself
                backoff = min(backoff * 2, .seconds(2))
                finish(tenant, retry: true)
                continue
            }
            finish(tenant, retry: false)
        }
    }

    private func poll() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await Task.sleep(for: .seconds(1))
                    let tenants = try await self.process.database.system("tenants with unread webhooks") {
                        try await Inbox.tenantsWithPendingEvents($0)
                    }
                    self.wake(tenants)
                } catch is CancellationError {
                    return
                } catch {
                    self.logger.debug("Inbox poll failed", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    private var isStopped: Bool { state.withLock(\.isStopped) }

    private func next() async -> TenantID? {
        await withCheckedContinuation { continuation in
            let now: TenantID?? = state.withLock { state in
                if state.isStopped { return .some(nil) }
                guard !state.waiting.isEmpty else {
                    state.idleWorkers.append(continuation)
                    return nil
                }
                let tenant = state.waiting.removeFirst()
                state.isWaiting.remove(tenant)
                state.busy.insert(tenant)
                return tenant
            }
            if let now { continuation.resume(returning: now) }
        }
    }

    private func offer(_ tenant: TenantID) {
        let worker = state.withLock { state -> CheckedContinuation<TenantID?, Never>? in
            if state.busy.contains(tenant) {
                state.again.insert(tenant)
                return nil
            }
            guard state.isWaiting.insert(tenant).inserted else { return nil }
            if let worker = state.idleWorkers.popLast() {
                state.isWaiting.remove(tenant)
                state.busy.insert(tenant)
                return worker
            }
            state.waiting.append(tenant)
            return nil
        }
        worker?.resume(returning: tenant)
    }

    private func finish(_ tenant: TenantID, retry: Bool) {
        let again = state.withLock { state in
            state.busy.remove(tenant)
            return state.again.remove(tenant) != nil || retry
        }
        if again, !isStopped { offer(tenant) }
    }

    private func stop() {
        let workers = state.withLock { state in
            state.isStopped = true
            defer { state.idleWorkers = [] }
            return state.idleWorkers
        }
        for worker in workers { worker.resume(returning: nil) }
    }
}
