import Domain
import Foundation
import Postgres

extension Outbox {
    /// A copy that the provider showed us: the message has left, under this id. Answers with no rows.
    static func recordCopy(_ copy: InboxWrites.OwnCopy, tenant: TenantID) -> [SQL] {
        let send = copy.send
        guard copy.isWhole else { return name([copy.externalID], tenant, send.account, send.outbox) }
        guard send.state == "unknown" || send.state == "pending" else {
            return name([copy.externalID], tenant, send.account, send.outbox) + [
                """
                UPDATE outbox SET unanswered = greatest(unanswered - 1, 0) WHERE tenant_id = \(tenant.value) AND id = \(send.outbox)
                """
            ]
        }
        return [
            lockConversation(ofMessage: send.message, tenant.value),
            """
            SELECT count(*) AS held FROM (
              SELECT pg_advisory_xact_lock(hashtextextended(\(reportKey(send.account, copy.externalID)), 0))::text AS held OFFSET 0
            ) locked HAVING count(held) < 0
            """,
        ] + accept(copy.externalID, tenant, send.account, send.outbox, send.message) + [
            """
            UPDATE conversations SET change_seq = nextval('change_seq') WHERE tenant_id = \(tenant.value) AND id = \(send.conversation)
            """
        ]
    }

    /// Copies that carry these names are ours.
    static func name(_ names: [String], _ tenant: TenantID, _ account: UUID, _ outbox: UUID) -> [SQL] {
        guard !names.isEmpty else { return [] }
        return [
            """
            INSERT INTO outbox_names (tenant_id, account_id, external_id, outbox_id)
            SELECT \(tenant.value), \(account), name, \(outbox) FROM unnest(\(names)::text[]) AS name ON CONFLICT DO NOTHING
            """
        ]
    }
}
