import Domain
import Foundation

extension ConversationDesk {
    /// A person takes the conversation; the assistant is silent from here on.
    package func takeOver(_ id: UUID, by actor: Actor) async throws {
        try await step(.tookOver, on: id, by: actor) { _, next in
            Change(status: next, by: "took_over", assignee: .set(actor.scope.user))
        }
    }
}
