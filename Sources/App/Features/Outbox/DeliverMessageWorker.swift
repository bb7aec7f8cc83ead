import Domain
import Foundation
import Logging
import Postgres
import Providers

/// Delivers one message: commit `sending`, call, commit the outcome.
package final class DeliverMessageWorker: Sendable {
    private let database: Database
    private let senders: [String: MessageSender]
    private let realtime: Realtime
    /// Marks an account as needing new credentials.
    private let accountRefused: @Sendable (TenantID, UUID, SendFailure) async -> Void
    /// Meta knows better about a template than we do.
    private let templateRefused: @Sendable (TenantID, UUID) async -> Void
    /// Whether a mail address, of which nothing but a hash may be left, must not be written to.
    private let isSuppressed: @Sendable (TenantID, String) async throws -> Bool
    /// The code behind its id, which is kept nowhere in words; nil once it is no longer good.
    private let oneTimeCode: @Sendable (TenantID, String) async throws -> String?
    private let random: @Sendable () -> Double
    /// What service windows are judged by.
    private let time: @Sendable () -> Date
    private let logger: Logger
    private let gates: AccountGates
    private let levels: ServiceLevels?

    /// - Parameter senders: a way out for each provider name of `channel_accounts`.
    package init(
        database: Database, senders: [String: MessageSender], realtime: Realtime,
        accountRefused: @escaping @Sendable (TenantID, UUID, SendFailure) async -> Void,
        templateRefused: @escaping @Sendable (TenantID, UUID) async -> Void = { _, _ in },
        isSuppressed: @escaping @Sendable (TenantID, String) async throws -> Bool = { _, _ in false },
        oneTimeCode: @escaping @Sendable (TenantID, String) async throws -> String? = { _, _ in nil },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        time: @escaping @Sendable () -> Date = { Date() }, levels: ServiceLevels? = nil, logger: Logger
    ) {
        self.levels = levels
        self.database = database
        self.senders = senders
        self.realtime = realtime
        self.accountRefused = accountRefused
        self.templateRefused = templateRefused
        self.isSuppressed = isSuppressed
        self.oneTimeCode = oneTimeCode
        self.random = random
        self.time = time
        self.logger = logger
        gates = AccountGates(now: now)
    }

    func run(_ job: DeliverMessage, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let next = try await database.tenant(.service(tenant)) { tx in
            try await Outbox.prepare(
                tx, message: job.message, now: time(), completion: context.completionStatement, permit: gates.permit)
        }
        switch next {
        case .nothingToDo(let conversation):
            if let conversation { publish(tenant, conversation) }
        case .wait(let pause):
            throw JobSnooze(after: pause)
        case .send(let envelope, let conversation, let call):
            publish(tenant, conversation)
            try await send(envelope, job.message, conversation, call: call, context)
        }
    }

    private func send(
        _ envelope: OutboundEnvelope, _ message: UUID, _ conversation: UUID, call: Int, _ context: JobContext
    ) async throws {
        let began = ContinuousClock.now
        let outcome = await attempt(envelope, call: call)
        let took = ContinuousClock.now - began
        gates.report(outcome, envelope.account, provider: envelope.provider)
        let (settlement, retry) = Self.settlement(
            of: outcome, attempt: context.attempt, call: call, random: random())
        levels?.note(
            .delivery(provider: envelope.provider, isGood: settlement.isServed, took: took), envelope.tenant)
        try await shielded {
            try await self.settle(envelope, message, conversation, settlement, context, isOver: retry == nil)
        }
        publish(envelope.tenant, conversation)
        if case .unauthorized(let failure) = outcome {
            await accountRefused(envelope.tenant, envelope.account, failure)
        }
        if case .refused(let failure) = outcome, Self.templateCodes.contains(failure.code) {
            await templateRefused(envelope.tenant, envelope.account)
        }
        if case .accepted = outcome {
        } else {
            logger.notice(
                "Message not delivered",
                metadata: [
                    "tenant.id": "\(envelope.tenant)", "outbox.id": "\(envelope.outboxID)",
                    "outcome": "\(outcome.name)",
                    "provider": "\(envelope.provider)", "provider.code": "\(outcome.failure?.code ?? "-")",
                    "attempt": "\(context.attempt)",
                ])
        }
        if let retry {
            levels?.note(.retry(provider: envelope.provider), envelope.tenant)
            throw retry
        }
    }

    /// Commits `sending` for a message whose file the provider has. What cannot be written down is not sent.
    private func leave(_ envelope: OutboundEnvelope, call: Int) async -> Bool {
        do {
            return try await database.tenant(.service(envelope.tenant)) {
                try await $0.commit([Outbox.leave(envelope.outboxID, call: call, $0.tenant)]).last?.rows.isEmpty
                    == false
            }
        } catch {
            return false
        }
    }

    private func attempt(_ envelope: OutboundEnvelope, call: Int) async -> SendOutcome {
        let recipient = envelope.recipient
        do {
            if recipient.kind == .email, try await isSuppressed(envelope.tenant, recipient.matchKey) {
                return .refused(.init(code: "suppressed", title: "The address bounced, or its owner complained"))
            }
        } catch {
            return .notTried(.init(code: "no_database", title: "Suppressions could not be looked up"))
        }
        guard let sender = senders[envelope.provider] else {
            return .refused(.init(code: "no_sender", title: "This channel cannot send yet"))
        }
        var ready = envelope
        if let id = envelope.payload.flatMap({ try? JSON.parse($0) })?["one_time_code"]?.string {
            do {
                guard let code = try await oneTimeCode(envelope.tenant, id) else {
                    return .refused(.init(code: "code_expired", title: "The code is no longer good"))
                }
                ready.content = envelope.content.replacing(SubjectProof.blank, with: code)
            } catch {
                return .notTried(.init(code: "no_database", title: "The code could not be looked up"))
            }
        }
        if envelope.uploadsFirst { ready.leave = { await self.leave(envelope, call: call) } }
        return await sender(ready)
    }

    /// It does not exist or is not approved, is paused, is disabled.
    private static let templateCodes: Set<String> = ["132001", "132015", "132016"]

    /// What is written down, and when to try again.
    static func settlement(
        of outcome: SendOutcome, attempt: Int, call: Int, random: Double
    ) -> (Outbox.Settlement, JobRetry?) {
        func later(_ failure: SendFailure, _ retryAfter: Duration?) -> (Outbox.Settlement, JobRetry?) {
            let delay = Outbox.deliveryPolicy.delay(afterAttempt: attempt, retryAfter: retryAfter, random: random)
            guard let delay else { return (.failed(failure), nil) }
            return (.pending(failure, call: call), JobRetry(after: delay, reason: failure.code))
        }
        switch outcome {
        case .accepted(let externalID, let parts): return (.accepted(externalID: externalID, parts: parts), nil)
        case .refused(let failure), .unauthorized(let failure): return (.failed(failure), nil)
        case .unknown(let failure): return (.unknown(failure), nil)
        case .notTried(let failure): return later(failure, .seconds(5))
        case .notSent(let failure, let after), .limited(let failure, let after, .account): return later(failure, after)
        case .limited(let failure, let after, .recipient):
            return later(failure, after ?? Outbox.pairHold(attempt: attempt))
        }
    }

    /// Writes the outcome and completes the job in one transaction, with some patience: what is not written is a message whose
    /// end nobody knows.
    private func settle(
        _ envelope: OutboundEnvelope, _ message: UUID, _ conversation: UUID, _ settlement: Outbox.Settlement,
        _ context: JobContext, isOver: Bool
    ) async throws {
        let statements = Outbox.settle(
            tenant: envelope.tenant, account: envelope.account, outbox: envelope.outboxID, message: message,
            conversation: conversation, settlement)
        let scope = TenantScope.service(envelope.tenant).transactionScope
        let whole = statements + (isOver ? [context.completionStatement()] : [])
        var attempt = 1
        while let error = await failure(of: whole, scope) {
            if Jobs.isLost(error) {
                // Somebody else took the job over and found `sending`. That it was accepted is true all the same.
                if case .accepted = settlement { _ = await failure(of: statements, scope) }
                throw JobLost()
            }
            guard error.isRetryable, attempt < 4 else { throw error }
            try await Task.sleep(for: .milliseconds(100 << attempt))
            attempt += 1
        }
    }

    /// Runs statements as one transaction; the error if they could not be committed.
    private func failure(of statements: [SQL], _ scope: TransactionScope) async -> PostgresError? {
        do {
            _ = try await database.pool.batch(scope, statements)
            return nil
        } catch {
            return error
        }
    }

    /// A stopping server cancels its jobs. The call has been made: its outcome must still be written down.
    private func shielded(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await Task { try await body() }.value
    }

    private func publish(_ tenant: TenantID, _ conversation: UUID) {
        realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(conversation)))
    }
}
