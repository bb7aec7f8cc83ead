import Domain
import Synchronization

/// Lets a job wake the runner it runs in, and the inbox: both are made from the list of jobs, so they are introduced afterwards.
final class JobWaker: Sendable {
    private let runner = Mutex<JobRunner?>(nil)
    private let inbox = Mutex<InboxLanes?>(nil)

    func introduce(_ jobs: JobRunner) { runner.withLock { $0 = jobs } }

    func introduce(_ lanes: InboxLanes) { inbox.withLock { $0 = lanes } }

    func wake(_ queue: JobQueue) { runner.withLock(\.self)?.wake(queue) }

    func wakeInbox(of tenant: TenantID) { inbox.withLock(\.self)?.wake([tenant]) }
}
