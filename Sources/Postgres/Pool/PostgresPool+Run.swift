import ServiceLifecycle
import Synchronization

extension PostgresPool {
    /// Keeps the minimum of sessions open and lets the others go after a while, until shutdown; then closes the pool.
    public func run() async throws {
        let clock = ContinuousClock()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.keepMinimum()
                let limit = Moment.now().minus(self.configuration.idleTimeout)
                for connection in self.shared.withLock({ $0.pool.reap(idleSince: limit) }) { connection.close() }
                try? await clock.sleep(for: .seconds(10))
            }
        }
        close()
    }

    private func keepMinimum() {
        perform(shared.withLock { $0.pool.keepMinimum() })
    }
}

extension Moment {
    func minus(_ duration: Duration) -> Moment {
        let (difference, underflow) = nanoseconds.subtractingReportingOverflow(duration.nanoseconds)
        return underflow ? Moment(nanoseconds: 0) : Moment(nanoseconds: difference)
    }
}
