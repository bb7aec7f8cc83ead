import Domain
import Foundation
import Web

extension ContactsView {
    func person(
        _ facts: ContactFacts, knownTags: [String], me: UUID, invitations: [(name: String, url: String)] = [],
        notice: String? = nil, draft: ContactEdit? = nil
    ) -> ContactPage {
        let person = Person(id: facts.id, name: facts.name ?? "", phone: facts.phone ?? facts.email, localizer)
        let mayWrite = role >= .agent
        return ContactPage(
            id: facts.id.lowercase, notice: notice.map(words), tone: person.tone, initials: person.initials,
            name: person.name,
            address: [facts.phone.map(PhoneNumber.display), facts.email, facts.username].compactMap { $0 }
                .filter { $0 != person.name }.joined(separator: " · "),
            blockedLabel: facts.isBlocked ? localizer("panel.blocked") : nil, isBlocked: facts.isBlocked,
            mayWrite: mayWrite,
            openConversation: facts.conversations.first { $0.status != .closed && $0.status != .spam }?.id.lowercase,
            start: "/support/new?contact=\(facts.id.lowercase)",
            since: localizer.date(facts.createdAt), edit: edit(facts, draft),
            consents: facts.consents.map(consent), consentHistory: facts.consentHistory.map(decision),
            purposes: purposes, consentChannels: consentChannels, fields: facts.fields.map(field),
            mayManageFields: role >= .admin, saveFields: mayWrite && !facts.fields.isEmpty,
            identities: facts.identities.map { identity($0, mayWrite) },
            suppressions: facts.suppressions.map {
                .init(
                    address: $0.address,
                    reason: localizer("contacts.mail.\($0.reason)", ["date": localizer.date($0.created_at)]))
            },
            invitations: invitations.enumerated().map { place, invitation in
                .init(id: "invite-\(place)", label: invitation.name, url: invitation.url)
            },
            tags: facts.tags.map {
                .init(name: $0, href: "/contacts?tag=\($0.percentEncoded)", isRemovable: mayWrite)
            },
            knownTags: knownTags.filter { !facts.tags.contains($0) }, twins: facts.twins.map { twin($0, of: facts.id) },
            merges: facts.merges.map { merge($0, of: facts.id) },
            conversations: facts.conversations.map(conversation), orders: facts.orders.map(order),
            notes: facts.notes.map { note($0, of: facts.id, me) }, events: facts.events.map(event))
    }

    /// A refusal in the reader's words.
    func words(_ code: String) -> String {
        localizer.strings["contacts.notice.\(code)"] ?? localizer.strings["notice.\(code)"] ?? localizer("error.failed")
    }

    private func edit(_ facts: ContactFacts, _ draft: ContactEdit?) -> ContactPage.Edit {
        let chosen = draft?.locale ?? facts.locale ?? ""
        let languages =
            [ContactPage.Language(value: "", label: localizer("contacts.language.none"), isSelected: chosen.isEmpty)]
            + SiteLanguage.allCases.map { .init(value: $0.rawValue, label: $0.name, isSelected: $0.rawValue == chosen) }
        return .init(
            name: draft?.name ?? facts.name ?? "", email: draft?.email ?? facts.email ?? "", languages: languages)
    }

    private func identity(_ identity: ContactFacts.Identity, _ mayWrite: Bool) -> ContactPage.Identity {
        let label = localizer("panel.identity.\(identity.kind)", ["account": identity.accountName])
        let reference = IdentityReference(account: identity.account, kind: identity.kind, matchKey: identity.matchKey)
        return .init(
            icon: identity.kind == "bsuid" || identity.kind == "lid"
                ? "card" : identity.channel == "sms" ? "phone" : identity.channel,
            value: identity.kind == "phone_e164" ? PhoneNumber.display(identity.value) : identity.value,
            label: identity.isOld ? label + " · " + localizer("panel.identity.old") : label,
            reference: mayWrite ? reference.text : nil)
    }

    private func merge(_ merge: ContactFacts.Merge, of id: UUID) -> ContactPage.Merge {
        let person = Person(id: merge.contact, name: merge.name ?? "", phone: merge.phone ?? merge.email, localizer)
        return .init(
            name: person.name, label: localizer("contacts.merged_at", ["date": localizer.dateTime(merge.at)]),
            undo: role >= .agent ? "/contacts/\(id.lowercase)/unmerge/\(merge.id.lowercase)" : nil)
    }

    func twin(_ twin: ContactFacts.Twin, of id: UUID) -> ContactPage.Twin {
        let person = Person(id: twin.id, name: twin.name ?? "", phone: twin.phone ?? twin.email, localizer)
        return .init(
            id: twin.id.lowercase, name: person.name,
            detail: [twin.phone.map(PhoneNumber.display), twin.email].compactMap { $0 }.joined(separator: " · "),
            reason: localizer.strings["contacts.twin.\(twin.reason)"] ?? "",
            merge: role >= .agent ? "/contacts/\(id.lowercase)/merge/\(twin.id.lowercase)" : nil)
    }

    private func conversation(_ conversation: ContactFacts.Conversation) -> ContactPage.Conversation {
        .init(
            id: conversation.id.lowercase, channel: conversation.channel, date: localizer.date(conversation.lastAt),
            status: localizer("status.\(conversation.status.rawValue)"),
            statusStyle: StatusStyle.of(conversation.status),
            preview: conversation.preview)
    }

    private func order(_ order: ContactFacts.Order) -> ContactPage.Order {
        .init(
            number: localizer("panel.order", ["number": order.number]), total: localizer.money(cents: order.totalCents),
            date: localizer.date(order.placedAt), tracking: order.tracking, status: localizer("order.\(order.status)"),
            statusStyle: InboxView.orderStyle(order.status))
    }

    private func note(_ note: ContactFacts.Note, of id: UUID, _ me: UUID) -> ContactPage.Note {
        let isRemovable = role >= .admin || (role >= .agent && note.author == me)
        return .init(
            author: note.authorName, at: localizer.iso(note.at), time: localizer.dateTime(note.at), text: note.body,
            removable: isRemovable ? "/contacts/\(id.lowercase)/notes/\(note.id.lowercase)/remove" : nil)
    }

    private func event(_ event: ContactFacts.Event) -> ContactPage.Event {
        let metadata = event.metadata
        var detail = [localizer.dateTime(event.at)]
        if !event.actorName.isEmpty { detail.append(event.actorName) }
        for key in ["tags", "value", "name"] {
            if let text = metadata?[key]?.string, !text.isEmpty { detail.append(text) }
        }
        let label = localizer.strings["contacts.event.\(event.type)"] ?? localizer("event.other", ["type": event.type])
        return .init(label: label, detail: detail.joined(separator: " · "))
    }
}
