import Synchronization

/// Tells the other processes which queues got work.
struct JobAnnouncer: Sendable {
    private final class Pending: Sendable {
        let queues = Mutex<Set<JobQueue>>([])
    }

    private let bus: ProcessBus
    private let pending = Pending()

    init(bus: ProcessBus) { self.bus = bus }

    func announce(_ queue: JobQueue) {
        if pending.queues.withLock({ $0.insert(queue).inserted }) { bus.poke() }
    }

    func listen(_ wake: @escaping @Sendable (Set<JobQueue>) -> Void) {
        let pending = pending
        bus.attach(
            .init(
                channel: .jobs,
                collect: {
                    let queues = pending.queues.withLock { queues in
                        defer { queues = [] }
                        return queues
                    }
                    return queues.isEmpty ? [] : [queues.map(\.rawValue).sorted().joined(separator: ",")]
                },
                // The poll finds what an announcement that was not sent would have told.
                sendingFailed: {},
                receive: { message in
                    switch message {
                    case .payload(let text):
                        wake(Set(text.split(separator: ",").compactMap { JobQueue(rawValue: String($0)) }))
                    case .missed: wake(Set(JobQueue.allCases))
                    }
                }))
    }
}
