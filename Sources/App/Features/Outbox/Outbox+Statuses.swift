import Domain
import Foundation
import Postgres
import Privacy

extension Outbox {
    /// The statements that take in delivery reports, whatever their order. They belong in the inbox's transaction; the last one
    /// answers with the conversations that look different now, the others with no rows.
    ///
    /// Every report is kept, known message or not. One that is new and echoes our outbox id tells how an uncertain send ended, and
    /// what the provider calls the message. Messages rise to the highest rank that is known; none ever falls.
    static func recordStatuses(tenant: TenantID, _ reports: [(account: UUID, report: DeliveryReport)]) -> [SQL] {
        let known = reports.compactMap { item in
            DeliveryStatus(provider: item.report.status).map {
                Said(account: item.account, report: item.report, status: $0)
            }
        }
        guard !known.isEmpty else { return [] }
        let said = said(known)
        return [lockConversations(tenant, known), lockUnnamed(known), record(tenant, said)].compactMap { $0 }
    }

    private struct Said {
        let account: UUID
        let report: DeliveryReport
        let status: DeliveryStatus

        var words: FailureWords? {
            status == .failed ? Outbox.failure(code: report.errorCode ?? "").words : nil
        }
    }

    private static func said(_ reports: [Said]) -> SQL {
        """
        SELECT DISTINCT ON (account_id, external_id, status) * FROM unnest(
          \(reports.map(\.account))::uuid[], \(reports.map(\.report.externalID))::text[], \(reports.map(\.status.rawValue))::text[],
          \(reports.map(\.report.outboxID))::uuid[], \(reports.map(\.report.errorCode))::text[], \(reports.map { $0.report.errorTitle.map(Mask.text) })::text[],
          \(reports.map(\.words?.pt))::text[], \(reports.map(\.words?.en))::text[], \(reports.map(\.words?.es))::text[],
          \(reports.map(\.report.at))::timestamptz[])
          AS r (account_id, external_id, status, outbox_id, error_code, error_title, pt, en, es, occurred_at)
        ORDER BY account_id, external_id, status, outbox_id
        """
    }

    /// In one order, before anything else: whoever sends or repeats a message locks its conversation first too.
    private static func lockConversations(_ tenant: TenantID, _ reports: [Said]) -> SQL {
        """
        SELECT count(*) AS held FROM (
          SELECT v.id FROM conversations v WHERE v.tenant_id = \(tenant.value) AND v.id IN (
            SELECT m.conversation_id
            FROM unnest(\(reports.map(\.account))::uuid[], \(reports.map(\.report.externalID))::text[]) AS r (account_id, external_id)
            JOIN messages m ON m.tenant_id = \(tenant.value) AND m.account_id = r.account_id AND m.external_id = r.external_id
            UNION
            SELECT o.conversation_id FROM outbox o
            WHERE o.tenant_id = \(tenant.value) AND o.id = ANY (\(reports.compactMap(\.report.outboxID))::uuid[]))
          ORDER BY v.id FOR NO KEY UPDATE
        ) locked HAVING count(*) < 0
        """
    }

    /// Reports that do not name our row meet the answer to the call here (``holdReports(account:_:)``). Few providers leave the
    /// name out; the bound keeps a strange body from filling the lock table.
    private static func lockUnnamed(_ reports: [Said]) -> SQL? {
        let keys = Set(reports.filter { $0.report.outboxID == nil }.map { reportKey($0.account, $0.report.externalID) })
        guard !keys.isEmpty else { return nil }
        return """
            SELECT count(*) AS held FROM (
              SELECT pg_advisory_xact_lock(hashtextextended(key, 0))::text AS held
              FROM unnest(\(keys.sorted().prefix(1_000).map { $0 })::text[]) AS key OFFSET 0
            ) locked HAVING count(held) < 0
            """
    }

    private static func record(_ tenant: TenantID, _ said: SQL) -> SQL {
        """
        WITH said AS MATERIALIZED (
          \(fragment: said)
        ), fresh AS (
          INSERT INTO message_statuses (tenant_id, account_id, external_id, status, outbox_id, error_code, error_title, occurred_at)
          SELECT \(tenant.value), account_id, external_id, status, outbox_id, error_code, error_title, occurred_at FROM said
          ON CONFLICT (tenant_id, account_id, external_id, status) DO NOTHING
          RETURNING account_id, external_id, status, outbox_id
        ), settled AS (
          -- Whatever we thought of it, the provider has it: it must not be sent again. A report that was known before settles
          -- nothing: it may be of an attempt that a person has repeated since.
          UPDATE outbox o SET state = 'accepted', external_id = e.external_id, last_error_code = NULL, last_error = NULL, updated_at = now(),
            unanswered = greatest(o.unanswered - CASE o.state WHEN 'sending' THEN 0 ELSE 1 END, 0)
          FROM (SELECT DISTINCT ON (outbox_id) outbox_id, account_id, external_id FROM fresh
                WHERE outbox_id IS NOT NULL ORDER BY outbox_id, delivery_rank(status) DESC) e
          WHERE o.tenant_id = \(tenant.value) AND o.id = e.outbox_id AND o.account_id = e.account_id AND o.state <> 'accepted'
          RETURNING o.message_id, o.account_id, o.external_id
        ), best AS (
          SELECT DISTINCT ON (account_id, external_id) account_id, external_id, status, error_code, reason FROM (
            SELECT account_id, external_id, status, error_code,
              (SELECT CASE t.locale WHEN 'en' THEN en WHEN 'es' THEN es ELSE pt END FROM tenants t WHERE t.tenant_id = \(tenant.value)) AS reason
            FROM said
            UNION ALL
            SELECT s.account_id, s.external_id, s.status, s.error_code, s.error_title
            FROM settled JOIN message_statuses s ON s.tenant_id = \(tenant.value)
              AND s.account_id = settled.account_id AND s.external_id = settled.external_id
          ) every ORDER BY account_id, external_id, delivery_rank(status) DESC
        ), target AS (
          SELECT m.id, false AS is_new, best.* FROM best
          JOIN messages m ON m.tenant_id = \(tenant.value) AND m.account_id = best.account_id AND m.external_id = best.external_id
          WHERE m.direction = 'outbound'
          UNION ALL
          SELECT settled.message_id, true, best.* FROM settled JOIN best USING (account_id, external_id)
          WHERE NOT EXISTS (SELECT 1 FROM messages t WHERE t.tenant_id = \(tenant.value)
                            AND t.account_id = settled.account_id AND t.external_id = settled.external_id)
        ), risen AS (
          UPDATE messages m SET external_id = target.external_id, delivery_status = target.status,
            failure_code = CASE WHEN target.status = 'failed' THEN target.error_code END,
            failure_reason = CASE WHEN target.status = 'failed' THEN target.reason END
          FROM target
          WHERE m.tenant_id = \(tenant.value) AND m.id = target.id
            AND (target.is_new OR delivery_rank(target.status) > delivery_rank(coalesce(m.delivery_status, 'queued')))
          RETURNING m.conversation_id
        )
        UPDATE conversations v SET change_seq = nextval('change_seq')
        WHERE v.tenant_id = \(tenant.value) AND v.id IN (SELECT conversation_id FROM risen) RETURNING v.id
        """
    }
}
