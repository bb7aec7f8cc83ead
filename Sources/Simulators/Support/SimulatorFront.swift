import Domain
import Logging
import ServiceLifecycle

/// What every pretend provider offers to tests and to the simulator page.
package protocol SimulatorFront: Service, Sendable {
    associatedtype State: SimulatorState
    /// Serves until shut down, and posts webhooks meanwhile.
    func run() async throws
    /// What an account's base URL must be; waits until the server listens.
    var baseURL: String { get async throws }
    func read<T>(_ body: (State) -> T) -> T
    /// Changes the state and resumes whoever waited for what is true now.
    @discardableResult
    func change<T>(_ body: (inout State) throws -> T) rethrows -> T
    /// The first value that `ready` gives, now or after a later change. Throws when the task is cancelled.
    func value<T: Sendable>(when ready: @escaping @Sendable (State) -> T?) async throws -> T
}

extension SimulatorFront {
    /// The next `count` calls of an operation (or of any) meet this.
    package func fail(_ operation: String? = nil, _ kind: SimulatedFault.Kind, count: Int = 1) {
        change { $0.log.faults.append(.init(operation: operation, kind: kind, remaining: count)) }
    }

    /// Everything works again.
    package func recover() {
        change { $0.log.faults = [] }
    }
}
