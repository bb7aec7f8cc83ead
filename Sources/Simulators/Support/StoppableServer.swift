import Hummingbird
import Logging
import ServiceLifecycle

extension ApplicationProtocol {
    /// Serves until the task is cancelled, and stops then as on a signal: first nobody is let in any more.
    ///
    /// `run()` alone, cancelled while a connection is being accepted, drops that connection's channel before anybody has taken it, and NIO
    /// traps on such a channel ("Deinited NIOAsyncWriter without calling finish()", hummingbird 2.28).
    package func runUntilCancelled(logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(services: [.init(service: self)], logger: logger)
        configuration.maximumGracefulShutdownDuration = .milliseconds(500)
        let group = ServiceGroup(configuration: configuration)
        try await withTaskCancellationHandler {
            try await Task { try await group.run() }.value  // ours would be cancelled too early
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }  // a handler cannot wait; the group's end is awaited above
        }
    }
}
