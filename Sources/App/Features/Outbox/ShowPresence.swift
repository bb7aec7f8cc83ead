import Domain
import Foundation
import Logging
import Postgres
import Providers

/// `outbox.presence`: show a customer that they were read, or that an answer is being written. Losing one harms nobody: a few attempts, and
/// what comes late is not shown.
struct ShowPresence: Job {
    static let name = "outbox.presence"
    static let queue = JobQueue.outbox
    static let timeout = Duration.seconds(20)

    let conversation: UUID
    let isTyping: Bool
    let since: Date

    /// A bubble that says "typing" is gone by then.
    var isStale: Bool { isTyping && since.timeIntervalSinceNow < -15 }
}

extension Outbox {
    /// To be committed with whatever made it read; nothing where nothing was unread.
    package static func showRead(_ conversation: UUID, unread: Int, tenant: TenantID) -> [SQL] {
        unread > 0 ? [show(conversation, isTyping: false, tenant)] : []
    }

    package static func showTyping(_ conversation: UUID, tenant: TenantID) -> SQL {
        show(conversation, isTyping: true, tenant)
    }

    private static func show(_ conversation: UUID, isTyping: Bool, _ tenant: TenantID) -> SQL {
        let id = conversation.uuidString.lowercased()
        return Jobs.enqueue(
            ShowPresence(conversation: conversation, isTyping: isTyping, since: Date()), tenant: tenant,
            options: JobOptions(uniqueKey: "presence:\(isTyping ? "typing" : "read"):\(id)", maxAttempts: 3))
    }

    /// What is shown to whom, by the last thing they wrote.
    package struct Presence: Sendable {
        let isTyping: Bool
        let customer: IdentityClaim
        let lastMessage: String
        let account: UUID
        let provider: ChannelProvider
    }

    static func presence(_ job: ShowPresence, _ tx: TenantTransaction) async throws -> Presence? {
        let row = try await tx.first(
            """
            SELECT m.external_id, v.account_id, a.provider, i.kind, i.value, i.match_key
            FROM conversations v
            JOIN channel_accounts a ON a.tenant_id = v.tenant_id AND a.id = v.account_id AND a.is_enabled
              AND a.connection_status <> 'needs_reauth'
            JOIN LATERAL (
              SELECT external_id FROM messages m WHERE m.tenant_id = v.tenant_id AND m.conversation_id = v.id
                AND m.direction = 'inbound' AND m.external_id IS NOT NULL ORDER BY m.sent_at DESC, m.id DESC LIMIT 1
            ) m ON true
            JOIN LATERAL (
              SELECT kind, value, match_key FROM contact_identities i
              WHERE i.tenant_id = v.tenant_id AND i.contact_id = v.customer_id AND i.account_id = v.account_id
                AND i.superseded_at IS NULL
              ORDER BY CASE kind WHEN 'phone_e164' THEN 0 ELSE 1 END, first_seen DESC LIMIT 1
            ) i ON true
            WHERE v.tenant_id = \(tx.tenant) AND v.id = \(job.conversation)
            """)
        guard let row, let kind = IdentityClaim.Kind(rawValue: try row("kind")),
            let provider = ChannelProvider(rawValue: try row("provider"))
        else { return nil }
        return Presence(
            isTyping: job.isTyping,
            customer: IdentityClaim(kind: kind, value: try row("value"), matchKey: try row("match_key")),
            lastMessage: try row("external_id"), account: try row("account_id"), provider: provider)
    }

    package typealias PresenceCall = @Sendable (Presence, ChannelCredentials) async throws(ProviderError) -> Void

    /// Providers that can show it.
    package static func presenceCalls(http: ProviderHTTP) -> [ChannelProvider: PresenceCall] {
        [
            .meta: { (presence, account) async throws(ProviderError) in
                let token = try account.secret(.accessToken)
                guard account.channelType == .whatsapp else {
                    let client = MetaMessaging.Client(
                        http: http, channel: account.channelType == .instagram ? .instagram : .messenger,
                        baseURL: account.baseURL, token: token, accountID: account.address)
                    return try await client.show(presence.isTyping ? .typingOn : .markSeen, to: presence.customer)
                }
                let client = MetaWhatsApp.Client(
                    http: http, baseURL: account.baseURL, token: token, phoneNumberID: account.address)
                try await client.markRead(presence.lastMessage, typing: presence.isTyping)
            },
            .zapi: { (presence, account) async throws(ProviderError) in
                guard !presence.isTyping else { return }
                let client = ZAPI.Client(
                    http: http, baseURL: account.baseURL, instanceID: account.address,
                    token: try account.secret(.apiToken), clientToken: account[.clientToken] ?? "")
                try await client.markRead(presence.lastMessage, from: presence.customer)
            },
        ]
    }
}

package struct ShowPresenceWorker: Sendable {
    let database: Database
    let channels: Channels
    let calls: [ChannelProvider: Outbox.PresenceCall]
    let logger: Logger

    package init(
        database: Database, channels: Channels, calls: [ChannelProvider: Outbox.PresenceCall], logger: Logger
    ) {
        self.database = database
        self.channels = channels
        self.calls = calls
        self.logger = logger
    }

    func run(_ job: ShowPresence, _ context: JobContext) async throws {
        guard let tenant = context.tenant, !job.isStale else { return }
        let found = try await database.tenant(.service(tenant)) { try await Outbox.presence(job, $0) }
        guard let presence = found, let call = calls[presence.provider] else { return }
        do {
            try await call(presence, try await channels.credentials(tenant, presence.account))
        } catch let error as ProviderError {
            switch error {
            case .unavailable(let fault, let after), .rateLimited(let fault, let after, _):
                throw JobRetry(after: after ?? .seconds(5), reason: fault.code)
            default:
                logger.debug(
                    "Presence not shown", metadata: ["tenant.id": "\(tenant)", "provider.code": "\(error.fault.code)"])
            }
        }
    }
}
