import Domain
import Foundation
import Postgres

/// Notices that a shop shows in its customers' browsers: channel `push`, provider `webpush`.
///
/// An agent gives a customer an address that only he has (``PushInvitations``). The page behind it turns notices on in the browser at hand
/// (`contact_browsers`). From then on a message on the channel goes to every browser of the contact (``CustomerPushSender``), and the
/// browser reports that it showed it and that it was opened. Nobody can write back on this channel.
enum CustomerPush {
    /// A browser that takes notices.
    struct Browser: Sendable {
        let id: UUID
        let endpoint: String
        let p256dh: String
        let auth: String
    }

    /// On whose page somebody is.
    struct Host: Sendable {
        let shop: String
        let account: UUID
        let contact: UUID
    }

    /// Browsers a contact may have on an account: the oldest gives way.
    static let limit = 20

    /// The account and the contact an invitation names, as they are now: nil where either has gone, or the account is off.
    static func host(_ account: UUID, _ contact: UUID, tx: TenantTransaction) async throws -> Host? {
        guard let person = try await Contacts.reach(contact, tx: tx) else { return nil }
        return try await tx.first(
            """
            SELECT coalesce(nullif(a.settings ->> 'from_name', ''), t.name) AS shop FROM channel_accounts a
            JOIN tenants t ON t.tenant_id = a.tenant_id
            WHERE a.tenant_id = \(tx.tenant) AND a.id = \(account) AND a.channel_type = 'push' AND a.is_enabled AND a.removed_at IS NULL
            """
        ).map { Host(shop: try $0("shop"), account: account, contact: person.contact) }
    }

    /// A browser takes the notices of one contact: of whoever turned them on last. Its name stands for the identity on pages.
    static func keep(
        _ endpoint: String, p256dh: String, auth: String, device: String, for host: Host, tx: TenantTransaction
    ) -> [SQL] {
        let key = host.contact.lowercase
        return [
            Contacts.reachInBrowsers(host.contact, named: device, on: host.account, tx.tenant),
            """
            INSERT INTO contact_browsers (tenant_id, account_id, match_key, endpoint, p256dh, auth, device)
            VALUES (\(tx.tenant), \(host.account), \(key), \(endpoint), \(p256dh), \(auth), \(device))
            ON CONFLICT (tenant_id, account_id, endpoint) DO UPDATE SET match_key = excluded.match_key, p256dh = excluded.p256dh,
              auth = excluded.auth, device = excluded.device, created_at = now()
            """,
            """
            DELETE FROM contact_browsers WHERE tenant_id = \(tx.tenant) AND id IN (
              SELECT id FROM contact_browsers
              WHERE tenant_id = \(tx.tenant) AND account_id = \(host.account) AND kind = 'push' AND match_key = \(key)
              ORDER BY created_at DESC, id DESC OFFSET \(limit))
            """,
        ]
    }

    /// The browser at hand wants no more notices of this account.
    static func forget(endpoint: String, of host: Host, tx: TenantTransaction) -> [SQL] {
        [
            """
            DELETE FROM contact_browsers b USING contact_identities i
            WHERE b.tenant_id = \(tx.tenant) AND b.account_id = \(host.account) AND b.endpoint = \(endpoint)
              AND i.tenant_id = b.tenant_id AND i.account_id = b.account_id AND i.kind = b.kind AND i.match_key = b.match_key
              AND i.contact_id = \(host.contact)
            """,
            Contacts.forgetWithoutBrowsers(on: host.account, tx.tenant),
        ]
    }

    /// The push service says that the browser has gone.
    static func forget(_ browsers: [UUID], of account: UUID, _ tenant: UUID) -> [SQL] {
        [
            "DELETE FROM contact_browsers WHERE tenant_id = \(tenant) AND account_id = \(account) AND id = ANY (\(browsers)::uuid[])",
            Contacts.forgetWithoutBrowsers(on: account, tenant),
        ]
    }

    /// Every browser of whoever has that address: contacts that were merged bring theirs along.
    static func browsers(at key: String, of account: UUID, tx: TenantTransaction) async throws -> [Browser] {
        try await tx.query(
            """
            SELECT b.id, b.endpoint, b.p256dh, b.auth FROM contact_identities i
            JOIN contact_identities j ON j.tenant_id = i.tenant_id AND j.account_id = i.account_id AND j.kind = i.kind
              AND j.contact_id = i.contact_id AND j.superseded_at IS NULL
            JOIN contact_browsers b ON b.tenant_id = j.tenant_id AND b.account_id = j.account_id AND b.kind = j.kind
              AND b.match_key = j.match_key
            WHERE i.tenant_id = \(tx.tenant) AND i.account_id = \(account) AND i.kind = 'push' AND i.match_key = \(key)
            ORDER BY b.created_at, b.id LIMIT \(limit)
            """
        ).map {
            Browser(id: try $0("id"), endpoint: try $0("endpoint"), p256dh: try $0("p256dh"), auth: try $0("auth"))
        }
    }

    /// Accounts that a contact can be invited to.
    static func accounts(tx: TenantTransaction) async throws -> [(account: UUID, name: String)] {
        try await tx.query(
            """
            SELECT id, name FROM channel_accounts
            WHERE tenant_id = \(tx.tenant) AND channel_type = 'push' AND is_enabled AND removed_at IS NULL ORDER BY created_at, id LIMIT 10
            """
        ).map { (account: try $0("id"), name: try $0("name")) }
    }

    /// Whether a contact can be told anything there.
    static func isReachable(_ contact: UUID, on account: UUID, tx: TenantTransaction) async throws -> Bool {
        try await tx.first(
            """
            SELECT 1 FROM contact_identities WHERE tenant_id = \(tx.tenant) AND account_id = \(account) AND kind = 'push'
              AND contact_id = \(contact) AND superseded_at IS NULL LIMIT 1
            """) != nil
    }
}
