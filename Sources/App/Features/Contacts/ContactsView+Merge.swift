import Domain
import Foundation
import Web

extension ContactsView {
    func preview(_ plan: MergePlan) -> MergePreviewPage {
        let record = plan.record
        let counts = [
            ("identities", record.identities.count), ("conversations", record.conversations.count),
            ("orders", record.orders.count), ("notes", record.notes.count), ("tags", record.addedTags.count),
        ]
        var moves = counts.filter { $0.1 > 0 }.map { localizer("contacts.merge.moves.\($0.0)", count: $0.1) }
        let fields: [(String, String?, String?)] = [
            ("name", record.before.name, record.after.name), ("email", record.before.email, record.after.email),
            ("phone", record.before.phone, record.after.phone),
        ]
        for (field, before, after) in fields where before != after {
            moves.append(
                localizer("contacts.merge.fills", ["field": localizer("contacts.\(field)"), "value": after ?? ""]))
        }
        if moves.isEmpty { moves = [localizer("contacts.merge.moves.nothing")] }
        var warnings = plan.ending.map { ending in
            localizer(
                "contacts.merge.ends",
                [
                    "channel": localizer("channel.\(ending.ends.channel)"),
                    "date": localizer.dateTime(ending.ends.lastAt),
                ])
        }
        if plan.survivor.isBlocked != plan.merged.isBlocked { warnings.append(localizer("contacts.merge.blocked")) }
        return MergePreviewPage(
            id: plan.survivor.id.lowercase, other: plan.merged.id.lowercase, survivor: side(plan.survivor),
            merged: side(plan.merged), moves: moves, warnings: warnings)
    }

    private func side(_ facts: ContactFacts) -> MergePreviewPage.Side {
        let person = Person(id: facts.id, name: facts.name ?? "", phone: facts.phone ?? facts.email, localizer)
        return .init(
            id: facts.id.lowercase, tone: person.tone, initials: person.initials, name: person.name,
            detail: [facts.phone.map(PhoneNumber.display), facts.email].compactMap { $0 }.joined(separator: " · "),
            since: localizer.date(facts.createdAt))
    }

    func pick(_ facts: ContactFacts, search: String?, found: [ContactLine]) -> MergePickPage {
        let person = Person(id: facts.id, name: facts.name ?? "", phone: facts.phone ?? facts.email, localizer)
        let others = found.filter { $0.id != facts.id }.map { line in
            ContactFacts.Twin(id: line.id, name: line.name, phone: line.phone, email: line.email, reason: "")
        }
        let candidates = (search == nil ? facts.twins : others).map { other in
            let shown = twin(other, of: facts.id)
            return MergePickPage.Candidate(
                href: shown.merge ?? "", name: shown.name, detail: shown.detail,
                reason: other.reason.isEmpty ? nil : localizer("contacts.twin.short.\(other.reason)"))
        }
        return MergePickPage(
            id: facts.id.lowercase, name: person.name, search: search ?? "", candidates: candidates,
            nobody: candidates.isEmpty)
    }
}
