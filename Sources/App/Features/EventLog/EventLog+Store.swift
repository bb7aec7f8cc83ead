import Domain
import Foundation
import Postgres

/// A stored webhook, as the log shows it.
struct LoggedEvent: Sendable {
    var id: UUID
    var receivedAt: Date
    var processedAt: Date?
    var micros: Int64
    var account: String
    var accountID: UUID
    var provider: String
    var state: String
    var isReplayed: Bool
    var deliveries: Int
    var items: Int
    var duplicates: Int
    var errors: JSON?
    var size: Int
    var headers: JSON?
    /// The head of the body; empty in lists.
    var body: [UInt8]
}

extension EventLog {
    static let pageLength = 25
    /// As much of a body as is shown.
    static let shownBytes = 65_536

    static func page(_ query: EventQuery, zone: String, tx: TenantTransaction) -> SQL {
        var sql = select("''::bytea", tx) + narrowing(query, zone)
        if query.state == .pending {
            sql += " AND e.state IN ('pending', 'held')"
        } else if query.state != .all {
            sql += " AND e.state = \(query.state.rawValue)"
        }
        if let before = query.cursor {
            sql += """
                 AND (e.received_at, e.id)
                  < (timestamptz 'epoch' + \(before.micros)::bigint * interval '1 microsecond', \(before.id)::uuid)
                """
        }
        return sql + " ORDER BY e.received_at DESC, e.id DESC LIMIT \(pageLength + 1)"
    }

    static func event(_ id: UUID, tx: TenantTransaction) -> SQL {
        select("substring(e.body FOR \(shownBytes))", tx) + " AND e.id = \(id)"
    }

    private static func select(_ body: SQL, _ tx: TenantTransaction) -> SQL {
        """
        SELECT e.id, e.received_at, e.processed_at, (extract(epoch FROM e.received_at) * 1000000)::bigint AS micros, a.name AS account,
          e.account_id, e.provider, e.state, e.signature = 'replayed' AS is_replayed, e.deliveries, e.items, e.duplicates,
          e.item_errors::text AS errors, octet_length(e.body) AS size, e.headers::text AS headers, \(fragment: body) AS body
        FROM webhook_events e JOIN channel_accounts a ON a.tenant_id = e.tenant_id AND a.id = e.account_id
        WHERE e.tenant_id = \(tx.tenant)
        """
    }

    /// The filters but the state.
    static func narrowing(_ query: EventQuery, _ zone: String) -> SQL {
        var sql: SQL = ""
        if let account = query.account { sql += " AND e.account_id = \(account)" }
        if let provider = query.provider { sql += " AND e.provider = \(provider)" }
        if let start = query.start(zone) { sql += " AND e.received_at >= \(start)" }
        if let end = query.end(zone) { sql += " AND e.received_at < \(end)" }
        return sql
    }

    static func event(_ row: Row) throws -> LoggedEvent {
        LoggedEvent(
            id: try row("id"), receivedAt: try row("received_at"), processedAt: try row("processed_at"),
            micros: try row("micros"),
            account: try row("account"), accountID: try row("account_id"), provider: try row("provider"),
            state: try row("state"),
            isReplayed: try row("is_replayed"), deliveries: try row("deliveries"), items: try row("items"),
            duplicates: try row("duplicates"), errors: (try row("errors") as String?).flatMap { try? JSON.parse($0) },
            size: try row("size"), headers: (try row("headers") as String?).flatMap { try? JSON.parse($0) },
            body: try row("body"))
    }

    /// The accounts a list can be narrowed to, also those the shop has parted from: their events are still there.
    static func accounts(_ tx: TenantTransaction) -> SQL {
        "SELECT id, name, provider FROM channel_accounts WHERE tenant_id = \(tx.tenant) ORDER BY removed_at IS NOT NULL, created_at, id"
    }
}
