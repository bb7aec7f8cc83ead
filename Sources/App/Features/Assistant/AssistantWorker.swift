import Domain
import Foundation
import Logging
import Metrics
import Postgres
import Providers

/// Takes one turn: snapshot, gates, and one outcome behind the fence.
package struct AssistantWorker: Sendable {
    private let database: Database
    private let steps: [TurnStep]
    private let realtime: Realtime
    private let wakeOutbox: @Sendable () -> Void
    private let metrics: StepMetrics
    private let now: @Sendable () -> Date
    private let levels: ServiceLevels?
    private let logger: Logger

    /// - Parameters:
    ///   - search: finds passages in the shop's knowledge, see ``KnowledgeSearch``.
    ///   - wakeOutbox: called after a commit that queued a message.
    ///   - now: what service windows are judged by.
    package init(
        database: Database, search: @escaping @Sendable (TenantScope, String, Int) async throws -> [FoundPassage],
        generator: AnswerGenerator, realtime: Realtime, wakeOutbox: @escaping @Sendable () -> Void,
        now: @escaping @Sendable () -> Date = { Date() }, levels: ServiceLevels? = nil, logger: Logger
    ) {
        self.database = database
        self.levels = levels
        steps = TurnSteps(search: search, generator: generator, now: now).all
        self.now = now
        self.realtime = realtime
        self.wakeOutbox = wakeOutbox
        metrics = StepMetrics(steps.map(\.name))
        self.logger = logger
    }

    package func run(_ job: AssistantTurn, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let snapshot = try await database.tenant(.service(tenant)) {
            try await Assistant.snapshot($0, job.conversation)
        }
        guard let snapshot else { return }
        let start = ContinuousClock.now
        var turn = Turn(snapshot)
        do {
            let (step, outcome) = try await think(&turn)
            note(turn.attempts, tenant)
            try await commit(outcome, at: step, turn, took: .now - start, context)
        } catch  where context.isLastAttempt && !(error is CancellationError) && !(error is JobLost) {
            // A turn that cannot be finished must not leave the customer with nobody.
            logger.error(
                "Assistant gave up; a person takes over",
                metadata: [
                    "tenant.id": "\(tenant)", "conversation.id": "\(job.conversation)",
                    "error.type": "\(type(of: error))",
                ])
            try await commit(.handoff(.assistantUnavailable), at: "gave_up", turn, took: .now - start, context)
        }
    }

    /// Each call to a model, the ones that failed before another answered too.
    private func note(_ attempts: [OpenAI.Attempt], _ tenant: TenantID) {
        for attempt in attempts {
            levels?.note(
                .model(
                    name: attempt.model, isGood: attempt.outcome == .answered, took: attempt.latency,
                    tokensIn: attempt.usage.input, tokensOut: attempt.usage.output), tenant)
        }
    }

    /// Folds the gates over the turn. No transaction is open here.
    private func think(_ turn: inout Turn) async throws -> (step: String, TurnOutcome) {
        for step in steps {
            do {
                switch try await step.run(&turn) {
                case .next: metrics.passed(step.name)
                case .stop(let outcome):
                    metrics.stopped(step.name, outcome)
                    return (step.name, outcome)
                }
            } catch let error as PostgresError where error.isUnavailable || error.isRetryable {
                throw error  // the turn is taken again
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // A gate that fails fails towards a person.
                logger.error(
                    "Assistant step failed",
                    metadata: [
                        "tenant.id": "\(turn.snapshot.tenant)", "conversation.id": "\(turn.snapshot.conversation)",
                        "step": "\(step.name)",
                        "error.type": "\(type(of: error))",
                    ])
                metrics.stopped(step.name, .handoff(.assistantUnavailable))
                return (step.name, .handoff(.assistantUnavailable))
            }
        }
        return ("end", .handoff(.assistantUnavailable))
    }

    private func commit(
        _ outcome: TurnOutcome, at step: String, _ turn: Turn, took: Duration, _ context: JobContext
    ) async throws {
        let snapshot = turn.snapshot
        // The model took its time: what it thought of may have no way to the customer any more.
        let outcome = snapshot.takesAnswer(at: now()) ? outcome : outcome.withoutWords
        let isSaid = try await database.tenant(.service(snapshot.tenant)) { tx in
            switch outcome {
            case .answer(let draft):
                try await Assistant.answer(
                    tx, turn, draft, at: step, took: took, completion: context.completionStatement)
            case .handoff(let reason):
                try await Assistant.handOff(
                    tx, turn, reason, at: step, took: took, completion: context.completionStatement)
            case .release(let why):
                try await Assistant.release(
                    tx, turn, why, at: step, took: took, completion: context.completionStatement)
            case .wait:
                try await Assistant.wait(tx, turn, at: step, completion: context.completionStatement)
            case .silence(let reason):
                try await Assistant.stayed(tx, turn, reason, at: step, completion: context.completionStatement)
            }
        }
        if isSaid { wakeOutbox() }
        realtime.publish(LiveEvent(tenant: snapshot.tenant, kind: .conversation(snapshot.conversation)))
    }
}

/// How often each gate let pass or stopped. One series a gate and ending, made once.
private struct StepMetrics: Sendable {
    private let counters: [String: Counter]

    init(_ steps: [String]) {
        var counters: [String: Counter] = [:]
        for step in steps {
            for verdict in ["passed", "answer", "handoff", "release", "wait", "silence"] {
                counters["\(step) \(verdict)"] = Counter(
                    label: "secretaria_assistant_steps_total", dimensions: [("step", step), ("verdict", verdict)])
            }
        }
        self.counters = counters
    }

    func passed(_ step: String) { counters["\(step) passed"]?.increment() }

    func stopped(_ step: String, _ outcome: TurnOutcome) {
        let verdict =
            switch outcome {
            case .answer: "answer"
            case .handoff: "handoff"
            case .release: "release"
            case .wait: "wait"
            case .silence: "silence"
            }
        counters["\(step) \(verdict)"]?.increment()
    }
}
