import Domain
import Foundation
import Postgres

/// A Message-ID as it came in or went out.
struct MailID: Sendable {
    var account: UUID
    /// Without brackets.
    var id: String
    var conversation: UUID
    var message: UUID
}

extension Mail {
    /// Remembers ids of mails that are stored in the same transaction. One that is known stays where it is.
    static func learn(_ ids: [MailID], tenant: UUID) -> [SQL] {
        guard !ids.isEmpty else { return [] }
        return [
            """
            INSERT INTO mail_ids (tenant_id, account_id, mail_id, conversation_id, message_id)
            SELECT \(tenant), n.* FROM unnest(\(ids.map(\.account))::uuid[], \(ids.map(\.id))::text[], \(ids.map(\.conversation))::uuid[],
              \(ids.map(\.message))::uuid[]) AS n (account_id, mail_id, conversation_id, message_id)
            WHERE EXISTS (SELECT 1 FROM messages m WHERE m.tenant_id = \(tenant) AND m.id = n.message_id)
            ON CONFLICT DO NOTHING
            """
        ]
    }

    /// The Message-IDs that a provider gave our mails, as its reports tell them: by our own row or by the provider's name for the mail.
    static func learn(tenant: TenantID, _ reports: [(account: UUID, report: DeliveryReport)]) -> [SQL] {
        let told = reports.compactMap { item in item.report.messageID.map { (item, $0) } }
        guard !told.isEmpty else { return [] }
        return [
            """
            INSERT INTO mail_ids (tenant_id, account_id, mail_id, conversation_id, message_id)
            SELECT \(tenant.value), r.account_id, r.mail_id, m.conversation_id, m.id
            FROM unnest(\(told.map(\.0.account))::uuid[], \(told.map(\.0.report.externalID))::text[], \(told.map(\.0.report.outboxID))::uuid[],
              \(told.map(\.1))::text[]) AS r (account_id, external_id, outbox_id, mail_id)
            CROSS JOIN LATERAL (
              SELECT id, conversation_id FROM messages
              WHERE tenant_id = \(tenant.value) AND account_id = r.account_id AND external_id = r.external_id AND part = 0
                AND direction = 'outbound'
              UNION ALL
              SELECT message_id, conversation_id FROM outbox
              WHERE tenant_id = \(tenant.value) AND id = r.outbox_id AND account_id = r.account_id
              LIMIT 1) m
            ON CONFLICT DO NOTHING
            """
        ]
    }
}
