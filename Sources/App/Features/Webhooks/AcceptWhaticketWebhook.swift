import Crypto
import Domain
import Foundation
import Providers

/// Takes a signed Whaticket webhook from the wire to `webhook_events`.
///
/// Order, as its senders know it: signature → token → payload → shop → limit of the sender's address → limit of each customer's
/// number → store. The shop's own secret signs: the name of another shop in a header opens nothing.
struct AcceptWhaticketWebhook: Sendable {
    enum Verdict: Equatable, Sendable {
        case stored
        case invalidSignature
        case invalidToken
        case invalidPayload(String)
        case companyNotFound
        case tooManyFromAddress(retryAfter: Duration)
        case tooManyFromNumber(retryAfter: Duration)
    }

    let channels: Channels
    let batcher: IntakeBatcher
    let addressLimit: SharedWindow
    let numberLimit: SharedWindow
    let now: @Sendable () -> Date

    init(
        channels: Channels, batcher: IntakeBatcher, limits: WebhookLimits = WebhookLimits(), cache: SharedCache? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.channels = channels
        self.batcher = batcher
        self.now = now
        addressLimit = SharedWindow("address", limit: limits.perAddress, window: limits.window, cache: cache)
        numberLimit = SharedWindow("number", limit: limits.perNumber, window: limits.window, cache: cache)
    }

    func callAsFunction(_ webhook: SignedWebhook) async throws -> Verdict {
        guard let seconds = Whaticket.signedAt(webhook.timestamp), webhook.signature != nil else {
            return .invalidSignature
        }
        let account = try await account(of: webhook.company)
        let signer: ChannelCredentials
        if let account {
            guard isSigned(webhook, by: account) else {
                channels.noteRefused([ChannelID(tenant: account.tenant, account: account.account)])
                return .invalidSignature
            }
            signer = account
        } else {
            // Nobody's domain. Only who knows a secret of ours is told so.
            let known = try await channels.whaticketAccounts(bodySize: webhook.body.count)
            guard let found = known.first(where: { isSigned(webhook, by: $0) }) else { return .invalidSignature }
            signer = found
        }
        guard Whaticket.verifyToken(webhook.token, expected: signer[.verifyToken] ?? "") else {
            channels.noteRefused([ChannelID(tenant: signer.tenant, account: signer.account)])
            return .invalidToken
        }
        let numbers: [String]
        do {
            numbers = try Whaticket.check(webhook.body)
        } catch {
            return .invalidPayload(error.details)
        }
        guard let account else { return .companyNotFound }
        if let wait = await addressLimit.count("\(account.tenant) \(webhook.sender)") {
            return .tooManyFromAddress(retryAfter: wait)
        }
        var waits: [Duration] = []
        for number in numbers {
            if let wait = await numberLimit.count("\(account.tenant) \(number)") { waits.append(wait) }
        }
        if let wait = waits.max() { return .tooManyFromNumber(retryAfter: wait) }
        try await store(webhook, signedAt: seconds, for: account)
        return .stored
    }

    /// The time is part of what makes an event the same: a body without ids, signed again later, is somebody saying it again.
    private func store(_ webhook: SignedWebhook, signedAt seconds: Int64, for account: ChannelCredentials) async throws
    {
        let headers = JSON.object([
            ("content_type", webhook.contentType.map { JSON(String($0.prefix(200))) }),
            (InboxNote.signedAt, JSON(String(seconds))),
        ])
        try await batcher.store([
            AcceptedWebhook(
                tenant: account.tenant, account: account.account, provider: ChannelProvider.whaticket.rawValue,
                digest: Array(SHA256.hash(data: Array("\(seconds).".utf8) + webhook.body)), body: webhook.body,
                headers: headers.text())
        ])
        channels.noteEvents([
            ChannelRoute(tenant: account.tenant, account: account.account, address: account.address, appSecret: nil)
        ])
    }

    private func isSigned(_ webhook: SignedWebhook, by account: ChannelCredentials) -> Bool {
        Whaticket.verifySignature(
            timestamp: webhook.timestamp, signature: webhook.signature, body: webhook.body,
            secret: account[.webhookSecret] ?? "", now: now())
    }

    private func account(of company: String?) async throws -> ChannelCredentials? {
        let domains = CompanyDomain.candidates(company)
        let found = try await channels.route(provider: .whaticket, addresses: domains)
        // With its port first: only where nobody has that, the domain alone.
        guard let route = domains.lazy.compactMap({ domain in found.first { $0.address == domain } }).first else {
            return nil
        }
        return try await channels.credentials(ifKnown: ChannelID(tenant: route.tenant, account: route.account))
    }
}

/// One signed request as it came.
struct SignedWebhook: Sendable {
    var body: [UInt8]
    var contentType: String?
    var timestamp: String?
    var signature: String?
    var token: String?
    /// `X-Company-Domain`, else the host that was called.
    var company: String?
    /// Who is calling, past our own proxies.
    var sender: String
}

/// How often one sender, and one customer, may come before the answer is 429.
package struct WebhookLimits: Sendable {
    package var perAddress = 60
    package var perNumber = 20
    package var window = Duration.seconds(60)

    package init() {}
}
