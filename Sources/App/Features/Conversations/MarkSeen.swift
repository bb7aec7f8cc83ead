import Domain
import Foundation
import Postgres

extension ConversationDesk {
    /// A person has the conversation before them: nothing in it is unread any more. Not an act: the assistant goes on.
    package func markSeen(_ id: UUID, by actor: Actor) async throws {
        let wasUnread = try await database.tenant(actor.scope) { tx in
            try await tx.execute(Conversations.markSeen(id, tx: tx)) > 0
        }
        if wasUnread { realtime.publish(LiveEvent(tenant: actor.scope.tenant, kind: .conversation(id))) }
    }
}
