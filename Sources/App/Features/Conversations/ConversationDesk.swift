import Domain
import Foundation
import Postgres
import Web

/// An agent's desk: one method a verb, each in a file of its name.
package struct ConversationDesk: Sendable {
    let database: Database
    let realtime: Realtime
    /// Called after a commit that put something into the outbox.
    let outboxHasWork: @Sendable () -> Void

    package init(database: Database, realtime: Realtime, outboxHasWork: @escaping @Sendable () -> Void) {
        self.database = database
        self.realtime = realtime
        self.outboxHasWork = outboxHasWork
    }

    /// Who acts: a signed-in person, or a program with the shop's token.
    package struct Actor: Sendable {
        package let scope: TenantScope
        package let name: String

        package init(scope: TenantScope, name: String) {
            self.scope = scope
            self.name = name
        }
    }

    /// What an act found, under lock.
    struct Standing: Sendable {
        var id: UUID
        var status: ConversationStatus
        var assignee: UUID?
        var account: UUID
        var accountIsOn: Bool
        var channel: String
        var provider: String
        var windowIsOpen: Bool
    }

    /// What an act makes of it.
    struct Change: Sendable {
        enum Assignee: Sendable {
            case keep
            case set(UUID?)
            /// Only where nobody has it.
            case ifNone(UUID?)
        }

        var status: ConversationStatus
        /// The verb, as the history tells it.
        var by: String
        var assignee: Assignee = .keep
        var endsHandoff = false
        var endsWaiting = false
        /// What the list shows from now on.
        var lastWord: String?
    }

    /// Locks the conversation, lets `decide` make the statements, writes them in one flush and tells whoever watches.
    func perform<Result: Sendable>(
        on id: UUID, by actor: Actor,
        _ decide: @Sendable (Standing, TenantTransaction) async throws -> (statements: [SQL], result: Result)
    ) async throws -> Result {
        let (result, hasChanged) = try await database.tenant(actor.scope) { tx in
            guard let standing = try await Conversations.lock(tx, id) else { throw Problem.notFound }
            let (statements, result) = try await decide(standing, tx)
            if !statements.isEmpty { try await tx.commit(statements) }
            return (result, !statements.isEmpty)
        }
        if hasChanged { realtime.publish(LiveEvent(tenant: actor.scope.tenant, kind: .conversation(id))) }
        return result
    }

    /// A verb that is a step of the status table and nothing else. Repeating it changes nothing.
    func step(
        _ act: ConversationAct, on id: UUID, by actor: Actor,
        _ change: @Sendable (Standing, ConversationStatus) -> Change
    ) async throws {
        try await perform(on: id, by: actor) { standing, tx in
            guard let next = standing.status.after(act) else { throw Problem.conversationMoved }
            let change = change(standing, next)
            guard next != standing.status || change.newAssignee(of: standing) != standing.assignee else {
                return ([], ())
            }
            return (Conversations.apply(change, to: standing, tx: tx), ())
        }
    }
}

extension ConversationDesk.Change {
    func newAssignee(of standing: ConversationDesk.Standing) -> UUID? {
        switch assignee {
        case .keep: standing.assignee
        case .set(let person): person
        case .ifNone(let person): standing.assignee ?? person
        }
    }
}

extension Problem {
    /// The act does not fit what the conversation has become.
    static let conversationMoved = Problem.conflict(
        "act_refused", detail: "The conversation's status does not allow this.")
    /// More than 24 hours since the customer last wrote.
    static let windowClosed = Problem.conflict(
        "window_closed", detail: "Free text is accepted within 24 hours of the customer's last message.")
    static let channelIsOff = Problem.conflict("channel_off", detail: "The conversation's channel is switched off.")
    static let nothingToRetry = Problem.conflict(
        "nothing_to_retry", detail: "Only failed or unconfirmed messages can be sent again.")
}
