import Domain
import Foundation

extension ConversationDesk {
    /// Gives the conversation back to the assistant, which answers the customer's next message.
    package func handBack(_ id: UUID, by actor: Actor) async throws {
        try await step(.handedBack, on: id, by: actor) { _, next in
            Change(status: next, by: "handed_back", assignee: .set(nil), endsHandoff: true, endsWaiting: true)
        }
    }
}
