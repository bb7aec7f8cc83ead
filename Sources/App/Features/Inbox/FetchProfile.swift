import Domain
import Foundation
import Logging
import Postgres
import Providers

/// `inbox.profile`: Instagram and Messenger send no names along; ask what a customer is called. Nobody waits for it: a conversation
/// without a name is a conversation all the same.
package struct FetchProfile: Job, Hashable {
    package static let name = "inbox.profile"
    package static let queue = JobQueue.maintenance

    package let account: UUID
    /// An address of the customer on the account.
    package let kind: String
    package let key: String
}

extension InboxPlan {
    /// Names change rarely, and every question counts against the shop's rate limit.
    static let profileFreshness: TimeInterval = 30 * 86_400

    /// Has the profile of a customer asked for whose name the provider does not send.
    mutating func wantProfile(of message: InboundMessage, _ contact: InboxKnowledge.Contact, _ account: UUID) {
        guard !message.fromShop, let claim = message.customer.first(where: { $0.kind == .igsid || $0.kind == .psid })
        else { return }
        if let read = contact.profileReadAt, known.now.timeIntervalSince(read) < Self.profileFreshness { return }
        writes.profiles.insert(FetchProfile(account: account, kind: claim.kind.rawValue, key: claim.matchKey))
    }
}

extension Inbox {
    static func fetchProfiles(_ jobs: Set<FetchProfile>, tenant: TenantID) -> [SQL] {
        guard !jobs.isEmpty else { return [] }
        return [
            Jobs.enqueueMany(
                jobs.sorted { $0.key < $1.key }.map { job in
                    let key = "profile:\(job.account.lowercase):\(job.kind):\(job.key.prefix(200))"
                    return (job, JobOptions(uniqueKey: key, maxAttempts: 6))
                }, tenant: tenant)
        ]
    }

    /// Who is to be asked about: nil when the address is nobody's any more.
    static func personOfProfile(_ job: FetchProfile, tx: TenantTransaction) async throws -> (
        claim: IdentityClaim, contact: UUID
    )? {
        guard let kind = IdentityClaim.Kind(rawValue: job.kind) else { return nil }
        let row = try await tx.first(
            """
            SELECT value, contact_id FROM contact_identities
            WHERE tenant_id = \(tx.tenant) AND account_id = \(job.account) AND kind = \(job.kind) AND match_key = \(job.key)
              AND superseded_at IS NULL
            """)
        return try row.map {
            (IdentityClaim(kind: kind, value: try $0("value"), matchKey: job.key), try $0("contact_id"))
        }
    }

    /// Keeps what was told. A name that the shop has given stays; one that came from the profile follows it.
    static func keepProfile(
        name: String?, username: String?, of job: FetchProfile, contact: UUID, tx: TenantTransaction
    ) -> [SQL] {
        let called = name ?? username.map { "@\($0)" }
        return [
            """
            UPDATE contacts c SET updated_at = now(), username = coalesce(\(username), c.username),
              name = CASE WHEN coalesce(c.name, '') = '' OR c.name = i.profile_name THEN coalesce(\(called), c.name) ELSE c.name END
            FROM contact_identities i
            WHERE i.tenant_id = \(tx.tenant) AND i.account_id = \(job.account) AND i.kind = \(job.kind) AND i.match_key = \(job.key)
              AND c.tenant_id = i.tenant_id AND c.id = \(contact) AND i.contact_id = c.id
            """,
            """
            UPDATE contact_identities SET profile_name = coalesce(\(called), profile_name), profile_read_at = now()
            WHERE tenant_id = \(tx.tenant) AND account_id = \(job.account) AND kind = \(job.kind) AND match_key = \(job.key)
            """,
            Conversations.describeCustomer(contact, tx: tx),
        ]
    }
}

/// Asks for one profile; no transaction is open meanwhile.
package struct FetchProfileWorker: Sendable {
    let database: Database
    let channels: Channels
    let http: ProviderHTTP
    let realtime: Realtime
    let logger: Logger

    package init(database: Database, channels: Channels, http: ProviderHTTP, realtime: Realtime, logger: Logger) {
        self.database = database
        self.channels = channels
        self.http = http
        self.realtime = realtime
        self.logger = logger
    }

    package func run(_ job: FetchProfile, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let person = try await database.tenant(.service(tenant)) { try await Inbox.personOfProfile(job, tx: $0) }
        guard let person, let account = try await account(job, tenant) else { return }
        let profile: MetaMessaging.Profile?
        do {
            profile = try await client(account).profile(of: person.claim)
        } catch {
            guard try isAnswer(error, job, tenant, context) else { return }
            profile = nil
        }
        let changed = try await database.tenant(.service(tenant)) { tx in
            let results = try await tx.commit(
                Inbox.keepProfile(
                    name: profile?.name, username: profile?.username, of: job, contact: person.contact, tx: tx)
                    + [context.completionStatement()])
            return try results.dropLast().last?.rows.map { try $0("id") as UUID } ?? []
        }
        for conversation in changed { realtime.publish(LiveEvent(tenant: tenant, kind: .conversation(conversation))) }
    }

    private func account(_ job: FetchProfile, _ tenant: TenantID) async throws -> ChannelCredentials? {
        do {
            return try await channels.credentials(tenant, job.account)
        } catch ChannelError.unknownAccount {
            return nil
        }
    }

    private func client(_ account: ChannelCredentials) throws(ProviderError) -> MetaMessaging.Client {
        MetaMessaging.Client(
            http: http, channel: account.channelType == .instagram ? .instagram : .messenger, baseURL: account.baseURL,
            token: try account.secret(.accessToken), accountID: account.address)
    }

    /// Whether it is settled that nothing is told of this customer. What may get better is tried a few times, and again with the
    /// next message.
    private func isAnswer(
        _ error: ProviderError, _ job: FetchProfile, _ tenant: TenantID, _ context: JobContext
    ) throws -> Bool {
        switch error {
        case .rateLimited(_, let after, _), .unavailable(_, let after):
            guard context.isLastAttempt else {
                throw JobRetry(after: after ?? .seconds(60 << min(context.attempt, 5)), reason: error.fault.code)
            }
        case .ambiguous:
            guard context.isLastAttempt else { throw JobRetry(after: .seconds(60), reason: error.fault.code) }
        case .rejected, .blocked, .unauthorized: break
        }
        logger.info(
            "A customer's profile cannot be read",
            metadata: [
                "tenant.id": "\(tenant)", "account.id": "\(job.account)", "provider.code": "\(error.fault.code)",
            ])
        switch error {
        case .rejected, .blocked: return true
        default: return false
        }
    }
}
