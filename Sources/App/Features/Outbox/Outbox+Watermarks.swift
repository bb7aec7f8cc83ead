import Domain
import Foundation
import Postgres

extension Outbox {
    /// "Everything up to then was read": what Instagram and Messenger say instead of naming messages. Raises the messages that were
    /// sent to that person until then; like every report it never lowers one, so its order does not matter.
    static func recordWatermarks(tenant: TenantID, _ marks: [(account: UUID, mark: DeliveryWatermark)]) -> [SQL] {
        let said = marks.flatMap {
            item -> [(account: UUID, claim: IdentityClaim, status: DeliveryStatus, until: Date)] in
            guard let status = DeliveryStatus(provider: item.mark.status) else { return [] }
            return item.mark.customer.map { (item.account, $0, status, item.mark.until) }
        }
        guard !said.isEmpty else { return [] }
        return [
            """
            WITH said AS (
              SELECT * FROM unnest(\(said.map(\.account))::uuid[], \(said.map(\.claim.kind.rawValue))::text[], \(said.map(\.claim.matchKey))::text[],
                \(said.map(\.status.rawValue))::text[], \(said.map(\.until))::timestamptz[]) AS r (account_id, kind, match_key, status, until)
            ), held AS MATERIALIZED (
              SELECT v.id, s.account_id, s.status, s.until FROM said s
              JOIN contact_identities i ON i.tenant_id = \(tenant.value) AND i.account_id = s.account_id AND i.kind = s.kind AND i.match_key = s.match_key
              JOIN conversations v ON v.tenant_id = i.tenant_id AND v.customer_id = i.contact_id AND v.account_id = s.account_id
                AND v.last_message_at >= s.until - interval '30 days'
              ORDER BY v.id FOR NO KEY UPDATE OF v
            ), target AS (
              SELECT m.id, (array_agg(h.status ORDER BY delivery_rank(h.status) DESC))[1] AS status
              FROM held h JOIN messages m ON m.tenant_id = \(tenant.value) AND m.conversation_id = h.id
                AND m.direction = 'outbound' AND m.external_id IS NOT NULL
                AND m.sent_at <= h.until AND m.sent_at > h.until - interval '30 days'
                AND delivery_rank(h.status) > delivery_rank(coalesce(m.delivery_status, 'queued'))
              GROUP BY m.id
            ), risen AS (
              UPDATE messages m SET delivery_status = target.status, failure_code = NULL, failure_reason = NULL
              FROM target WHERE m.tenant_id = \(tenant.value) AND m.id = target.id AND coalesce(m.delivery_status, '') <> 'failed'
              RETURNING m.conversation_id
            )
            UPDATE conversations v SET change_seq = nextval('change_seq')
            WHERE v.tenant_id = \(tenant.value) AND v.id IN (SELECT conversation_id FROM risen) RETURNING v.id
            """
        ]
    }
}
