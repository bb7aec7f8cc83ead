import Domain
import Foundation
import Postgres

extension Realtime {
    /// The newest change of each tenant: what a viewer that has seen this update resumes from.
    ///
    /// A transaction that took an older number may commit later: whoever resumes looks a little further back.
    static func newestChanges(_ tenants: [TenantID], _ database: Database) async throws -> [TenantID: Int64] {
        let rows = try await database.system("live updates: newest change of the tenants being watched") { tx in
            try await tx.query(
                """
                SELECT t.id, (SELECT max(change_seq) FROM conversations c WHERE c.tenant_id = t.id)
                FROM unnest(\(tenants.map(\.value))::uuid[]) AS t (id)
                """)
        }
        var cursors: [TenantID: Int64] = [:]
        for row in rows {
            if let newest: Int64 = try row(1) { cursors[TenantID(try row(0))] = newest }
        }
        return cursors
    }
}
