import Domain
import Foundation
import Postgres

extension Outbox {
    enum Next: Sendable {
        /// `call` counts the calls made for this message.
        case send(OutboundEnvelope, conversation: UUID, call: Int)
        case wait(Duration)
        /// Settled before, or settled now without a call; the job is completed.
        case nothingToDo(conversation: UUID?)
    }

    /// Decides what to do with a message and, where it is to be sent, commits `sending` (the caller's transaction ends here).
    static func prepare(
        _ tx: TenantTransaction, message: UUID, completion: () -> SQL, permit: (UUID) -> CircuitBreaker.Permit
    ) async throws -> Next {
        let found = try await tx.batch([
            lockConversation(ofMessage: message, tx.tenant), standing(of: message, tx.tenant),
        ])
        guard let row = found.last?.rows.first else {
            try await tx.commit([completion()])
            return .nothingToDo(conversation: nil)
        }
        let outbox: UUID = try row("id")
        let conversation: UUID = try row("conversation_id")
        let account: UUID = try row("account_id")
        func end(_ settlement: Settlement) async throws -> Next {
            try await tx.commit(
                settle(
                    tenant: tx.scope.tenant, account: account, outbox: outbox, message: message,
                    conversation: conversation, settlement)
                    + [completion()])
            return .nothingToDo(conversation: conversation)
        }

        switch try row("state") as String {
        case "pending": break
        case "sending":
            return try await end(
                .unknown(.init(code: "interrupted", title: "The server stopped while this was being sent")))
        default:
            try await tx.commit([completion()])
            return .nothingToDo(conversation: nil)
        }
        if let failure = try hindrance(row) { return try await end(.failed(failure)) }
        guard let kindName: String = try row("kind"), let kind = IdentityClaim.Kind(rawValue: kindName) else {
            return try await end(
                .failed(.init(code: "no_address", title: "The contact has no address on this channel")))
        }
        if case .wait(let pause) = permit(account) { return .wait(pause) }

        let envelope = OutboundEnvelope(
            tenant: tx.scope.tenant, account: account, provider: try row("provider"), outboxID: outbox,
            recipient: IdentityClaim(kind: kind, value: try row("value"), matchKey: try row("match_key")),
            content: try row("content"), contentType: try row("content_type"), payload: try row("payload"),
            replyToExternalID: try row("reply_to_external_id"))
        let call: Int = try row("attempts") + 1
        try await tx.commit([
            """
            UPDATE outbox SET state = 'sending', attempts = \(call), updated_at = now()
            WHERE tenant_id = \(tx.tenant) AND id = \(outbox)
            """
        ])
        return .send(envelope, conversation: conversation, call: call)
    }

    /// What is known to end in a refusal, so that no call is made for it.
    private static func hindrance(_ row: Row) throws -> SendFailure? {
        guard try row("is_enabled") else {
            return .init(code: "channel_disabled", title: "The channel is switched off")
        }
        if try row("connection_status") as String == "needs_reauth" {
            return .init(code: "needs_reauth", title: "The provider no longer accepts the channel's credentials")
        }
        // Meta refuses it anyway (131047), sometimes only after it said yes.
        let isFree = try row("content_type") as String != "template"
        if try row("provider") as String == "meta", isFree, try (row("window_open") as Bool?) != true {
            return .init(code: "window_closed", title: "More than 24 hours since the customer last wrote")
        }
        return nil
    }

    private static func standing(of message: UUID, _ tenant: UUID) -> SQL {
        """
        SELECT o.id, o.state, o.attempts, o.conversation_id, o.account_id, m.content, m.content_type, m.payload, m.reply_to_external_id,
          a.provider, a.is_enabled, a.connection_status, v.last_customer_message_at > now() - interval '24 hours' AS window_open,
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
        WHERE o.tenant_id = \(tenant) AND o.message_id = \(message)
        FOR UPDATE OF o
        """
    }

    /// Everybody who writes an outbound message locks its conversation first: two that lock in different orders would wait for
    /// each other. Answers with no row.
    static func lockConversation(ofMessage message: UUID, _ tenant: UUID) -> SQL {
        """
        SELECT count(*) AS held FROM (
          SELECT 1 FROM conversations WHERE tenant_id = \(tenant)
            AND id = (SELECT conversation_id FROM messages WHERE tenant_id = \(tenant) AND id = \(message))
          FOR NO KEY UPDATE
        ) locked HAVING count(*) < 0
        """
    }
}
