import Foundation
import Logging

/// Which handler runs which job. Filled once, when the process is put together.
package struct JobRegistry: Sendable {
    struct Handler: Sendable {
        let queue: JobQueue
        let timeout: Duration
        let run: @Sendable (_ arguments: [UInt8], JobContext) async throws -> Void
    }

    private(set) var handlers: [String: Handler] = [:]
    private(set) var schedules: [JobSchedule] = []

    package init() {}

    /// Returning normally completes the job, unless the handler did so inside its transaction. ``JobRetry``, ``JobSnooze`` and
    /// ``JobDiscard`` say what else can happen; any other error is tried again later.
    package mutating func register<J: Job>(
        _ kind: J.Type, _ run: @escaping @Sendable (J, JobContext) async throws -> Void
    ) {
        handlers[J.name] = Handler(queue: J.queue, timeout: J.timeout) { arguments, context in
            let job: J
            do {
                job = try JSONDecoder().decode(J.self, from: Data(arguments))
            } catch {
                throw JobDiscard(reason: "arguments not understood")
            }
            try await run(job, context)
        }
    }

    /// Runs `job` again and again, one at a time, `period` apart; periods missed while nothing ran count once.
    package mutating func schedule<J: Job>(_ name: String, every period: Duration, _ job: J) {
        let options = JobOptions(uniqueKey: "cron:\(name)", maxAttempts: 3)
        schedules.append(
            JobSchedule(
                name: name, everySeconds: max(1, Int(period.components.seconds)),
                request: JobRequest(job, tenant: nil, options: options)))
    }

    var names: [String] { handlers.keys.sorted() }
    func names(in queue: JobQueue) -> [String] { handlers.filter { $0.value.queue == queue }.keys.sorted() }
}

/// A row of `cron` and the job it enqueues.
struct JobSchedule: Sendable {
    let name: String
    let everySeconds: Int
    let request: JobRequest
}
