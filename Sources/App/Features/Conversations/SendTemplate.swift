import Domain
import Foundation
import Postgres
import Web

extension ConversationDesk {
    /// Queues an approved template: what WhatsApp takes when the window is closed, and also while it is open. `key` as in
    /// ``reply(_:text:key:by:)``; faults are told in the localizer's words.
    package func sendTemplate(
        _ id: UUID, _ template: OutgoingTemplate, key: String, by actor: Actor, _ localizer: Localizer
    ) async throws -> Written {
        let key = try Self.checked(key: key)
        let written = try await perform(on: id, by: actor) { standing, tx in
            if let known = try await Conversations.message(tx, conversation: id, key: key) {
                return ([], Written(message: known, isNew: false))
            }
            guard let next = standing.status.after(.personReplied) else { throw Problem.conversationMoved }
            guard standing.accountIsOn else { throw Problem.channelIsOff }
            let content = try await template.content(for: standing.account, tx: tx, localizer)
            let message = OutgoingMessage(
                conversation: id, account: standing.account, senderType: "agent", senderID: actor.scope.user,
                senderName: actor.name, content: content.text, contentType: content.type,
                payload: content.payload?.text(.storable), clientKey: key, isByPerson: actor.isPerson)
            let change = Change(
                status: next, by: "template", assignee: .ifNone(actor.scope.user), endsHandoff: true,
                endsWaiting: true, lastWord: String(content.text.prefix(160)))
            let statements =
                Outbox.enqueue(message, tenant: tx.scope.tenant) + Conversations.apply(change, to: standing, tx: tx)
            return (statements, Written(message: message.id, isNew: true))
        }
        if written.isNew { outboxHasWork() }
        return written
    }
}
