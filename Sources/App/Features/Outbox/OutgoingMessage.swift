import Domain
import Foundation
import Postgres

/// A message on its way out, as its author made it.
package struct OutgoingMessage: Sendable {
    package var id: UUID
    package var conversation: UUID
    package var account: UUID
    /// `agent`, `bot` or `system`.
    package var senderType: String
    package var senderID: UUID?
    package var senderName: String
    package var content: String
    package var contentType: String
    /// For anything but plain text: the channel's own object as JSON text.
    package var payload: String?
    package var replyToExternalID: String?
    /// Chosen by the sender: the same key is the same message.
    package var clientKey: String?
    package var isAIGenerated: Bool
    /// A person of the shop wrote or chose it just now: some channels let people answer longer than machines.
    package var isByPerson: Bool
    /// JSON text: [{"doc_id","chunk_id","title","quote"}].
    package var citations: String?

    package init(
        id: UUID = .v7(), conversation: UUID, account: UUID, senderType: String, senderID: UUID? = nil,
        senderName: String,
        content: String, contentType: String = "text", payload: String? = nil, replyToExternalID: String? = nil,
        clientKey: String? = nil, isAIGenerated: Bool = false, isByPerson: Bool = false,
        citations: String? = nil
    ) {
        self.id = id
        self.conversation = conversation
        self.account = account
        self.senderType = senderType
        self.senderID = senderID
        self.senderName = senderName
        self.content = content
        self.contentType = contentType
        self.payload = payload
        self.replyToExternalID = replyToExternalID
        self.clientKey = clientKey
        self.isAIGenerated = isAIGenerated
        self.isByPerson = isByPerson
        self.citations = citations
    }
}

/// `outbox.deliver`: take one message to the provider.
struct DeliverMessage: Job {
    static let name = "outbox.deliver"
    static let queue = JobQueue.outbox
    /// A large file on a slow line.
    static let timeout = Duration.seconds(300)

    let message: UUID
}

extension Outbox {
    /// The statements that store a message and put it on its way. They belong in the transaction of whatever caused it; wake
    /// ``JobQueue/outbox`` after the commit.
    ///
    /// A message whose `clientKey` the conversation knows already changes nothing and is not sent again. The caller updates the
    /// conversation (status, revision, preview) by itself: what a message means for it differs by author.
    package static func enqueue(_ message: OutgoingMessage, tenant: TenantID) -> [SQL] {
        [
            """
            INSERT INTO messages (tenant_id, id, conversation_id, account_id, direction, sender_type, sender_id, sender_name, content,
              content_type, payload, reply_to_external_id, client_key, delivery_status, is_ai_generated, citations)
            VALUES (\(tenant.value), \(message.id), \(message.conversation), \(message.account), 'outbound', \(message.senderType),
              \(message.senderID), \(message.senderName), \(message.content), \(message.contentType), \(message.payload)::jsonb,
              \(message.replyToExternalID), \(message.clientKey), 'queued', \(message.isAIGenerated), \(message.citations)::jsonb)
            ON CONFLICT (tenant_id, conversation_id, client_key) WHERE client_key IS NOT NULL DO NOTHING
            """,
            """
            INSERT INTO outbox (tenant_id, message_id, conversation_id, account_id, by_person)
            SELECT tenant_id, id, conversation_id, account_id, \(message.isByPerson) FROM messages WHERE tenant_id = \(tenant.value) AND id = \(message.id)
            ON CONFLICT (tenant_id, message_id) DO NOTHING
            """,
            deliver(message.id, in: message.conversation, tenant),
        ]
    }

    static func deliver(_ message: UUID, in conversation: UUID, _ tenant: TenantID) -> SQL {
        Jobs.enqueue(
            DeliverMessage(message: message), tenant: tenant,
            options: JobOptions(
                lockKey: "conversation:\(conversation.uuidString.lowercased())",
                uniqueKey: "deliver:\(message.uuidString.lowercased())", maxAttempts: deliveryPolicy.maxAttempts))
    }

    /// About a day in all. After that a person decides: a stale answer helps nobody.
    static let deliveryPolicy = RetryPolicy(base: .seconds(2), cap: .seconds(3_600), maxAttempts: 30)

    /// Too fast for one recipient: 1, 4, 16, 64, … seconds, as Meta asks. Only this conversation waits.
    static func pairHold(attempt: Int) -> Duration {
        .seconds(min(1 << (2 * min(max(attempt, 1) - 1, 6)), 3_600))
    }
}
