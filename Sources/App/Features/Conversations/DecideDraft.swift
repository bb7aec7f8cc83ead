import Domain
import Foundation
import Postgres
import Web

extension ConversationDesk {
    /// Sends the assistant's draft, as it is or as the person changed it. The conversation stays the assistant's.
    ///
    /// Refused when anything happened since it was written: what it answers may not be the question any more.
    package func acceptDraft(_ draft: UUID, in id: UUID, text: String?, by actor: Actor) async throws {
        let text: String? = try text.map { try Self.checked($0) }
        try await perform(on: id, by: actor) { standing, tx in
            let found = try await fresh(draft, in: id, tx)
            guard standing.accountIsOn else { throw Problem.channelIsOff }
            try standing.requireWindow(for: actor, at: now())
            let final = text ?? found.content
            guard final.utf16.count <= MessageLimit.of(standing.channel) else {
                throw Problem.unprocessable("text_too_long")
            }
            let isEdited = final != found.content
            let message = OutgoingMessage(
                conversation: id, account: standing.account, senderType: "bot",
                senderName: found.facts["name"]?.string ?? "", content: final, clientKey: "draft:\(draft.lowercase)",
                isAIGenerated: true, isByPerson: actor.isPerson, citations: isEdited ? nil : found.citations)
            let decided = Assistant.decided(
                found, isEdited ? "edited" : "accepted", final: final, message: message.id, by: actor.decider, tx)
            return (
                Outbox.enqueue(message, tenant: tx.scope.tenant) + decided
                    + [Conversations.answered(standing, lastWord: String(final.prefix(160)), tx: tx)], ()
            )
        }
        outboxHasWork()
    }

    /// Throws the draft away and takes the conversation: the customer still waits, now for this person.
    package func discardDraft(_ draft: UUID, in id: UUID, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { standing, tx in
            let found = try await fresh(draft, in: id, tx)
            guard let next = standing.status.after(.tookOver) else { throw Problem.conversationMoved }
            let change = Change(status: next, by: "discarded_draft", assignee: .ifNone(actor.scope.user))
            return (
                Assistant.decided(found, "discarded", final: nil, message: nil, by: actor.decider, tx)
                    + Conversations.apply(change, to: standing, tx: tx), ()
            )
        }
    }

    private func fresh(_ draft: UUID, in id: UUID, _ tx: TenantTransaction) async throws -> AnswerDraft {
        guard let found = try await Assistant.draft(draft, of: id, tx) else { throw Problem.notFound }
        guard found.isPending else { throw Problem.draftOvertaken }
        return found
    }
}

extension ConversationDesk.Actor {
    fileprivate var decider: ConfigAuthor { ConfigAuthor(id: scope.user, name: name) }
}

extension Conversations {
    /// The assistant's word left with a person's consent: the conversation stays as it is, and moves on.
    static func answered(_ standing: ConversationDesk.Standing, lastWord: String, tx: TenantTransaction) -> SQL {
        """
        UPDATE conversations SET revision = revision + 1, change_seq = nextval('change_seq'), unread_count = 0, waiting_since = NULL,
          last_message_preview = \(lastWord), last_message_at = greatest(last_message_at, now()), last_message_type = 'text',
          last_direction = 'outbound'
        WHERE tenant_id = \(tx.tenant) AND id = \(standing.id)
        """
    }
}

extension Problem {
    /// Somebody wrote or acted since the draft was written, or it was decided already.
    static let draftOvertaken = Problem.conflict(
        "draft_overtaken", detail: "The conversation moved on since this draft was written.")
}
