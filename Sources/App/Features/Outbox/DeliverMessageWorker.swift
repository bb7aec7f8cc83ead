import Domain
import Foundation
import Logging
import Postgres
import Synchronization

/// Delivers one message: commit `sending`, call, commit the outcome.
package final class DeliverMessageWorker: Sendable {
    private let database: Database
    private let senders: [String: MessageSender]
    private let realtime: Realtime
    /// Marks an account as needing new credentials.
    private let accountRefused: @Sendable (TenantID, UUID, SendFailure) async -> Void
    private let random: @Sendable () -> Double
    private let logger: Logger
    private let breakers = Mutex<[UUID: CircuitBreaker]>([:])

    /// - Parameter senders: a way out for each provider name of `channel_accounts`.
    package init(
        database: Database, senders: [String: MessageSender], realtime: Realtime,
        accountRefused: @escaping @Sendable (TenantID, UUID, SendFailure) async -> Void,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }, logger: Logger
    ) {
        self.database = database
        self.senders = senders
        self.realtime = realtime
        self.accountRefused = accountRefused
        self.random = random
        self.logger = logger
    }

    func run(_ job: DeliverMessage, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let next = try await database.tenant(.service(tenant)) { tx in
            try await Outbox.prepare(tx, message: job.message, completion: context.completionStatement) { account in
                self.permit(account)
            }
        }
        switch next {
        case .nothingToDo(let conversation):
            if let conversation { publish(tenant, conversation) }
        case .wait(let pause):
            throw JobSnooze(after: pause)
        case .send(let envelope, let conversation):
            publish(tenant, conversation)
            try await send(envelope, job.message, conversation, context)
        }
    }

    private func send(_ envelope: OutboundEnvelope, _ message: UUID, _ conversation: UUID, _ context: JobContext) async throws {
        let outcome: SendOutcome
        if let sender = senders[envelope.provider] {
            outcome = await sender(envelope)
        } else {
            outcome = .refused(.init(code: "no_sender", title: "This channel cannot send yet"))
        }
        report(outcome, envelope.account)

        var retry: JobRetry?
        let settled: Outbox.Settlement
        switch outcome {
        case .accepted(let externalID): settled = .accepted(externalID: externalID)
        case .refused(let failure): settled = .failed(failure)
        case .unauthorized(let failure): settled = .failed(failure)
        case .unknown(let failure): settled = .unknown(failure)
        case .notSent(let failure, let retryAfter):
            if let delay = Outbox.deliveryPolicy.delay(afterAttempt: context.attempt, retryAfter: retryAfter, random: random()) {
                settled = .pending(failure)
                retry = JobRetry(after: delay, reason: failure.code)
            } else {
                settled = .failed(failure)
            }
        }
        let isOver = retry == nil
        try await database.tenant(.service(envelope.tenant)) { tx in
            let statements = Outbox.settle(
                tenant: envelope.tenant, outbox: envelope.outboxID, message: message, conversation: conversation, settled)
            try await tx.commit(statements + (isOver ? [context.completionStatement()] : []))
        }
        publish(envelope.tenant, conversation)
        if case .unauthorized(let failure) = outcome { await accountRefused(envelope.tenant, envelope.account, failure) }
        if case .accepted = outcome {} else {
            logger.notice("Message not delivered", metadata: [
                "tenant.id": "\(envelope.tenant)", "outbox.id": "\(envelope.outboxID)", "outcome": "\(outcome.name)",
                "provider": "\(envelope.provider)", "provider.code": "\(outcome.failure?.code ?? "-")", "attempt": "\(context.attempt)",
            ])
        }
        if let retry { throw retry }
    }

    // MARK: Breaker

    private func permit(_ account: UUID) -> CircuitBreaker.Permit {
        breakers.withLock { $0[account, default: CircuitBreaker()].permit(at: .now) }
    }

    private func report(_ outcome: SendOutcome, _ account: UUID) {
        breakers.withLock { breakers in
            switch outcome {
            case .unknown: breakers[account, default: CircuitBreaker()].failed(at: .now)
            case .notSent(_, let retryAfter) where retryAfter == nil: breakers[account, default: CircuitBreaker()].failed(at: .now)
            case .accepted, .refused, .unauthorized, .notSent: breakers[account, default: CircuitBreaker()].succeeded()
            }
        }
    }

    private func publish(_ tenant: TenantID, _ conversation: UUID) {
        realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(conversation)))
    }
}

extension SendOutcome {
    var name: String {
        switch self {
        case .accepted: "accepted"
        case .notSent: "not_sent"
        case .refused: "refused"
        case .unauthorized: "unauthorized"
        case .unknown: "unknown"
        }
    }

    var failure: SendFailure? {
        switch self {
        case .accepted: nil
        case .notSent(let failure, _), .refused(let failure), .unauthorized(let failure), .unknown(let failure): failure
        }
    }
}
