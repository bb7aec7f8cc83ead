import Domain
import Foundation
import Postgres

/// Names in `webhook_events.headers` of what the inbox has to know beside the body.
enum InboxNote {
    /// Whole seconds at which the sender signed: ids are made from it where the body has none.
    static let signedAt = "x_timestamp"
    /// Of the address that was called: it may hold our own reference of the message a status is about.
    static let query = "query"
}

/// A stored webhook, claimed for processing.
struct ClaimedEvent {
    var id: UUID
    var account: UUID
    var provider: String
    /// The address the account listens on: items of the body that speak of another one are not ours.
    var address: String
    /// The shop's mailboxes, for events of mail: one account at a provider may serve several of them.
    var mailboxes: [Mailbox] = []
    var body: [UInt8]
    /// What its intake wrote down beside the body: a JSON object.
    var headers = "{}"
    var receivedAt: Date

    /// One of ``InboxNote``.
    func note(_ name: String) -> String? {
        do {
            return try JSON.parse(headers)[name]?.string
        } catch {
            return nil  // a column of type jsonb holds nothing that does not parse
        }
    }
}

/// A mailbox of the shop.
struct Mailbox: Equatable {
    var account: UUID
    /// In lower case.
    var address: String
    var provider: String
}

extension Inbox {
    /// At most this many events and about this many bytes a batch: enough to make the commit cheap, little enough to stay in memory.
    static let batchSize = 300
    static let batchBytes = 8 << 20

    /// Takes the tenant's lane and its oldest pending events. nil when another worker holds the lane.
    ///
    /// The lock and the claim travel together; rows claimed without the lock are let go by the end of the transaction.
    static func claim(_ tx: TenantTransaction, limit: Int = batchSize) async throws -> [ClaimedEvent]? {
        let results = try await tx.batch([
            "SELECT pg_try_advisory_xact_lock(hashtextextended(\(laneKey(tx)), 0)) AS mine",
            """
            SELECT e.id, e.account_id, e.provider, a.address, e.body, e.headers::text AS headers, e.received_at,
              a.channel_type = 'email' AS is_mail
            FROM webhook_events e
            JOIN channel_accounts a ON a.tenant_id = e.tenant_id AND a.id = e.account_id
            WHERE e.tenant_id = \(tx.tenant) AND e.state = 'pending' AND e.id = ANY (ARRAY(
              SELECT id FROM (
                SELECT id, sum(octet_length(body)) OVER (ORDER BY id) AS bytes, row_number() OVER (ORDER BY id) AS n
                FROM (
                  SELECT id, body FROM webhook_events
                  WHERE tenant_id = \(tx.tenant) AND state = 'pending' ORDER BY id LIMIT \(limit)
                ) oldest
              ) sized WHERE n = 1 OR bytes <= \(batchBytes)))
            ORDER BY e.id
            FOR UPDATE OF e SKIP LOCKED
            """,
        ])
        guard results.count == 2, let lock = results[0].rows.first, try lock("mine") as Bool else { return nil }
        let rows = results[1].rows
        let boxes = try rows.contains { try $0("is_mail") } ? await mailboxes(tx) : []
        return try rows.map { row in
            ClaimedEvent(
                id: try row("id"), account: try row("account_id"), provider: try row("provider"),
                address: try row("address"), mailboxes: try row("is_mail") ? boxes : [],
                body: try row("body"), headers: try row("headers"), receivedAt: try row("received_at"))
        }
    }

    private static func mailboxes(_ tx: TenantTransaction) async throws -> [Mailbox] {
        try await tx.query(
            """
            SELECT id, lower(address) AS address, provider FROM channel_accounts
            WHERE tenant_id = \(tx.tenant) AND channel_type = 'email' AND removed_at IS NULL ORDER BY created_at, id LIMIT 200
            """
        ).map { Mailbox(account: try $0("id"), address: try $0("address"), provider: try $0("provider")) }
    }

    /// Tenants with something to do. The machinery's poll: the backstop of every wake-up.
    static func tenantsWithPendingEvents(_ tx: SystemTransaction) async throws -> [TenantID] {
        // A loose index scan: one probe a tenant, however many events wait.
        // What is held comes back when its call ends; that its end was missed, where a conversation closed meanwhile, is found here.
        try await tx.execute(
            """
            UPDATE webhook_events SET state = 'pending', held_for = NULL
            WHERE state = 'held' AND received_at < now() - \(InboxPlan.patience) * interval '1 second'
            """)
        return try await tx.query(
            """
            WITH RECURSIVE waiting AS (
              (SELECT tenant_id FROM webhook_events WHERE state = 'pending' ORDER BY tenant_id LIMIT 1)
              UNION ALL
              SELECT (SELECT e.tenant_id FROM webhook_events e
                      WHERE e.state = 'pending' AND e.tenant_id > w.tenant_id ORDER BY e.tenant_id LIMIT 1)
              FROM waiting w WHERE w.tenant_id IS NOT NULL
            )
            SELECT tenant_id FROM waiting WHERE tenant_id IS NOT NULL LIMIT 1000
            """
        ).map { TenantID(try $0("tenant_id")) }
    }
}
