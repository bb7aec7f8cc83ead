import Domain
import Foundation
import Postgres

/// A stored webhook, claimed for processing.
struct ClaimedEvent {
    var id: UUID
    var account: UUID
    var provider: String
    /// The address the account listens on: items of the body that speak of another one are not ours.
    var address: String
    var body: [UInt8]
    var receivedAt: Date
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
            SELECT e.id, e.account_id, e.provider, a.address, e.body, e.received_at
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
        return try results[1].rows.map { row in
            ClaimedEvent(
                id: try row("id"), account: try row("account_id"), provider: try row("provider"), address: try row("address"),
                body: try row("body"), receivedAt: try row("received_at"))
        }
    }

    /// Tenants with something to do. The machinery's poll: the backstop of every wake-up.
    static func tenantsWithPendingEvents(_ tx: SystemTransaction) async throws -> [TenantID] {
        // A loose index scan: one probe a tenant, however many events wait.
        try await tx.query(
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
