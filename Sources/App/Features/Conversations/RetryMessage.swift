import Domain
import Foundation
import Postgres
import Web

extension ConversationDesk {
    /// Sends a failed or unconfirmed message again: a person's decision, never the machine's.
    package func retry(_ message: UUID, in id: UUID, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { standing, tx in
            guard standing.accountIsOn else { throw Problem.channelIsOff }
            guard standing.windowIsOpen else { throw Problem.windowClosed }
            guard try await Conversations.holds(tx, conversation: id, message: message) else { throw Problem.notFound }
            guard try await Outbox.retry(tx, message: message) else { throw Problem.nothingToRetry }
            let statements = [
                Conversations.touch(standing, tx: tx),
                Conversations.event("retried", ["message_id": message.lowercase], of: id, tx: tx),
            ]
            return (statements, ())
        }
        outboxHasWork()
    }
}
