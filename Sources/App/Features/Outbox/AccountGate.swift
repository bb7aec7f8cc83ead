import Domain
import Foundation
import Metrics
import Providers
import Synchronization

/// Whether an account may call its provider now: a circuit breaker, and the waits the provider asked of the whole account.
///
/// Lives in the process. Another process finds out by itself, at the cost of a few calls; what must not be lost is in the rows.
struct AccountGate {
    private var breaker = CircuitBreaker()
    private var heldUntil: CircuitBreaker.Instant?

    /// Without a `Retry-After`, a limited account rests this long.
    private static let pause = Duration.seconds(5)

    /// Calls are let through as they come.
    var isClosed: Bool { breaker.state == .closed }

    mutating func permit(at now: CircuitBreaker.Instant) -> CircuitBreaker.Permit {
        if let heldUntil, now < heldUntil { return .wait(now.duration(to: heldUntil)) }
        heldUntil = nil
        return breaker.permit(at: now)
    }

    mutating func report(_ outcome: SendOutcome, at now: CircuitBreaker.Instant) {
        switch outcome {
        case .unknown, .notSent: breaker.failed(at: now)
        case .limited(_, let after, .account):
            breaker.succeeded()
            heldUntil = now.advanced(by: min(after ?? Self.pause, RetryPolicy.longestRetryAfter))
        case .accepted, .refused, .unauthorized, .limited: breaker.succeeded()
        // A call that was not made says nothing; a probe that was not made is forgotten by itself.
        case .notTried: break
        }
    }
}

/// The gates of all accounts this process sends for.
final class AccountGates: Sendable {
    private let gates = Mutex<[UUID: AccountGate]>([:])
    private let now: @Sendable () -> CircuitBreaker.Instant
    private let metrics: GateMetrics

    init(now: @escaping @Sendable () -> CircuitBreaker.Instant, metrics: GateMetrics = GateMetrics()) {
        self.now = now
        self.metrics = metrics
    }

    func permit(_ account: UUID) -> CircuitBreaker.Permit {
        let now = now()
        return gates.withLock { $0[account, default: AccountGate()].permit(at: now) }
    }

    func report(_ outcome: SendOutcome, _ account: UUID, provider: String) {
        let now = now()
        let change = gates.withLock { gates in
            var gate = gates[account] ?? AccountGate()
            let before = gate.isClosed
            gate.report(outcome, at: now)
            gates[account] = gate
            return (before ? 0 : -1) + (gate.isClosed ? 0 : 1)
        }
        metrics.changed(provider, by: change)
    }
}

/// How many accounts of each provider are not called now because it does not answer.
final class GateMetrics: Sendable {
    private struct Provider {
        let gauge: Gauge
        var open = 0
    }
    private let factory: any MetricsFactory
    private let providers = Mutex<[String: Provider]>([:])

    init(factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

    func changed(_ name: String, by change: Int) {
        providers.withLock { providers in
            var provider =
                providers[name]
                ?? Provider(
                    gauge: Gauge(
                        label: "secretaria_provider_breakers_open", dimensions: [("provider", name)], factory: factory))
            provider.open += change
            provider.gauge.record(provider.open)
            providers[name] = provider
        }
    }
}
