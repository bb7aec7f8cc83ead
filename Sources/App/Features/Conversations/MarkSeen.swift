import Domain
import Foundation
import Postgres

extension ConversationDesk {
    /// A person has the conversation before them: nothing in it is unread any more. Not an act: the assistant goes on.
    package func markSeen(_ id: UUID, by actor: Actor) async throws {
        let wasUnread = try await database.tenant(actor.scope) { tx in
            guard try await tx.execute(Conversations.markSeen(id, tx: tx)) > 0 else { return false }
            try await tx.commit(Outbox.showRead(id, unread: 1, tenant: tx.scope.tenant))
            return true
        }
        guard wasUnread else { return }
        outboxHasWork()
        realtime.publish(LiveEvent(tenant: actor.scope.tenant, kind: .conversation(id)))
    }
}
