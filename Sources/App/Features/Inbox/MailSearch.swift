import Domain
import Foundation
import Postgres
import Providers

/// What the look-up needs of the mails among a batch: which conversations they claim to continue. Nothing for a batch without mail.
struct MailSearch {
    private var accounts: Set<UUID> = []
    private var references: Set<String> = []
    private var claimed: Set<UUID> = []

    init(_ items: [InboxItem]) {
        for item in items {
            guard case .message(let message) = item.item, let thread = message.email else { continue }
            accounts.insert(item.account)
            // The nearest first: a long thread is known by its last mails and by its first.
            references.formUnion(thread.references.prefix(30))
            if let first = thread.references.last { references.insert(first) }
            claimed.formUnion(ReplyToken.claimed(in: thread.recipients))
        }
    }

    var isEmpty: Bool { accounts.isEmpty }

    /// Further conversations to be looked at, beside the sender's own.
    func named(_ tenant: UUID) -> SQL {
        guard !isEmpty else { return SQL() }
        return """
            UNION SELECT conversation_id FROM mail_ids
            WHERE tenant_id = \(tenant) AND account_id = ANY (\(Array(accounts))::uuid[]) AND mail_id = ANY (\(Array(references))::text[])
            UNION SELECT unnest(\(Array(claimed))::uuid[])
            """
    }

    func statements(_ tenant: UUID) -> [SQL] {
        guard !isEmpty else { return [] }
        return [
            """
            SELECT account_id, mail_id, conversation_id FROM mail_ids
            WHERE tenant_id = \(tenant) AND account_id = ANY (\(Array(accounts))::uuid[]) AND mail_id = ANY (\(Array(references))::text[])
            """,
            "SELECT wrapped_key FROM tenants WHERE tenant_id = \(tenant)",
        ]
    }

    func read(
        _ results: [QueryResult], _ tenant: TenantID, into known: inout InboxKnowledge,
        _ replyToken: (TenantID, [UInt8]) throws -> ReplyToken?
    ) throws {
        guard results.count == 2 else { return }
        for row in results[0].rows {
            known.mail.ids[.init(account: try row("account_id"), id: try row("mail_id"))] = try row("conversation_id")
        }
        if let key: [UInt8] = try results[1].rows.first?("wrapped_key") {
            known.mail.replyToken = try replyToken(tenant, key)
        }
    }
}
