import Domain
import Foundation
import Postgres

extension Outbox {
    /// The statements that take in delivery reports, whatever their order. They belong in the inbox's transaction.
    ///
    /// 1. Every report is kept, known message or not. 2. A report that echoes our outbox id tells how an uncertain send ended, and what
    /// the provider calls the message. 3. Messages rise to the highest rank reported. 4. Their conversations look different now.
    static func recordStatuses(tenant: TenantID, _ reports: [(account: UUID, report: DeliveryReport)]) -> [SQL] {
        let known = reports.compactMap { item in DeliveryStatus(provider: item.report.status).map { (item, $0) } }
        guard !known.isEmpty else { return [] }
        let accounts = known.map(\.0.account)
        let ids = known.map(\.0.report.externalID)
        let statuses = known.map(\.1.rawValue)
        let outboxIDs = known.map(\.0.report.outboxID)
        let codes = known.map(\.0.report.errorCode)
        let titles = known.map(\.0.report.errorTitle)
        let times = known.map(\.0.report.at)
        let said: SQL = """
            unnest(\(accounts)::uuid[], \(ids)::text[], \(statuses)::text[], \(outboxIDs)::uuid[], \(codes)::text[], \(titles)::text[],
              \(times)::timestamptz[]) AS r (account_id, external_id, status, outbox_id, error_code, error_title, occurred_at)
            """
        var statements: [SQL] = [
            """
            INSERT INTO message_statuses (tenant_id, account_id, external_id, status, outbox_id, error_code, error_title, occurred_at)
            SELECT \(tenant.value), r.* FROM \(fragment: said)
            ON CONFLICT (tenant_id, account_id, external_id, status) DO NOTHING
            """
        ]
        if outboxIDs.contains(where: { $0 != nil }) {
            statements += [
                """
                UPDATE outbox o SET state = 'accepted', external_id = r.external_id, updated_at = now()
                FROM (SELECT DISTINCT ON (outbox_id) * FROM \(fragment: said) WHERE outbox_id IS NOT NULL ORDER BY outbox_id) r
                WHERE o.tenant_id = \(tenant.value) AND o.id = r.outbox_id AND o.account_id = r.account_id AND o.state IN ('sending', 'unknown')
                """,
                """
                UPDATE messages m SET external_id = o.external_id
                FROM outbox o
                WHERE o.tenant_id = \(tenant.value) AND o.id = ANY (\(outboxIDs.compactMap { $0 })::uuid[]) AND o.external_id IS NOT NULL
                  AND m.tenant_id = o.tenant_id AND m.id = o.message_id AND m.external_id IS NULL
                """,
            ]
        }
        statements.append(
            """
            WITH best AS (
              SELECT DISTINCT ON (account_id, external_id) * FROM \(fragment: said)
              ORDER BY account_id, external_id, delivery_rank(status) DESC
            ), risen AS (
              UPDATE messages m SET delivery_status = best.status,
                failure_code = CASE WHEN best.status = 'failed' THEN best.error_code END,
                failure_reason = CASE WHEN best.status = 'failed' THEN best.error_title END
              FROM best
              WHERE m.tenant_id = \(tenant.value) AND m.account_id = best.account_id AND m.external_id = best.external_id
                AND m.direction = 'outbound' AND delivery_rank(best.status) > delivery_rank(coalesce(m.delivery_status, 'queued'))
              RETURNING m.conversation_id
            )
            UPDATE conversations v SET change_seq = nextval('change_seq')
            WHERE v.tenant_id = \(tenant.value) AND v.id IN (SELECT conversation_id FROM risen) RETURNING v.id
            """)
        return statements
    }
}
