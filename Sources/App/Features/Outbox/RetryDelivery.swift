import Domain
import Foundation
import Postgres

extension Outbox {
    /// A person decides to send a failed or unconfirmed message again. False when there is nothing to repeat.
    package static func retry(_ tx: TenantTransaction, message: UUID) async throws -> Bool {
        guard
            let row = try await tx.first(
                """
                UPDATE outbox SET state = 'pending', external_id = NULL, last_error_code = NULL, last_error = NULL, updated_at = now()
                WHERE tenant_id = \(tx.tenant) AND message_id = \(message) AND state IN ('failed', 'unknown') RETURNING conversation_id
                """)
        else { return false }
        let conversation: UUID = try row("conversation_id")
        try await tx.batch([
            """
            UPDATE messages SET delivery_status = 'queued', external_id = NULL, failure_code = NULL, failure_reason = NULL
            WHERE tenant_id = \(tx.tenant) AND id = \(message)
            """,
            deliver(message, in: conversation, tx.scope.tenant),
        ])
        return true
    }
}
