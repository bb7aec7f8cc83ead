import Domain
import Foundation
import Postgres

extension Mail {
    /// Something that was learnt of an address.
    struct Suppression: Sendable, Equatable {
        var account: UUID
        /// In lower case.
        var address: String
        /// `bounce`, `complaint` or `provider`.
        var reason: String
        /// The provider writes to it again.
        var isLifted = false
    }

    /// In the order in which they were learnt: the last word counts. A complaint is not undone by a provider's list.
    static func suppress(_ found: [Suppression], tenant: TenantID) -> [SQL] {
        var last: [String: Suppression] = [:]
        for one in found where last[one.address]?.reason != "complaint" { last[one.address] = one }
        let all = last.values.sorted { $0.address < $1.address }
        let (lifted, added) = (all.filter(\.isLifted), all.filter { !$0.isLifted })
        var statements: [SQL] = []
        if !added.isEmpty {
            statements.append(
                """
                INSERT INTO mail_suppressions AS s (tenant_id, address_key, reason, account_id)
                SELECT \(tenant.value), n.* FROM unnest(\(added.map(\.address))::text[], \(added.map(\.reason))::text[],
                  \(added.map(\.account))::uuid[]) AS n
                ON CONFLICT (tenant_id, address_key) DO UPDATE SET reason = excluded.reason
                  WHERE excluded.reason = 'complaint' AND s.reason <> 'complaint'
                """)
        }
        if !lifted.isEmpty {
            statements.append(
                """
                DELETE FROM mail_suppressions
                WHERE tenant_id = \(tenant.value) AND address_key = ANY (\(lifted.map(\.address))::text[]) AND reason <> 'complaint'
                """)
        }
        return statements
    }

    /// Mailboxes that a bounce calls dead, where our message did go to that very address: anybody can write a bounce.
    static func suppressDead(tenant: TenantID, _ reports: [(account: UUID, report: DeliveryReport)]) -> [SQL] {
        let dead = reports.compactMap { item in item.report.deadAddress.map { (item, $0) } }
        guard !dead.isEmpty else { return [] }
        return [
            """
            INSERT INTO mail_suppressions (tenant_id, address_key, reason, account_id)
            SELECT DISTINCT m.tenant_id, i.match_key, 'bounce', m.account_id
            FROM unnest(\(dead.map(\.0.account))::uuid[], \(dead.map(\.0.report.externalID))::text[], \(dead.map(\.1))::text[])
              AS r (account_id, external_id, address)
            JOIN messages m ON m.tenant_id = \(tenant.value) AND m.account_id = r.account_id AND m.external_id = r.external_id
              AND m.direction = 'outbound'
            JOIN conversations v ON v.tenant_id = m.tenant_id AND v.id = m.conversation_id
            JOIN contact_identities i ON i.tenant_id = v.tenant_id AND i.account_id = m.account_id AND i.contact_id = v.customer_id
              AND i.kind = 'email' AND i.match_key = r.address
            ON CONFLICT DO NOTHING
            """
        ]
    }

    /// Those of a contact, by any of its addresses.
    static func suppressions(of contact: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT s.address_key, s.reason, s.created_at FROM mail_suppressions s
        WHERE s.tenant_id = \(tx.tenant) AND s.address_key IN (
          SELECT match_key FROM contact_identities
          WHERE tenant_id = \(tx.tenant) AND contact_id = \(contact) AND kind = 'email' AND superseded_at IS NULL
          UNION SELECT email_key FROM contacts WHERE tenant_id = \(tx.tenant) AND id = \(contact))
        ORDER BY s.created_at, s.address_key LIMIT 20
        """
    }

    static func isSuppressed(_ key: String, tx: TenantTransaction) async throws -> Bool {
        try await tx.first(
            "SELECT 1 FROM mail_suppressions WHERE tenant_id = \(tx.tenant) AND address_key = \(key)") != nil
    }

    /// A page of all of them, by address.
    static func suppressions(after key: String, limit: Int, tx: TenantTransaction) -> SQL {
        """
        SELECT address_key, reason, created_at FROM mail_suppressions
        WHERE tenant_id = \(tx.tenant) AND address_key > \(key) ORDER BY address_key LIMIT \(limit)
        """
    }

    static func lift(_ address: String, tx: TenantTransaction) -> SQL {
        "DELETE FROM mail_suppressions WHERE tenant_id = \(tx.tenant) AND address_key = \(address) RETURNING reason"
    }
}

/// An address that is not written to, as people see it.
package struct MailSuppression: Sendable, Encodable {
    package let address: String
    package let reason: String
    package let created_at: Date

    init(_ row: Row) throws {
        address = try row("address_key")
        reason = try row("reason")
        created_at = try row("created_at")
    }
}
