import Domain
import Foundation

extension ConversationDesk {
    /// Out of sight, and whatever else arrives goes with it.
    package func markSpam(_ id: UUID, by actor: Actor) async throws {
        try await step(.markedSpam, on: id, by: actor) { _, next in
            Change(status: next, by: "marked_spam", endsHandoff: true, endsWaiting: true)
        }
    }

    package func unmarkSpam(_ id: UUID, by actor: Actor) async throws {
        try await step(.unmarkedSpam, on: id, by: actor) { _, next in Change(status: next, by: "unmarked_spam") }
    }
}
