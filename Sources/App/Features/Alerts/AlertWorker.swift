import Crypto
import Domain
import Foundation
import Logging
import Postgres
import Providers

/// Runs both jobs of the feature.
package struct AlertWorker: Sendable {
    let database: Database
    let push: WebPush.Client
    let logger: Logger

    package init(database: Database, push: WebPush.Client, logger: Logger) {
        self.database = database
        self.push = push
        self.logger = logger
    }

    package func run(_ job: TellPeople, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let alert = Alert(job.kind, job.subject)
        try await database.tenant(.service(tenant)) { tx in
            let letters = try await Alerts.audience(alert, tx: tx).map { subscription in
                (
                    job: PushAlert(alert: alert, subscription: subscription),
                    options: JobOptions(
                        uniqueKey: "push:\(subscription.lowercase):\(alert.kind.rawValue):\(alert.subject.lowercase)",
                        maxAttempts: 6)
                )
            }
            let mails = try await mails(alert, tx)
            try await tx.commit(
                (letters.isEmpty ? [] : [Jobs.enqueueMany(letters, tenant: tenant)])
                    + (mails.isEmpty ? [] : [Jobs.enqueueMany(mails, tenant: tenant)]) + [context.completionStatement()]
            )
        }
    }

    /// Owners are written to of a channel that stopped: they need not have a browser open for it.
    private func mails(
        _ alert: Alert, _ tx: TenantTransaction
    ) async throws -> [(job: MailAlarm, options: JobOptions)] {
        guard alert.kind == .channel else { return [] }
        return try await Alerts.owners(tx: tx).map { owner in
            let key = "alarm:\(alert.subject.lowercase):\(owner.lowercase)"
            return (MailAlarm(account: alert.subject, user: owner), JobOptions(uniqueKey: key, maxAttempts: 8))
        }
    }

    package func run(_ job: PushAlert, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let letter = try await database.tenant(.service(tenant)) { try await Alerts.letter(job, tx: $0) }
        guard let letter else { return }
        do {
            _ = try await push.send(
                letter.words.payload(job.alert), to: letter.subscription, timeToLive: job.alert.timeToLive,
                urgency: .high, topic: job.alert.topic)
            try await note(Alerts.delivered(job.subscription, tenant.value), tenant)
        } catch let error as ProviderError {
            try await settle(error, job, tenant, context)
        }
    }

    /// Twice told is once shown: a later notification of the same topic takes the place of an earlier one.
    private func settle(_ error: ProviderError, _ job: PushAlert, _ tenant: TenantID, _ context: JobContext)
        async throws
    {
        if WebPush.isGone(error) { return try await note(Alerts.forget(job.subscription, tenant.value), tenant) }
        let pause = Duration.seconds(5 << min(context.attempt, 8))
        switch error {
        case .rateLimited(let fault, let after, _), .unavailable(let fault, let after):
            throw JobRetry(after: after ?? pause, reason: fault.code)
        case .ambiguous(let fault): throw JobRetry(after: pause, reason: fault.code)
        case .rejected(let fault), .blocked(let fault), .unauthorized(let fault):
            logger.warning(
                "A push service refused a notification",
                metadata: ["tenant.id": "\(tenant)", "provider.code": "\(fault.code)"])
            throw JobDiscard(reason: fault.code)
        }
    }

    private func note(_ statement: SQL, _ tenant: TenantID) async throws {
        try await database.tenant(.service(tenant)) { _ = try await $0.commit([statement]) }
    }
}

extension WebPush.Client {
    /// - Parameter contact: whom a push service may write to. Apple's refuses an address that cannot exist.
    package init?(http: ProviderHTTP, vault: Vault, contact: String?, origin: ProviderRequest.Origin) {
        let secrets = (0..<8).lazy.map { vault.key(for: "web push \($0)").withUnsafeBytes { Array($0) } }
        let contact = contact.flatMap { $0.hasPrefix("https://") ? $0 : nil } ?? "mailto:webmaster@example.com"
        guard let key = VAPIDKey(secrets: secrets, subject: contact) else { return nil }
        self.init(http: http, key: key, origin: origin)
    }
}
