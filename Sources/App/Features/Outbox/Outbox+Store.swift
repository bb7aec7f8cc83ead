import Domain
import Foundation
import Postgres

extension Outbox {
    enum Next: Sendable {
        case send(OutboundEnvelope, conversation: UUID)
        case wait(Duration)
        /// Settled before, or settled now without a call; the job is completed.
        case nothingToDo(conversation: UUID?)
    }

    /// Decides what to do with a message and, where it is to be sent, commits `sending` (the caller's transaction ends here).
    static func prepare(
        _ tx: TenantTransaction, message: UUID, completion: () -> SQL, permit: (UUID) -> CircuitBreaker.Permit
    ) async throws -> Next {
        guard let row = try await tx.first(
            """
            SELECT o.id, o.state, o.conversation_id, o.account_id, m.content, m.content_type, m.payload, m.reply_to_external_id,
              a.provider, a.is_enabled, a.channel_type, v.last_customer_message_at > now() - interval '24 hours' AS window_open,
              i.kind, i.value, i.match_key
            FROM outbox o
            JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id
            JOIN conversations v ON v.tenant_id = o.tenant_id AND v.id = o.conversation_id
            JOIN channel_accounts a ON a.tenant_id = o.tenant_id AND a.id = o.account_id
            LEFT JOIN LATERAL (
              SELECT kind, value, match_key FROM contact_identities i
              WHERE i.tenant_id = o.tenant_id AND i.contact_id = v.customer_id AND i.account_id = o.account_id AND i.superseded_at IS NULL
              -- A telephone number can be sent to in every case; a scoped id is used where there is none.
              ORDER BY CASE kind WHEN 'phone_e164' THEN 0 ELSE 1 END, first_seen DESC LIMIT 1
            ) i ON true
            WHERE o.tenant_id = \(tx.tenant) AND o.message_id = \(message)
            FOR UPDATE OF o
            """)
        else {
            try await tx.commit([completion()])
            return .nothingToDo(conversation: nil)
        }
        let outbox: UUID = try row("id")
        let conversation: UUID = try row("conversation_id")
        func end(_ settlement: Settlement) async throws -> Next {
            try await tx.commit(
                settle(tenant: tx.scope.tenant, outbox: outbox, message: message, conversation: conversation, settlement) + [completion()])
            return .nothingToDo(conversation: conversation)
        }

        switch try row("state") as String {
        case "pending": break
        case "sending":
            return try await end(.unknown(.init(code: "interrupted", title: "The server stopped while this was being sent")))
        default:
            try await tx.commit([completion()])
            return .nothingToDo(conversation: nil)
        }
        guard try row("is_enabled") else { return try await end(.failed(.init(code: "channel_disabled", title: "The channel is switched off"))) }
        guard let kindName: String = try row("kind"), let kind = IdentityClaim.Kind(rawValue: kindName) else {
            return try await end(.failed(.init(code: "no_address", title: "The contact has no address on this channel")))
        }
        let provider: String = try row("provider")
        let contentType: String = try row("content_type")
        // Meta refuses it anyway (131047), sometimes only after it said yes.
        if provider == "meta", contentType != "template", try (row("window_open") as Bool?) != true {
            return try await end(.failed(.init(code: "window_closed", title: "More than 24 hours since the customer last wrote")))
        }
        let account: UUID = try row("account_id")
        if case .wait(let pause) = permit(account) { return .wait(pause) }

        let envelope = OutboundEnvelope(
            tenant: tx.scope.tenant, account: account, provider: provider, outboxID: outbox,
            recipient: IdentityClaim(kind: kind, value: try row("value"), matchKey: try row("match_key")),
            content: try row("content"), contentType: contentType, payload: try row("payload"),
            replyToExternalID: try row("reply_to_external_id"))
        try await tx.commit([
            """
            UPDATE outbox SET state = 'sending', attempts = attempts + 1, updated_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = \(outbox)
            """
        ])
        return .send(envelope, conversation: conversation)
    }

    enum Settlement: Sendable {
        case accepted(externalID: String)
        case pending(SendFailure)
        case failed(SendFailure)
        case unknown(SendFailure)
    }

    /// The statements that write down how a call ended. A row that a status webhook settled first is left as it is.
    static func settle(tenant: TenantID, outbox: UUID, message: UUID, conversation: UUID, _ settlement: Settlement) -> [SQL] {
        let touch: SQL = """
            UPDATE conversations SET change_seq = nextval('change_seq') WHERE tenant_id = \(tenant.value) AND id = \(conversation)
            """
        switch settlement {
        case .accepted(let externalID):
            return [
                """
                UPDATE outbox SET state = 'accepted', external_id = \(externalID), last_error_code = NULL, last_error = NULL, updated_at = now()
                WHERE tenant_id = \(tenant.value) AND id = \(outbox)
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
                touch,
            ]
        case .pending(let failure):
            return [state("pending", failure, tenant, outbox)]
        case .failed(let failure):
            return [
                state("failed", failure, tenant, outbox),
                """
                UPDATE messages SET delivery_status = 'failed', failure_code = \(failure.code), failure_reason = \(failure.title)
                WHERE tenant_id = \(tenant.value) AND id = \(message) AND delivery_rank(delivery_status) < delivery_rank('failed')
                """,
                touch,
            ]
        case .unknown(let failure):
            return [state("unknown", failure, tenant, outbox), touch]
        }
    }

    private static func state(_ state: String, _ failure: SendFailure, _ tenant: TenantID, _ outbox: UUID) -> SQL {
        """
        UPDATE outbox SET state = \(state), last_error_code = \(failure.code), last_error = \(failure.title), updated_at = now()
        WHERE tenant_id = \(tenant.value) AND id = \(outbox) AND state <> 'accepted'
        """
    }
}
