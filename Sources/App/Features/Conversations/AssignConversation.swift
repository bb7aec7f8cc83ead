import Domain
import Foundation
import Web

extension ConversationDesk {
    /// Makes the conversation the actor's, whatever its status. One the assistant answers is taken over instead.
    package func assignToMe(_ id: UUID, by actor: Actor) async throws {
        try await reassign(id, to: actor.scope.user, by: actor)
    }

    /// Lays it back on the common desk.
    package func unassign(_ id: UUID, by actor: Actor) async throws {
        try await reassign(id, to: nil, by: actor)
    }

    private func reassign(_ id: UUID, to person: UUID?, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { standing, tx in
            guard ![.bot, .closed, .spam].contains(standing.status) else { throw Problem.conversationMoved }
            guard standing.assignee != person else { return ([], ()) }
            let change = Change(
                status: standing.status, by: person == nil ? "unassigned" : "assigned", assignee: .set(person))
            return (Conversations.apply(change, to: standing, tx: tx), ())
        }
    }
}
