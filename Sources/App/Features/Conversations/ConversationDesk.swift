import Domain
import Foundation
import Postgres
import Web

/// An agent's desk: one method a verb, each in a file of its name.
package struct ConversationDesk: Sendable {
    let database: Database
    let realtime: Realtime
    /// What service windows are judged by.
    let now: @Sendable () -> Date
    /// Called after a commit that put something into the outbox.
    let outboxHasWork: @Sendable () -> Void

    package init(
        database: Database, realtime: Realtime, now: @escaping @Sendable () -> Date = { Date() },
        outboxHasWork: @escaping @Sendable () -> Void
    ) {
        self.database = database
        self.realtime = realtime
        self.now = now
        self.outboxHasWork = outboxHasWork
    }

    /// Who acts: a signed-in person, or a program with the shop's token.
    package struct Actor: Sendable {
        package let scope: TenantScope
        package let name: String
        /// Some channels let people answer longer than programs.
        package let isPerson: Bool

        package init(scope: TenantScope, name: String, isPerson: Bool = true) {
            self.scope = scope
            self.name = name
            self.isPerson = isPerson
        }

        var author: ServiceWindow.Author { isPerson ? .person : .machine }
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
        var window: ServiceWindow
        var unread = 0
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
        /// With ``lastWord``: what kind of message it was.
        var lastType = "text"
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
    /// More than 24 hours since the customer last wrote on WhatsApp.
    static let windowClosed = Problem.conflict(
        "window_closed",
        detail:
            "Free content is accepted within 24 hours of the customer's last message. Send an approved template (POST /api/conversations/{id}/templates), or wait until the customer writes."
    )
    /// The same on Instagram and Messenger, where a person has seven days.
    static let peopleOnly = Problem.conflict(
        "people_only",
        detail: "After 24 hours this channel takes answers of people only: one has to answer from the inbox.")
    static let responseTimeOver = Problem.conflict(
        "response_time_over", detail: "This channel takes no answer any more until the customer writes again.")
    static let channelIsOff = Problem.conflict("channel_off", detail: "The conversation's channel is switched off.")
    static let nothingToRetry = Problem.conflict(
        "nothing_to_retry", detail: "Only failed or unconfirmed messages can be sent again.")
}
