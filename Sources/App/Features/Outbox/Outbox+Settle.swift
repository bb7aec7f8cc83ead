import Domain
import Foundation
import Postgres

extension Outbox {
    enum Settlement: Sendable {
        case accepted(externalID: String)
        /// Call number `call` certainly sent nothing, and another may.
        case pending(SendFailure, call: Int)
        case failed(SendFailure)
        case unknown(SendFailure)
    }

    /// The statements that write down how a call ended. A row that a status webhook settled first is left as it is.
    static func settle(
        tenant: TenantID, account: UUID, outbox: UUID, message: UUID, conversation: UUID, _ settlement: Settlement
    ) -> [SQL] {
        let hold: SQL =
            "SELECT 1 FROM conversations WHERE tenant_id = \(tenant.value) AND id = \(conversation) FOR NO KEY UPDATE"
        let touch: SQL = """
            UPDATE conversations SET change_seq = nextval('change_seq') WHERE tenant_id = \(tenant.value) AND id = \(conversation)
            """
        switch settlement {
        case .accepted(let externalID):
            return [hold, holdReports(account: account, externalID)] + accept(externalID, tenant, outbox, message) + [
                touch
            ]
        case .pending(let failure, let call):
            return [putBack(failure, after: call, tenant, outbox)]
        case .failed(let failure):
            return [
                hold, state("failed", failure, tenant, outbox),
                explain(
                    "failed", "delivery_status = 'failed'", failure.code, Outbox.failure(code: failure.code), tenant,
                    message), touch,
            ]
        case .unknown(let failure):
            return [
                hold, state("unknown", failure, tenant, outbox),
                explain("unknown", "delivery_status = delivery_status", failure.code, .outcomeUnknown, tenant, message),
                touch,
            ]
        }
    }

    private static func accept(_ externalID: String, _ tenant: TenantID, _ outbox: UUID, _ message: UUID) -> [SQL] {
        [
            """
            UPDATE outbox SET state = 'accepted', external_id = \(externalID), last_error_code = NULL, last_error = NULL, updated_at = now()
            WHERE tenant_id = \(tenant.value) AND id = \(outbox)
            """,
            // Reports that came before this answer are waiting under the same id. An echo of it may have been stored as a message of
            // the shop's phone: then that one keeps the id.
            """
            UPDATE messages m SET external_id = \(externalID), failure_code = best.error_code, failure_reason = best.error_title,
              delivery_status = coalesce(best.status, 'sent')
            FROM (SELECT 1) one LEFT JOIN LATERAL (
              SELECT s.status, s.error_code, s.error_title FROM message_statuses s
              JOIN outbox o ON o.tenant_id = s.tenant_id AND o.account_id = s.account_id
              WHERE o.tenant_id = \(tenant.value) AND o.id = \(outbox) AND s.external_id = \(externalID) AND delivery_rank(s.status) >= 1
              ORDER BY delivery_rank(s.status) DESC LIMIT 1
            ) best ON true
            WHERE m.tenant_id = \(tenant.value) AND m.id = \(message)
              AND NOT EXISTS (SELECT 1 FROM messages t WHERE t.tenant_id = m.tenant_id AND t.account_id = m.account_id
                              AND t.external_id = \(externalID) AND t.part = m.part AND t.id <> m.id)
            """,
        ]
    }

    /// Only from the call that failed: where that attempt lost its lease, the row may have been settled, and its job be gone. Put back
    /// then, it would wait for ever.
    private static func putBack(_ failure: SendFailure, after call: Int, _ tenant: TenantID, _ outbox: UUID) -> SQL {
        """
        UPDATE outbox SET state = 'pending', last_error_code = \(failure.code), last_error = \(failure.title), updated_at = now()
        WHERE tenant_id = \(tenant.value) AND id = \(outbox) AND state = 'sending' AND attempts = \(call)
        """
    }

    private static func state(_ state: String, _ failure: SendFailure, _ tenant: TenantID, _ outbox: UUID) -> SQL {
        """
        UPDATE outbox SET state = \(state), last_error_code = \(failure.code), last_error = \(failure.title), updated_at = now()
        WHERE tenant_id = \(tenant.value) AND id = \(outbox) AND state <> 'accepted'
        """
    }

    /// Tells the shop why, unless the outbox has come to another end meanwhile.
    private static func explain(
        _ state: String, _ change: String, _ code: String, _ failure: DeliveryFailure, _ tenant: TenantID,
        _ message: UUID
    ) -> SQL {
        """
        UPDATE messages m SET \(unsafeRaw: change), failure_code = \(code), failure_reason = \(fragment: failure.words.sql(tenant))
        FROM outbox o
        WHERE m.tenant_id = \(tenant.value) AND m.id = \(message) AND o.tenant_id = m.tenant_id AND o.message_id = m.id AND o.state = \(state)
        """
    }

    /// Serialises the answer to a call with reports of the same message that do not name our row: without it each would miss the
    /// other, both uncommitted.
    static func holdReports(account: UUID, _ externalID: String) -> SQL {
        "SELECT pg_advisory_xact_lock(hashtextextended(\(reportKey(account, externalID)), 0))"
    }

    static func reportKey(_ account: UUID, _ externalID: String) -> String {
        "delivery:\(account.uuidString.lowercased()):\(externalID)"
    }
}
