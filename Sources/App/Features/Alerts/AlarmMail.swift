import Domain
import Foundation
import Logging
import Postgres
import Providers
import Web

/// Writes to one owner that a channel has stopped.
package struct MailAlarm: Job {
    package static let name = "alerts.mail"
    package static let queue = JobQueue.outbox
    let account: UUID
    let user: UUID
}

/// A mail about a channel: from one of the shop's own mailboxes, for the installation has none.
struct AlarmLetter: Sendable {
    let brokenSince: Date
    let to: IdentityClaim
    /// Whose mailbox it leaves from.
    let sender: UUID
    let words: AlertWords
    let path: String
    /// One outage, one person, one letter: a mail server and a provider know it by this name.
    let reference: String

    func message(site: String?) -> OutboundMessage {
        let text = [words.body, site.map { $0 + path }].compactMap { $0 }.joined(separator: "\n\n")
        let payload: JSON = ["email": ["subject": JSON(words.title), "automatic": true]]
        return OutboundMessage(
            to: to, content: OutboundContent(type: "text", text: text, payload: payload), reference: reference)
    }
}

extension Alerts {
    /// The owners of the shop who can be written to.
    static func owners(tx: TenantTransaction) async throws -> [UUID] {
        try await tx.query(
            """
            SELECT r.user_id FROM user_roles r JOIN users u ON u.id = r.user_id AND u.disabled_at IS NULL
            WHERE r.tenant_id = \(tx.tenant) AND r.role = 'owner' ORDER BY r.user_id LIMIT 20
            """
        ).map { try $0("user_id") }
    }

    /// The letter, if it is still news: the channel is down, its outage was not told, and a mailbox works that is not the one in trouble.
    static func letter(_ job: MailAlarm, tx: TenantTransaction) async throws -> AlarmLetter? {
        let row = try await tx.first(
            """
            SELECT a.broken_since, a.name, u.email, coalesce(u.locale, t.locale) AS locale, s.id AS sender
            FROM channel_accounts a
            JOIN tenants t ON t.tenant_id = a.tenant_id
            JOIN user_roles r ON r.tenant_id = a.tenant_id AND r.user_id = \(job.user) AND r.role = 'owner'
            JOIN users u ON u.id = r.user_id AND u.disabled_at IS NULL
            JOIN LATERAL (
              SELECT id FROM channel_accounts m
              WHERE m.tenant_id = a.tenant_id AND m.channel_type = 'email' AND m.is_enabled AND m.removed_at IS NULL AND m.id <> a.id
                AND m.broken_since IS NULL AND m.connection_status <> 'needs_reauth'
              ORDER BY m.created_at, m.id LIMIT 1
            ) s ON true
            WHERE a.tenant_id = \(tx.tenant) AND a.id = \(job.account) AND a.broken_since IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM alarm_mails d WHERE d.tenant_id = a.tenant_id AND d.account_id = a.id
                AND d.user_id = r.user_id AND d.broken_since = a.broken_since)
            """)
        guard let row, let to = IdentityClaim(email: try row("email")) else { return nil }
        let since: Date = try row("broken_since")
        let language = SiteLanguage(rawValue: try row("locale") as String) ?? .portuguese
        return AlarmLetter(
            brokenSince: since, to: to, sender: try row("sender"),
            words: AlertWords(.channel, who: try row("name"), preview: "", language),
            path: "/settings/channels/\(job.account.lowercase)",
            reference:
                "alarm-\(job.account.lowercase)-\(job.user.lowercase)-\(Int64(since.timeIntervalSince1970 * 1_000))")
    }

    static func told(_ job: MailAlarm, _ letter: AlarmLetter, _ tenant: UUID) -> SQL {
        """
        INSERT INTO alarm_mails (tenant_id, account_id, user_id, broken_since)
        VALUES (\(tenant), \(job.account), \(job.user), \(letter.brokenSince)) ON CONFLICT DO NOTHING
        """
    }
}

/// Sends alarms by mail; no transaction is open meanwhile.
package struct AlarmMailWorker: Sendable {
    let database: Database
    let channels: Channels
    let calls: [ChannelProvider: Outbox.ProviderCall]
    /// Where the owner reaches this server; nil when nobody said.
    let site: String?
    let logger: Logger

    /// - Parameter authorities: certificates (PEM) that mail servers are trusted by, instead of the system's.
    package init(
        database: Database, channels: Channels, http: ProviderHTTP, site: String?, authorities: String?, logger: Logger
    ) {
        self.database = database
        self.channels = channels
        self.site = site
        self.logger = logger
        calls = Outbox.mailSenders(http, authorities, logger)
    }

    package func run(_ job: MailAlarm, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let letter = try await database.tenant(.service(tenant)) { try await Alerts.letter(job, tx: $0) }
        guard let letter else { return }
        do {
            let account = try await channels.credentials(tenant, letter.sender)
            guard let call = calls[account.provider] else { throw JobDiscard(reason: "no sender") }
            _ = try await call(letter.message(site: site), account)
        } catch let error as ProviderError {
            try settle(error, tenant, context)
        }
        try await database.tenant(.service(tenant)) { tx in
            _ = try await tx.commit([Alerts.told(job, letter, tx.tenant), context.completionStatement()])
        }
    }

    /// Returns where the letter counts as sent: a lost answer may stand for a letter that arrived, and one too many is worse than none.
    private func settle(_ error: ProviderError, _ tenant: TenantID, _ context: JobContext) throws {
        switch error {
        case .ambiguous: return
        case .rateLimited(let fault, let after, _), .unavailable(let fault, let after):
            throw JobRetry(after: after ?? .seconds(60 << min(context.attempt, 5)), reason: fault.code)
        case .rejected(let fault), .blocked(let fault), .unauthorized(let fault):
            logger.warning(
                "An alarm could not be mailed",
                metadata: ["tenant.id": "\(tenant)", "provider.code": "\(fault.code)"])
            throw JobDiscard(reason: fault.code)
        }
    }
}
