import Domain
import Foundation
import Postgres

/// Answer what a customer wrote in a conversation.
package struct AssistantTurn: Job {
    package static let name = "assistant.turn"
    package static let queue = JobQueue.assistant
    /// Beyond the model's own deadline, with room for the database.
    package static let timeout = Duration.seconds(60)

    package let conversation: UUID

    package init(conversation: UUID) { self.conversation = conversation }
}

extension Assistant {
    /// The statement that asks for a turn; send it in the transaction that stores the customer's message and raises `revision`.
    ///
    /// Messages that follow within the debounce move the waiting turn instead of adding another. Turns of a conversation run one at a time.
    package static func enqueueTurn(tenant: TenantID, conversation: UUID, debounce: Debounce) -> SQL {
        Jobs.enqueue(
            AssistantTurn(conversation: conversation), tenant: tenant, options: options(conversation, debounce))
    }

    /// The same for a whole batch, in one statement; no statement for no turns.
    package static func enqueueTurns(tenant: TenantID, _ turns: [(conversation: UUID, debounce: Debounce)]) -> [SQL] {
        guard !turns.isEmpty else { return [] }
        return [
            Jobs.enqueueMany(
                turns.map {
                    (job: AssistantTurn(conversation: $0.conversation), options: options($0.conversation, $0.debounce))
                },
                tenant: tenant)
        ]
    }

    private static func options(_ conversation: UUID, _ debounce: Debounce) -> JobOptions {
        let key = conversation.uuidString.lowercased()
        return JobOptions(lockKey: "conversation:\(key)", uniqueKey: "turn:\(key)", maxAttempts: 5, debounce: debounce)
    }
}
