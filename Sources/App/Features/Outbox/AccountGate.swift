import Domain
import Foundation
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

    init(now: @escaping @Sendable () -> CircuitBreaker.Instant) {
        self.now = now
    }

    func permit(_ account: UUID) -> CircuitBreaker.Permit {
        let now = now()
        return gates.withLock { $0[account, default: AccountGate()].permit(at: now) }
    }

    func report(_ outcome: SendOutcome, _ account: UUID) {
        let now = now()
        gates.withLock { $0[account, default: AccountGate()].report(outcome, at: now) }
    }
}
