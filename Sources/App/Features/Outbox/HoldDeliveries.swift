import Domain
import Postgres

extension Outbox {
    /// Holds everything that waits to be sent, of every shop, for a person's decision: it comes from a backup, and may have been sent
    /// since that was made. Gives how many messages.
    package static func hold(in system: SystemTransaction) async throws -> Int {
        let words = DeliveryFailure.outcomeUnknown.words
        return try await system.one(
            """
            WITH held AS (
              UPDATE outbox SET state = 'unknown', last_error_code = 'restored', last_error = 'It waited when the backup was made',
                unanswered = unanswered + 1, updated_at = now()
              WHERE state IN ('pending', 'sending') RETURNING tenant_id, message_id
            ), told AS (
              UPDATE messages m SET failure_code = 'restored',
                failure_reason = CASE t.locale WHEN 'en' THEN \(words.en) WHEN 'es' THEN \(words.es) ELSE \(words.pt) END
              FROM held h JOIN tenants t ON t.tenant_id = h.tenant_id
              WHERE m.tenant_id = h.tenant_id AND m.id = h.message_id
            )
            SELECT count(*) AS held FROM held
            """)("held")
    }
}
