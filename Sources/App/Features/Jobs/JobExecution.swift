import Domain
import Postgres
import Synchronization

/// Runs the handler of one claimed job and says how it ended.
struct JobExecution: Sendable {
    let registry: JobRegistry
    /// Failures of a handler that says nothing else: full jitter, so that jobs which failed together do not return together.
    static let backoff = RetryPolicy(base: .seconds(2), cap: .seconds(900), maxAttempts: .max)

    /// Runs until the handler returns. `stop` cancels it; a handler that succeeds all the same has succeeded.
    func run(_ job: ClaimedJob, stop: StopSignal) async -> JobOutcome {
        await withTaskGroup(of: JobOutcome.self) { group in
            group.addTask {
                defer { stop.give(.done) }
                return await run(job)
            }
            let reason = await stop.reason()
            if reason != .done { group.cancelAll() }
            let outcome = await group.next() ?? .released
            guard case .failed = outcome else { return outcome }
            switch reason {
            case .done: return outcome
            case .timeout: return .failed(retryAfter: Self.wait(after: job.attempt), reason: "timed out")
            case .lost: return .lost
            case .shutdown: return .released
            }
        }
    }

    /// Runs the handler to its end.
    func run(_ job: ClaimedJob) async -> JobOutcome {
        guard let handler = registry.handlers[job.name] else { return .released }
        let context = job.context
        do {
            try await handler.run(job.arguments, context)
            return context.completion.isTaken.load(ordering: .relaxed) ? .finishedInside : .finished
        } catch let snooze as JobSnooze {
            return .snoozed(snooze.after)
        } catch let discard as JobDiscard {
            return .discarded(reason: Self.clean(discard.reason))
        } catch let retry as JobRetry {
            let after = Self.wait(after: job.attempt, asked: retry.after)
            return .failed(retryAfter: after, reason: Self.clean(retry.reason))
        } catch is JobLost {
            return .lost
        } catch let error as PostgresError where Jobs.isLost(error) {
            return .lost
        } catch {
            return .failed(retryAfter: Self.wait(after: job.attempt), reason: Self.reason(error))
        }
    }

    private static func wait(after attempt: Int, asked: Duration? = nil) -> Duration {
        backoff.delay(afterAttempt: attempt, retryAfter: asked, random: Double.random(in: 0..<1)) ?? backoff.cap
    }

    /// What may be kept of an error: its kind. The text of an unknown error could hold what a customer wrote.
    private static func reason(_ error: any Error) -> String {
        if let error = error as? PostgresError { return clean(error.description) }
        return clean(String(reflecting: type(of: error)))
    }

    private static func clean(_ text: String) -> String {
        String(text.unicodeScalars.prefix(500).filter { $0 != "\0" }.map(Character.init))
    }
}
