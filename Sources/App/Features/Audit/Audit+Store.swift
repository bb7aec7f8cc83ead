import Domain
import Foundation
import Postgres

/// An act as lists show it.
struct AuditEntry: Sendable {
    let row: Int64
    let at: Date
    let actorType: String
    let actor: String
    let action: String
    let resource: String
    let resourceID: String?
    let outcome: Audit.Outcome
    let payload: JSON
    let ip: String?
    let hash: String

    init(_ row: Row) throws {
        self.row = try row("seq")
        at = try row("at")
        actorType = try row("actor_type")
        actor = try row("actor")
        action = try row("action")
        resource = try row("resource")
        resourceID = try row("resource_id")
        outcome = Audit.Outcome(rawValue: try row("outcome")) ?? .success
        let text: String = try row("payload")
        payload = (try? JSON.parse(text)) ?? [:]
        ip = try row("ip")
        let bytes: [UInt8] = try row("hash")
        hash = bytes.hex
    }
}

extension Audit {
    static let pageLength = 50

    /// The newest first.
    static func page(_ query: AuditQuery, zone: String, limit: Int = pageLength, tx: TenantTransaction) -> SQL {
        var sql: SQL = """
            SELECT seq, at, actor_type, actor, action, resource, resource_id, outcome, payload::text AS payload, ip, hash
            FROM audit_log WHERE tenant_id = \(tx.tenant)
            """
        if let action = query.action { sql += " AND action = \(action)" }
        if let actor = query.actor { sql += " AND actor = \(actor)" }
        if let resource = query.resource { sql += " AND (resource = \(resource) OR resource_id = \(resource))" }
        if let outcome = query.outcome { sql += " AND outcome = \(outcome.rawValue)" }
        if let start = query.days.start(zone) { sql += " AND at >= \(start)" }
        if let end = query.days.end(zone) { sql += " AND at < \(end)" }
        if let cursor = query.cursor { sql += " AND seq < \(cursor)" }
        return sql + " ORDER BY seq DESC LIMIT \(limit)"
    }

    /// Names behind the ids of actors: the shop's people and its tokens.
    static func names(_ tx: TenantTransaction) -> SQL {
        """
        SELECT u.id, u.name FROM user_roles r JOIN users u ON u.id = r.user_id WHERE r.tenant_id = \(tx.tenant)
        UNION ALL SELECT id, name FROM api_tokens WHERE tenant_id = \(tx.tenant)
        """
    }
}
