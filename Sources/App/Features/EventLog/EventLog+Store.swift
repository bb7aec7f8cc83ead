import Domain
import Foundation
import Postgres

/// A stored webhook, as the log shows it.
struct LoggedEvent: Sendable {
    var id: UUID
    var receivedAt: Date
    var micros: Int64
    var account: String
    var provider: String
    var state: String
    var isReplayed: Bool
    var deliveries: Int
    var items: Int
    var duplicates: Int
    var errors: JSON?
    var size: Int
    /// The head of the body.
    var body: [UInt8]
}

extension EventLog {
    enum Filter: String, CaseIterable, Sendable {
        case all, failed, pending
    }

    static let pageLength = 25
    /// As much of a body as is shown.
    static let shownBytes = 16_384

    static func page(_ filter: Filter, before: InboxQuery.Cursor?, tx: TenantTransaction) -> SQL {
        var sql: SQL = """
            SELECT e.id, e.received_at, (extract(epoch FROM e.received_at) * 1000000)::bigint AS micros, a.name AS account, e.provider,
              e.state, e.signature = 'replayed' AS is_replayed, e.deliveries, e.items, e.duplicates, e.item_errors::text AS errors,
              octet_length(e.body) AS size, substring(e.body FOR \(shownBytes)) AS body
            FROM webhook_events e JOIN channel_accounts a ON a.tenant_id = e.tenant_id AND a.id = e.account_id
            WHERE e.tenant_id = \(tx.tenant)
            """
        switch filter {
        case .all: break
        case .failed: sql += " AND e.state = 'failed'"
        case .pending: sql += " AND e.state = 'pending'"
        }
        if let before {
            sql += """
                 AND (e.received_at, e.id)
                  < (timestamptz 'epoch' + \(before.micros)::bigint * interval '1 microsecond', \(before.id)::uuid)
                """
        }
        return sql + " ORDER BY e.received_at DESC, e.id DESC LIMIT \(pageLength + 1)"
    }

    static func event(_ row: Row) throws -> LoggedEvent {
        LoggedEvent(
            id: try row("id"), receivedAt: try row("received_at"), micros: try row("micros"),
            account: try row("account"),
            provider: try row("provider"), state: try row("state"), isReplayed: try row("is_replayed"),
            deliveries: try row("deliveries"),
            items: try row("items"), duplicates: try row("duplicates"),
            errors: (try row("errors") as String?).flatMap { try? JSON.parse($0) }, size: try row("size"),
            body: try row("body"))
    }
}
