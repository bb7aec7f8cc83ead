import Domain
import Foundation
import Postgres

extension Outbox {
    /// A person decides to send a message again that failed (at once, or by a later report) or was never confirmed. False when
    /// there is nothing to repeat.
    package static func retry(_ tx: TenantTransaction, message: UUID, byPerson: Bool = false) async throws -> Bool {
        let results = try await tx.batch([
            lockConversation(ofMessage: message, tx.tenant),
            // The copy of an earlier attempt stays known as ours.
            """
            WITH earlier AS (
              INSERT INTO outbox_names (tenant_id, account_id, external_id, outbox_id)
              SELECT tenant_id, account_id, external_id, id FROM outbox
              WHERE tenant_id = \(tx.tenant) AND message_id = \(message) AND external_id IS NOT NULL ON CONFLICT DO NOTHING
            )
            UPDATE outbox o SET state = 'pending', repeats = o.repeats + 1, by_person = o.by_person OR \(byPerson), external_id = NULL,
              last_error_code = NULL, last_error = NULL, updated_at = now()
            FROM messages m
            WHERE o.tenant_id = \(tx.tenant) AND o.message_id = \(message) AND m.tenant_id = o.tenant_id AND m.id = o.message_id
              AND (o.state IN ('failed', 'unknown') OR o.state = 'accepted' AND m.delivery_status = 'failed')
            RETURNING o.conversation_id
            """,
        ])
        guard let row = results.last?.rows.first else { return false }
        let conversation: UUID = try row("conversation_id")
        try await tx.batch([
            // Without its old id, reports about the attempt that failed no longer touch it.
            """
            UPDATE messages SET delivery_status = 'queued', external_id = NULL, failure_code = NULL, failure_reason = NULL
            WHERE tenant_id = \(tx.tenant) AND id = \(message)
            """,
            deliver(message, in: conversation, tx.scope.tenant),
        ])
        return true
    }
}
