import Domain
import Foundation
import Postgres
import ServiceLifecycle
import Synchronization

/// One webhook body for one account, verified and ready to be stored.
struct AcceptedWebhook: Sendable {
    var tenant: TenantID
    var account: UUID
    var provider: String
    var digest: [UInt8]
    var body: [UInt8]
    /// The headers that matter as a JSON object.
    var headers: String
}

/// Stores webhooks in micro-batches without a timer: while a commit is under way, whoever arrives waits; when it is done, all of
/// them go together. A lone request waits for nobody, and throughput rises with load.
package final class IntakeBatcher: Service, Sendable {
    private struct Waiting {
        var webhooks: [AcceptedWebhook]
        var continuation: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var waiting: [Waiting] = []
        var idleLanes: [CheckedContinuation<[Waiting]?, Never>] = []
        var isStopped = false
    }

    /// Rows and bytes of one commit: bounded, so that a flood of large bodies cannot fill memory twice.
    private static let maxRows = 256
    private static let maxBytes = 8 << 20

    private let database: Database
    private let lanes: Int
    private let stored: @Sendable (Set<TenantID>) -> Void
    let levels: ServiceLevels?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - lanes: connections that commit at the same time.
    ///   - levels: told of each webhook, how long its sender waited and whether it was stored.
    ///   - stored: called after each commit with the tenants it was for; wakes their inbox.
    package init(
        database: Database, lanes: Int = 2, levels: ServiceLevels? = nil,
        stored: @escaping @Sendable (Set<TenantID>) -> Void
    ) {
        self.levels = levels
        self.database = database
        self.lanes = lanes
        self.stored = stored
    }

    /// Returns when the webhooks are committed. Throws what the database said otherwise: then nothing is promised to the sender.
    func store(_ webhooks: [AcceptedWebhook]) async throws {
        guard !webhooks.isEmpty else { return }
        let began = WebhookClock.began ?? .now
        do {
            try await storeTogether(webhooks)
            note(webhooks, since: began, isStored: true)
        } catch {
            note(webhooks, since: began, isStored: false)
            throw error
        }
    }

    private func note(_ webhooks: [AcceptedWebhook], since began: ContinuousClock.Instant, isStored: Bool) {
        guard let levels else { return }
        let took = ContinuousClock.now - began
        for tenant in Set(webhooks.map(\.tenant)) { levels.note(.webhook(took: took, isStored: isStored), tenant) }
    }

    private func storeTogether(_ webhooks: [AcceptedWebhook]) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let entry = Waiting(webhooks: webhooks, continuation: continuation)
            let (lane, refused) = state.withLock { state -> (CheckedContinuation<[Waiting]?, Never>?, Bool) in
                if state.isStopped { return (nil, true) }
                if let lane = state.idleLanes.popLast() { return (lane, false) }
                state.waiting.append(entry)
                return (nil, false)
            }
            if refused { continuation.resume(throwing: IntakeClosed()) }
            lane?.resume(returning: [entry])
        }
    }

    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, lanes) {
                group.addTask {
                    while let batch = await self.next() { await self.commit(batch) }
                }
            }
            await withGracefulShutdownHandler {
                await group.waitForAll()
            } onGracefulShutdown: {
                self.stop()
            }
        }
    }

    private func next() async -> [Waiting]? {
        await withCheckedContinuation { continuation in
            let batch = state.withLock { state -> [Waiting]?? in
                if state.waiting.isEmpty {
                    if state.isStopped { return .some(nil) }
                    state.idleLanes.append(continuation)
                    return nil
                }
                return .some(Self.take(&state.waiting))
            }
            if let batch { continuation.resume(returning: batch) }
        }
    }

    private static func take(_ waiting: inout [Waiting]) -> [Waiting] {
        var rows = 0
        var bytes = 0
        var count = 0
        for entry in waiting {
            rows += entry.webhooks.count
            bytes += entry.webhooks.reduce(0) { $0 + $1.body.count }
            if count > 0, rows > maxRows || bytes > maxBytes { break }
            count += 1
        }
        defer { waiting.removeFirst(count) }
        return Array(waiting[0..<count])
    }

    private func commit(_ batch: [Waiting]) async {
        let webhooks = batch.flatMap(\.webhooks)
        do {
            _ = try await database.pool.batch(Database.systemScope, [Webhooks.insert(webhooks)])
            for entry in batch { entry.continuation.resume() }
            stored(Set(webhooks.map(\.tenant)))
        } catch {
            for entry in batch { entry.continuation.resume(throwing: error) }
        }
    }

    func stop() {
        let lanes = state.withLock { state in
            state.isStopped = true
            defer { state.idleLanes = [] }
            return state.idleLanes
        }
        for lane in lanes { lane.resume(returning: nil) }
    }
}

/// The process is stopping: the sender gets a 503 and comes again.
package struct IntakeClosed: Error {}
