import Synchronization

/// Lets a job wake the runner it runs in: the runner is made from the list of jobs, so they are introduced afterwards.
final class JobWaker: Sendable {
    private let runner = Mutex<JobRunner?>(nil)

    func introduce(_ jobs: JobRunner) { runner.withLock { $0 = jobs } }

    func wake(_ queue: JobQueue) { runner.withLock(\.self)?.wake(queue) }
}
