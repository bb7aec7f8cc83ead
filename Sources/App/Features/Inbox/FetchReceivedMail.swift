import Crypto
import Domain
import Foundation
import Logging
import Postgres
import Providers

/// `inbox.fetch_mail`: a webhook of received mail has no words; bring them, and let the inbox read them as an event of their own.
package struct FetchReceivedMail: Job, Hashable {
    package static let name = "inbox.fetch_mail"
    package static let queue = JobQueue.inbox

    package let account: UUID
    /// The webhook that told of it.
    package let event: UUID
    /// The provider's id.
    package let mail: String
}

extension InboxWrites {
    mutating func add(_ found: MailFindings, of event: ClaimedEvent) {
        fetches += found.waiting.map { FetchReceivedMail(account: event.account, event: event.id, mail: $0) }
        suppressions += found.suppressions
    }
}

extension Inbox {
    /// Quick at first, for the content may be a moment behind its webhook; then for a day and a half, as providers' outages last.
    static let fetchAttempts = 40

    static func fetch(_ jobs: [FetchReceivedMail], tenant: TenantID) -> [SQL] {
        Set(jobs).sorted { $0.mail < $1.mail }.map { job in
            Jobs.enqueue(
                job, tenant: tenant,
                options: JobOptions(
                    uniqueKey: "mail:\(job.account.uuidString.lowercased()):\(job.mail.prefix(200))",
                    maxAttempts: fetchAttempts))
        }
    }

    /// Stores a body that we asked for, to be read like one that came. The same mail fetched twice is one row.
    static func keep(_ body: [UInt8], digest: [UInt8], account: UUID, provider: String, tenant: TenantID) -> SQL {
        """
        INSERT INTO webhook_events AS e (tenant_id, account_id, provider, digest, body, headers)
        VALUES (\(tenant.value), \(account), \(provider), \(digest), \(body), '{"source":"api"}')
        ON CONFLICT (tenant_id, account_id, digest) DO UPDATE SET deliveries = e.deliveries + 1
        RETURNING id, deliveries
        """
    }

    static func body(of event: UUID, tx: TenantTransaction) async throws -> [UInt8]? {
        try await tx.first("SELECT body FROM webhook_events WHERE tenant_id = \(tx.tenant) AND id = \(event)")?("body")
    }
}

/// Fetches one mail; no transaction is open meanwhile.
package struct FetchMailWorker: Sendable {
    let database: Database
    let channels: Channels
    let http: ProviderHTTP
    /// Something waits for the inbox.
    let stored: @Sendable (TenantID) -> Void
    let logger: Logger

    package init(
        database: Database, channels: Channels, http: ProviderHTTP, stored: @escaping @Sendable (TenantID) -> Void,
        logger: Logger
    ) {
        self.database = database
        self.channels = channels
        self.http = http
        self.stored = stored
        self.logger = logger
    }

    package func run(_ job: FetchReceivedMail, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let credentials: ChannelCredentials
        do {
            credentials = try await channels.credentials(tenant, job.account)
        } catch ChannelError.unknownAccount {
            throw JobDiscard(reason: "the channel is gone")
        }
        let client = Resend.Client(
            http: http, baseURL: credentials.baseURL, apiKey: credentials[.apiToken] ?? "",
            account: credentials.mailbox)
        do {
            let body = try await client.receivedBody(job.mail)
            guard try await isOurs(body, of: tenant) else { return }
            try await keep(body, "content:\(job.mail)", job, tenant, context)
        } catch let error as ProviderError {
            try await failed(error, job, tenant, context)
        }
    }

    /// Two shops may share one account at the provider: each reads its own mailboxes only.
    private func isOurs(_ body: [UInt8], of tenant: TenantID) async throws -> Bool {
        let recipients = Resend.parse(body).items.flatMap { found -> [String] in
            if case .message(let message) = found.item { message.email?.recipients ?? [] } else { [] }
        }
        let addresses = Set(recipients.map { ProviderWebhook.withoutTag($0.lowercased()) })
        let owners = try await channels.route(provider: .resend, addresses: addresses)
        return owners.isEmpty || owners.contains { $0.tenant == tenant }
    }

    private func keep(
        _ body: [UInt8], _ name: String, _ job: FetchReceivedMail, _ tenant: TenantID, _ context: JobContext
    ) async throws {
        try await database.tenant(.service(tenant)) { tx in
            try await tx.commit([
                Inbox.keep(
                    body, digest: Array(SHA256.hash(data: Data(name.utf8))), account: job.account, provider: "resend",
                    tenant: tenant),
                context.completionStatement(),
            ])
        }
        stored(tenant)
    }

    /// What may get better is tried again; in the end the envelope alone is kept, so that nobody is overlooked.
    private func failed(
        _ error: ProviderError, _ job: FetchReceivedMail, _ tenant: TenantID, _ context: JobContext
    ) async throws {
        let code = error.fault.code
        var pause = Duration.seconds(min(2 << min(context.attempt, 11), 3_600))
        var isHopeless = context.isLastAttempt || code == "not_found" && context.attempt >= 8
        switch error {
        case .rejected, .blocked: isHopeless = true
        case .rateLimited(_, let after, _): pause = after ?? pause
        case .unavailable(_, let after): pause = max(after ?? .zero, pause)
        case .unauthorized:
            // A key for sending alone still sends.
            if code != "restricted_api_key" {
                try await channels.markNeedsReauth(tenant, job.account, reason: "\(code) \(error.fault.title)")
            }
        case .ambiguous: break
        }
        guard isHopeless else { throw JobRetry(after: pause, reason: code) }
        logger.error(
            "A received mail cannot be fetched; its envelope is kept",
            metadata: ["tenant.id": "\(tenant)", "account.id": "\(job.account)", "provider.code": "\(code)"])
        let event = try await database.tenant(.service(tenant)) { try await Inbox.body(of: job.event, tx: $0) }
        guard let envelope = event.flatMap({ Resend.envelope(of: job.mail, in: $0) }) else {
            throw JobDiscard(reason: code)
        }
        try await keep(envelope, "envelope:\(job.mail)", job, tenant, context)
    }
}
