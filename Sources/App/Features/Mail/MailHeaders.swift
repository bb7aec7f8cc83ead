import Domain
import Foundation
import Postgres

/// What makes a mail of ours an answer in the reader's mailbox: its subject and the chain of mails it continues.
///
/// Decided once, before the first attempt, and kept in the message's payload: a repetition under the same idempotency key has to say
/// the same, whatever has arrived meanwhile.
struct MailHeaders: Sendable, Equatable {
    /// The message that is to be sent.
    struct Draft: Sendable {
        var message: UUID
        var conversation: UUID
        var subject: String?
        var shop: String
        /// Provider's id of the message that a person answers in particular.
        var quoted: String?
        var isAutomatic: Bool
    }

    var subject: String
    /// The mail that is answered; nil for the first word of a conversation.
    var inReplyTo: String?
    /// Oldest first.
    var references: [String]
    var conversation: UUID
    /// Written by a machine: others must not answer it.
    var isAutomatic: Bool

    /// - Parameter known: ids of the conversation's mails, the newest first.
    init(_ draft: Draft, known: [(id: String, isInbound: Bool, isQuoted: Bool)]) {
        let legal = known.filter { EmailThread.isLegal($0.id) }
        let parent =
            legal.firstIndex(where: \.isQuoted) ?? legal.firstIndex(where: \.isInbound) ?? legal.indices.first
        inReplyTo = parent.map { legal[$0].id }
        // The way to what is answered. What we said after it is no part of that: a reader would hang the thread upside down.
        references = parent.map { legal[$0...].reversed().map(\.id) } ?? []
        let subject = EmailSubject.clean(draft.subject ?? "")
        self.subject = subject.isEmpty && inReplyTo == nil ? EmailSubject.clean(draft.shop) : subject
        conversation = draft.conversation
        isAutomatic = draft.isAutomatic
    }

    /// As ``MailAccount/compose(_:attachments:at:)`` reads it, beside whatever else the payload holds.
    func payload(over payload: JSON?) -> JSON {
        let email = JSON.object([
            ("subject", JSON(subject)), ("in_reply_to", inReplyTo.map { JSON($0) }),
            ("references", references.isEmpty ? nil : JSON(references.map { JSON($0) })),
            ("conversation", JSON(conversation.uuidString.lowercased())), ("automatic", isAutomatic ? true : nil),
        ])
        var members: [(String, JSON?)] = []
        if let payload { for (key, value) in payload.members where key != "email" { members.append((key, value)) } }
        return .object(members + [("email", email)])
    }
}

extension Mail {
    /// The headers of a message that has none yet.
    static func headers(_ draft: MailHeaders.Draft, tx: TenantTransaction) async throws -> MailHeaders {
        let rows = try await tx.query(
            """
            SELECT k.mail_id, m.direction = 'inbound' AS is_inbound, coalesce(m.external_id = \(draft.quoted)::text, false) AS is_quoted
            FROM mail_ids k JOIN messages m ON m.tenant_id = k.tenant_id AND m.id = k.message_id
            WHERE k.tenant_id = \(tx.tenant) AND k.conversation_id = \(draft.conversation) AND m.id <> \(draft.message)
            ORDER BY m.sent_at DESC, m.id DESC LIMIT 60
            """)
        return MailHeaders(
            draft, known: try rows.map { (try $0("mail_id"), try $0("is_inbound"), try $0("is_quoted")) })
    }
}
