import Domain
import Foundation
import Postgres
import Providers

/// Takes a message to every browser in which a contact turned notices on.
package struct CustomerPushSender: Sendable {
    let database: Database
    let push: WebPush.Client
    let invitations: PushInvitations
    let now: @Sendable () -> Date

    package init(
        database: Database, push: WebPush.Client, invitations: PushInvitations,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.database = database
        self.push = push
        self.invitations = invitations
        self.now = now
    }

    /// UTF-16 units of a text: what a notification shows is less, and all of it has to fit into the one record a push service takes.
    static let textLimit = 1_000

    /// What the worker shows. `tag` makes a notice that comes twice stand once.
    private struct Notice: Encodable {
        let title: String
        let body: String
        let tag: String
        let url: String
        let receipt: String
    }

    /// Told is who was reached in one browser at least. Browsers that have gone are forgotten.
    ///
    /// - Returns: what the message is called in reports: our own reference, for a push service has no name for all of them.
    func send(_ message: OutboundMessage, from account: ChannelCredentials) async throws(ProviderError) -> String {
        guard message.content.type == "text" else {
            throw .rejected(ProviderFault(code: "content_not_supported", title: "A notice is text"))
        }
        let browsers = try await stored(account.tenant) { tx in
            try await CustomerPush.browsers(at: message.to.matchKey, of: account.account, tx: tx)
        }
        let payload = try payload(message, from: account)
        var reached = false
        var gone: [UUID] = []
        var failure = ProviderError.rejected(
            ProviderFault(code: WebPush.goneCode, title: "The contact's browsers take no notices any more"))
        for browser in browsers {
            switch await outcome(payload, to: browser, topic: Self.topic(message.reference)) {
            case .success: reached = true
            case .failure(let error) where WebPush.isGone(error): gone.append(browser.id)
            case .failure(let error): failure = error
            }
        }
        if !gone.isEmpty {
            let forgotten = gone
            try await stored(account.tenant) { tx in
                _ = try await tx.commit(CustomerPush.forget(forgotten, of: account.account, tx.tenant))
            }
        }
        guard reached else { throw failure }
        return message.reference
    }

    private func outcome(_ payload: [UInt8], to browser: CustomerPush.Browser, topic: String) async
        -> Result<Void, ProviderError>
    {
        guard
            let subscription = PushSubscription(endpoint: browser.endpoint, p256dh: browser.p256dh, auth: browser.auth)
        else { return .failure(.rejected(ProviderFault(code: WebPush.goneCode, title: "Not a browser's key"))) }
        do {
            _ = try await push.send(payload, to: subscription, topic: topic)
            return .success(())
        } catch ProviderError.unauthorized(let fault) {
            // One push service that refuses our key says nothing of the others, and there is nothing in the account to renew.
            return .failure(.rejected(ProviderFault(code: "key_refused", title: fault.title)))
        } catch {
            return .failure(error)
        }
    }

    private func payload(
        _ message: OutboundMessage, from account: ChannelCredentials
    ) throws(ProviderError) -> [UInt8] {
        guard message.content.text.utf16.count <= Self.textLimit, let outbox = UUID(uuidString: message.reference)
        else {
            throw .rejected(ProviderFault(code: "too_long", title: "Longer than a notice can be"))
        }
        let notice = Notice(
            title: account.settings["from_name"] ?? account.address, body: message.content.text,
            tag: message.reference, url: "https://\(account.address)/",
            receipt: invitations.receiptPath(account.tenant, account.account, outbox: outbox, now: now()))
        guard let bytes = try? JSONEncoder().encode(notice) else {
            throw .rejected(ProviderFault(code: "bad_content", title: "Not a text"))
        }
        return Array(bytes)
    }

    /// 32 characters of base64url: a push service replaces what it still holds of the same message.
    private static func topic(_ reference: String) -> String {
        String(reference.filter { $0 != "-" }.prefix(32))
    }

    private func stored<Value: Sendable>(
        _ tenant: TenantID, _ work: @Sendable (TenantTransaction) async throws -> Value
    ) async throws(ProviderError) -> Value {
        do {
            return try await database.tenant(.service(tenant), work)
        } catch {
            throw .unavailable(
                ProviderFault(code: "no_database", title: "The browsers cannot be read now"), retryAfter: nil)
        }
    }
}
