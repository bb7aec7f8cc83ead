import Domain
import Foundation
import Postgres
import Web

extension ContactBook {
    /// What merging would do. 404 for contacts of another shop, 409 for ones that are merged already.
    func preview(merging merged: UUID, into survivor: UUID, for actor: Actor) async throws -> MergePlan {
        try await database.tenant(actor.scope) { tx in
            try await Self.checkedPlan(merged, survivor, locking: false, tx: tx)
        }
    }

    /// From now on the two are one: addresses, conversations, orders, notes and tags of `merged` belong to `survivor`.
    @discardableResult
    func merge(_ merged: UUID, into survivor: UUID, by actor: Actor) async throws -> UUID {
        let id = UUID.v7()
        let touched = try await database.tenant(actor.scope) { tx -> [UUID] in
            // Arrivals wait: an address must not change hands between the inbox's look-up and its write.
            try await tx.execute(Inbox.holdLane(tx))
            let plan = try await Self.checkedPlan(merged, survivor, locking: true, tx: tx)
            let statements = try Contacts.merge(plan, plan.record, id: id, by: actor, tx: tx)
            try await tx.commit(statements + [Conversations.describeCustomer(survivor, tx: tx)])
            return plan.conversations.map(\.id)
        }
        publish(touched, of: actor)
        return id
    }

    /// Gives each of the two their own again. What arrived since stays with whom its address belongs to.
    ///
    /// - Throws: 409 while the survivor is itself merged into another: that merge is undone first.
    func unmerge(_ id: UUID, of survivor: UUID, by actor: Actor) async throws {
        let touched = try await database.tenant(actor.scope) { tx -> [UUID] in
            try await tx.execute(Inbox.holdLane(tx))
            guard let merge = try await Contacts.standing(id, tx: tx), merge.survivor == survivor else {
                throw Problem.notFound
            }
            guard let plan = try await Contacts.plan(merging: merge.merged, into: merge.survivor, locking: true, tx: tx)
            else {
                throw Problem.notFound
            }
            guard plan.survivor.mergedInto == nil else { throw Problem.undoLaterMergeFirst }
            let describe = [merge.survivor, merge.merged].map { Conversations.describeCustomer($0, tx: tx) }
            try await tx.commit(Contacts.unmerge(merge, survivor: plan.survivor, by: actor, tx: tx) + describe)
            return plan.conversations.map(\.id)
        }
        publish(touched, of: actor)
    }

    private static func checkedPlan(
        _ merged: UUID, _ survivor: UUID, locking: Bool, tx: TenantTransaction
    ) async throws -> MergePlan {
        guard merged != survivor else { throw Problem.unprocessable("same_contact") }
        guard let plan = try await Contacts.plan(merging: merged, into: survivor, locking: locking, tx: tx) else {
            throw Problem.notFound
        }
        guard plan.survivor.mergedInto == nil, plan.merged.mergedInto == nil else { throw Problem.contactMerged }
        return plan
    }
}

extension Problem {
    static let undoLaterMergeFirst = Problem.conflict(
        "undo_later_merge_first", detail: "The survivor was merged into another contact afterwards.")
}
