/// Does nothing: shows that somebody works on the maintenance queue, and what the queue alone costs.
package struct PingJob: Job {
    package static let name = "jobs.ping"
    package static let queue = JobQueue.maintenance

    package init() {}
}

extension Jobs {
    /// The jobs of the queue itself.
    package static func register(in registry: inout JobRegistry) {
        registry.register(PingJob.self) { _, _ in }
    }
}
