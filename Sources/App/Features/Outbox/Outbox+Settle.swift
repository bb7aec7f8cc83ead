import Domain
import Foundation
import Postgres

extension Outbox {
    enum Settlement: Sendable {
        /// `parts` are the provider's further names of what was sent.
        case accepted(externalID: String, parts: [String] = [])
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
        case .accepted(let externalID, let parts):
            // A mail server of ours knows the mail by its Message-ID.
            let mail = MailID(account: account, id: externalID, conversation: conversation, message: message)
            return [hold, holdReports(account: account, externalID)]
                + name(parts.filter { $0 != externalID }, tenant, account, outbox)
                + accept(externalID, tenant, account, outbox, message)
                + Mail.learn(externalID.contains("@") ? [mail] : [], tenant: tenant.value) + [touch]
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
                hold, state("unknown", failure, unanswered: 1, tenant, outbox),
                explain("unknown", "delivery_status = delivery_status", failure.code, .outcomeUnknown, tenant, message),
                touch,
            ]
        }
    }

    static func accept(
        _ externalID: String, _ tenant: TenantID, _ account: UUID, _ outbox: UUID, _ message: UUID
    ) -> [SQL] {
        // A name made from our own: the provider gave none, so the copy it shows us will be known by its words.
        let unnamed = externalID == "sent:\(outbox.uuidString.lowercased())" ? 1 : 0
        return [
            """
            WITH earlier AS (
              INSERT INTO outbox_names (tenant_id, account_id, external_id, outbox_id)
              SELECT tenant_id, account_id, external_id, id FROM outbox
              WHERE tenant_id = \(tenant.value) AND id = \(outbox) AND external_id <> \(externalID) ON CONFLICT DO NOTHING
            )
            UPDATE outbox SET state = 'accepted', external_id = \(externalID), last_error_code = NULL, last_error = NULL, updated_at = now(),
              unanswered = greatest(unanswered - CASE state WHEN 'sending' THEN 0 ELSE 1 END, 0) + \(unnamed)
            WHERE tenant_id = \(tenant.value) AND id = \(outbox)
            """,
            // A copy that came after the call was given up for lost, and whose words did not fit, was taken for one typed on the phone.
            """
            DELETE FROM messages t WHERE t.tenant_id = \(tenant.value) AND t.account_id = \(account) AND t.external_id = \(externalID)
              AND t.id <> \(message) AND t.direction = 'outbound' AND t.sender_type IN ('agent', 'system') AND t.sender_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.tenant_id = t.tenant_id AND o.message_id = t.id)
            """,
            // Reports that came before this answer are waiting under the same id.
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
        WHERE tenant_id = \(tenant.value) AND id = \(outbox) AND state IN ('uploading', 'sending') AND attempts = \(call)
        """
    }

    private static func state(
        _ state: String, _ failure: SendFailure, unanswered: Int = 0, _ tenant: TenantID, _ outbox: UUID
    ) -> SQL {
        """
        UPDATE outbox SET state = \(state), last_error_code = \(failure.code), last_error = \(failure.title), updated_at = now(),
          unanswered = unanswered + \(unanswered)
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
