import Domain
import Foundation
import Postgres

extension Mail {
    /// Keeps mails as they were sent. A message that was known already is left out.
    static func keep(_ bodies: [(message: UUID, html: String)], tenant: UUID) -> [SQL] {
        guard !bodies.isEmpty else { return [] }
        return [
            """
            INSERT INTO mail_bodies (tenant_id, message_id, html)
            SELECT \(tenant), b.* FROM unnest(\(bodies.map(\.message))::uuid[], \(bodies.map(\.html))::text[]) AS b (message_id, html)
            WHERE EXISTS (SELECT 1 FROM messages m WHERE m.tenant_id = \(tenant) AND m.id = b.message_id)
            ON CONFLICT DO NOTHING
            """
        ]
    }

    /// A mail of a conversation, as it was sent.
    static func html(of message: UUID, in conversation: UUID, tx: TenantTransaction) async throws -> String? {
        try await tx.first(
            """
            SELECT b.html FROM mail_bodies b JOIN messages m ON m.tenant_id = b.tenant_id AND m.id = b.message_id
            WHERE b.tenant_id = \(tx.tenant) AND b.message_id = \(message) AND m.conversation_id = \(conversation)
            """
        ).map { try $0("html") }
    }
}
