import Domain
import Foundation
import Postgres
import Web

extension ConversationDesk {
    /// A person is writing an answer: the customer sees it, where the provider can show it. Lasts some twenty seconds.
    package func showTyping(_ id: UUID, by actor: Actor) async throws {
        let isShown = try await database.tenant(actor.scope) { tx in
            guard let standing = try await Conversations.standing(tx, id) else { throw Problem.notFound }
            guard ChannelAbilities.of(channel: standing.channel, provider: standing.provider).typing,
                standing.accountIsOn, standing.window.isOpen(at: now()), standing.status.after(.personReplied) != nil
            else { return false }
            try await tx.commit([Outbox.showTyping(id, tenant: tx.scope.tenant)])
            return true
        }
        if isShown { outboxHasWork() }
    }
}
