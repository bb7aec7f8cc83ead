import Domain
import Foundation
import Postgres
import Web

extension ConversationDesk {
    /// Sends a failed or unconfirmed message again: a person's decision, never the machine's.
    package func retry(_ message: UUID, in id: UUID, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { standing, tx in
            guard standing.accountIsOn else { throw Problem.channelIsOff }
            guard let kind = try await Conversations.contentType(tx, conversation: id, message: message) else {
                throw Problem.notFound
            }
            if kind != "template" { try standing.requireWindow(for: actor, at: now()) }
            guard try await Outbox.retry(tx, message: message, byPerson: actor.isPerson) else {
                throw Problem.nothingToRetry
            }
            let statements = [
                Conversations.touch(standing, tx: tx),
                Conversations.event("retried", ["message_id": message.lowercase], of: id, tx: tx),
            ]
            return (statements, ())
        }
        outboxHasWork()
    }
}
