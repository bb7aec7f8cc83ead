import Domain
import Foundation
import Logging
import Metrics
import Postgres
import Providers

/// Takes one turn: snapshot, gates, and one outcome behind the fence.
package struct AssistantWorker: Sendable {
    private let database: Database
    private let steps: TurnSteps
    private let budget: AIBudget
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
        now: @escaping @Sendable () -> Date = { Date() }, levels: ServiceLevels? = nil,
        factory: any MetricsFactory = MetricsSystem.factory, logger: Logger
    ) {
        self.database = database
        self.levels = levels
        budget = AIBudget(database: database)
        steps = TurnSteps(search: search, generator: generator, budget: budget, now: now)
        self.now = now
        self.realtime = realtime
        self.wakeOutbox = wakeOutbox
        metrics = StepMetrics(steps.all.map(\.name) + [StepMetrics.last], factory: factory)
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
        } catch {
            // The turn is taken again; what this try has cost is kept.
            await budget.close(turn.purse, turn.tally())
            throw error
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
    private func think(_ turn: inout Turn) async throws -> (step: String, outcome: TurnOutcome) {
        let snapshot = turn.snapshot
        return try await steps.walk(&turn) { step, error in
            logger.error(
                "Assistant step failed",
                metadata: [
                    "tenant.id": "\(snapshot.tenant)", "conversation.id": "\(snapshot.conversation)",
                    "step": "\(step)", "error.type": "\(type(of: error))",
                ])
        } observe: { step, outcome in
            if let outcome { metrics.stopped(step, outcome) } else { metrics.passed(step) }
        }
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
            case .draft(let draft):
                try await Assistant.propose(
                    tx, turn, draft, at: step, took: took, completion: context.completionStatement)
            case .offer(let offer):
                try await Assistant.offer(
                    tx, turn, offer, at: step, took: took, completion: context.completionStatement)
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
        if case .wait = outcome {
        } else {
            var isHandedOver = false
            if case .handoff = outcome { isHandedOver = true }
            levels?.note(
                .turn(took: took, intention: turn.classification.intent.rawValue, isHandedOver: isHandedOver),
                snapshot.tenant)
        }
        if isSaid {
            metrics.passed(StepMetrics.last)
            wakeOutbox()
        }
        realtime.publish(LiveEvent(tenant: snapshot.tenant, kind: .conversation(snapshot.conversation)))
    }
}
