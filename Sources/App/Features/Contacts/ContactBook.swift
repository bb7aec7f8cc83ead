import Domain
import Foundation
import Postgres
import Web

/// The shop's contacts, for whoever works with them: one method a verb.
package struct ContactBook: Sendable {
    package typealias Actor = ConversationDesk.Actor

    let database: Database
    let realtime: Realtime
    /// Called after a commit that enqueued an import.
    let importWasQueued: @Sendable () -> Void

    package init(database: Database, realtime: Realtime, importWasQueued: @escaping @Sendable () -> Void = {}) {
        self.importWasQueued = importWasQueued
        self.database = database
        self.realtime = realtime
    }

    /// What a verb makes of a contact.
    struct Change: Sendable {
        var statements: [SQL]
        /// Name or addresses are new: the conversations show them.
        var describesCustomer = false

        static let none = Change(statements: [])
    }

    /// Locks the contact, lets `decide` make the statements, writes them in one flush and tells whoever watches.
    ///
    /// - Throws: 404 for another shop's contact, 409 for one that has been merged into another.
    func perform(
        on id: UUID, by actor: Actor,
        _ decide: @Sendable (ContactFacts, TenantTransaction) async throws -> Change
    ) async throws {
        let touched = try await database.tenant(actor.scope) { tx -> [UUID] in
            guard let contact = try await Contacts.lock(id, tx: tx) else { throw Problem.notFound }
            guard contact.mergedInto == nil else { throw Problem.contactMerged }
            let change = try await decide(contact, tx)
            guard !change.statements.isEmpty else { return [] }
            let more = change.describesCustomer ? [Conversations.describeCustomer(id, tx: tx)] : []
            let results = try await tx.commit(change.statements + more)
            return change.describesCustomer ? try results.last?.rows.map { try $0("id") } ?? [] : []
        }
        publish(touched, of: actor)
    }

    func publish(_ conversations: [UUID], of actor: Actor) {
        for id in conversations.prefix(100) {
            realtime.publish(LiveEvent(tenant: actor.scope.tenant, kind: .conversation(id)))
        }
    }
}

extension Problem {
    /// The contact was found to be the same person as another and lives on there.
    static let contactMerged = Problem.conflict("contact_merged", detail: "This contact was merged into another.")
    /// Another contact of the shop has this address.
    static let addressTaken = Problem.conflict(
        "address_taken", detail: "Another contact has this address; merge the two if they are one person.")
}
