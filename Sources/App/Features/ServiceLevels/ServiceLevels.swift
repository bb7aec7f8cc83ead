import Domain
import Foundation
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Synchronization

/// Counts what goes well and what does not, for each shop: webhooks, deliveries, language models.
///
/// Table owned: service_levels. Pages: `/status`. Every event is counted twice: in the metrics of this process, where Prometheus
/// reads it, and every few seconds in the database, where the shop sees its error budgets over all processes.
///
/// Invariants
/// - Counting never fails and never waits: what cannot be stored now is stored later, and is lost with the process at worst.
/// - Metrics know a shop by its number (label `company`), as the system before this one did; nothing of a person is in them.
package final class ServiceLevels: Service {
    struct Key: Hashable {
        let tenant: TenantID
        let objective: ServiceObjective
    }

    private struct State {
        var counts: [Key: EventCount] = [:]
        var numbers: [TenantID: Int] = [:]
        /// Seen before the shop's number was known.
        var early: [(TenantID, LevelEvent)] = []
    }

    /// Shops are few and new ones rare: more than this waiting for a number is a flood that is not worth its memory.
    private static let earlyLimit = 10_000
    private static let interval = Duration.seconds(10)

    private let database: Database
    private let metrics: LevelMetrics
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let state = Mutex(State())

    package init(
        database: Database, factory: any MetricsFactory = MetricsSystem.factory,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.database = database
        self.now = now
        self.logger = logger
        metrics = LevelMetrics(factory)
    }

    /// Keys that are counted and not stored yet.
    var waiting: Int { state.withLock { $0.counts.count } }

    /// Notes one event of a shop.
    package func note(_ event: LevelEvent, _ tenant: TenantID) {
        let number = state.withLock { state -> Int? in
            let count = event.count
            if count.total > 0, let objective = event.objective {
                let key = Key(tenant: tenant, objective: objective)
                let known = state.counts[key] ?? EventCount()
                state.counts[key] = EventCount(good: known.good &+ count.good, bad: known.bad &+ count.bad)
            }
            let number = state.numbers[tenant]
            if number == nil, state.early.count < Self.earlyLimit { state.early.append((tenant, event)) }
            return number
        }
        if let number { metrics.record(event, company: number) }
    }

    /// Notes a webhook that was refused before anybody knew whose it was.
    package func noteRefused(_ status: String) { metrics.refused(status) }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.flush()
                try? await Task.sleep(for: Self.interval)
            }
        }
        await flush()
    }

    /// Stores what was counted, and learns the numbers of shops that are new here.
    func flush() async {
        let (counts, needsNumbers) = state.withLock { state in
            defer { state.counts = [:] }
            return (state.counts, !state.early.isEmpty)
        }
        do {
            if !counts.isEmpty || needsNumbers {
                let bucket = Self.bucket(now())
                let numbers = try await database.system("service levels of all shops, counted in this process") { tx in
                    if !counts.isEmpty { try await tx.execute(Self.add(counts, bucket: bucket)) }
                    return needsNumbers ? try await Tenants.numbers(in: tx) : [:]
                }
                learn(numbers)
            }
        } catch {
            // Kept for the next time.
            state.withLock { state in
                for (key, count) in counts {
                    let known = state.counts[key] ?? EventCount()
                    state.counts[key] = EventCount(good: known.good &+ count.good, bad: known.bad &+ count.bad)
                }
            }
            logger.debug("Service levels could not be stored", metadata: ["error": "\(error)"])
        }
    }

    /// The nightly sweep.
    func sweep() async throws {
        try await database.system("counts of service levels that no budget needs, of all shops") {
            _ = try await $0.execute(Self.deleteOld())
        }
    }

    private func learn(_ numbers: [TenantID: Int]) {
        guard !numbers.isEmpty else { return }
        let early = state.withLock { state in
            state.numbers.merge(numbers) { $1 }
            defer { state.early = [] }
            return state.early
        }
        for (tenant, event) in early {
            if let number = numbers[tenant] { metrics.record(event, company: number) }
        }
    }

    /// The five minutes a moment belongs to.
    static func bucket(_ date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 / 300).rounded(.down) * 300)
    }
}

/// Something that went well or did not.
package enum LevelEvent: Sendable {
    /// A webhook was stored and answered, or could not be.
    case webhook(took: Duration, isStored: Bool)
    /// A call to a provider came to its end. `isGood` is nil where the end says nothing of the service: the window was closed, the
    /// customer has no such address.
    case delivery(provider: String, isGood: Bool?, took: Duration)
    /// One call to a language model.
    case model(name: String, isGood: Bool, took: Duration, tokensIn: Int, tokensOut: Int)
    /// A customer's message was read; `kind` is `text`, `media`, `interactive` or `template`.
    case message(kind: String)
    /// The assistant came to the end of a turn.
    case turn(took: Duration, intention: String?, isHandedOver: Bool)
    /// A call to a provider is made again later.
    case retry(provider: String)

    /// What it counts for; nil for what no promise is made of.
    var objective: ServiceObjective? {
        switch self {
        case .webhook: .webhook
        case .delivery: .delivery
        case .model: .model
        case .message, .turn, .retry: nil
        }
    }

    var count: EventCount {
        let isGood: Bool? =
            switch self {
            case .webhook(let took, let isStored): isStored && took <= ServiceObjective.webhookLimit
            case .delivery(_, let isGood, _): isGood
            case .model(_, let isGood, _, _, _): isGood
            case .message, .turn, .retry: nil
            }
        guard let isGood else { return EventCount() }
        return isGood ? EventCount(good: 1) : EventCount(bad: 1)
    }
}
