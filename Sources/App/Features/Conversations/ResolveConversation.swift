import Domain
import Foundation

extension ConversationDesk {
    /// Done. A message within the shop's reopening window takes it up again.
    package func resolve(_ id: UUID, by actor: Actor) async throws {
        try await step(.resolved, on: id, by: actor) { _, next in
            Change(
                status: next, by: "resolved", assignee: .ifNone(actor.scope.user), endsHandoff: true, endsWaiting: true)
        }
    }

    /// Takes a resolved conversation up again.
    package func reopen(_ id: UUID, by actor: Actor) async throws {
        try await step(.reopened, on: id, by: actor) { _, next in
            Change(status: next, by: "reopened", assignee: .ifNone(actor.scope.user))
        }
    }

    /// Final: what the customer writes next begins a new conversation.
    package func close(_ id: UUID, by actor: Actor) async throws {
        try await step(.closed, on: id, by: actor) { _, next in
            Change(status: next, by: "closed", endsHandoff: true, endsWaiting: true)
        }
    }
}
