import Domain
import Foundation
import Web

/// What the models of the contacts' pages are made with: whose eyes, which words, what time it is.
struct ContactsView: Sendable {
    let localizer: Localizer
    let role: Role
    let now: Date

    func list(_ query: ContactQuery, lines: [ContactLine], channels: [String], tags: [String]) -> ContactsPage {
        let shown = lines.prefix(Contacts.pageLength)
        let usedTags = query.tag.map { tag in tags.contains(where: { same($0, tag) }) ? tags : [tag] + tags } ?? tags
        return ContactsPage(
            search: query.search ?? "",
            channels: choices("contacts.channel.all", ContactQuery.channels.filter(channels.contains), query.channel) {
                localizer("channel.\($0)")
            },
            tags: choices("contacts.tag.all", usedTags, query.tag) { $0 },
            states: choices("contacts.state.all", ContactQuery.states, query.state) {
                localizer("contacts.state.\($0)")
            },
            isNarrowed: query.isNarrowed, mayWrite: role >= .agent,
            exportHref: "/contacts/export.csv" + query.text, lines: shown.map(line),
            empty: lines.isEmpty && query.cursor == nil ? empty(query) : nil,
            next: lines.count > shown.count ? shown.last.map { query.path(after: $0.id) } : nil)
    }

    private func same(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }

    private func choices(
        _ all: String, _ values: [String], _ chosen: String?, _ label: (String) -> String
    ) -> [ContactsPage.Choice] {
        [.init(value: "", label: localizer(all), isSelected: chosen == nil)]
            + values.map { .init(value: $0, label: label($0), isSelected: same($0, chosen ?? "")) }
    }

    private func line(_ line: ContactLine) -> ContactsPage.Line {
        let person = Person(id: line.id, name: line.name ?? "", phone: line.phone ?? line.email, localizer)
        let at = line.lastAt ?? line.createdAt
        let addresses = [line.phone.map(PhoneNumber.display), line.email, line.username].compactMap { $0 }
        return .init(
            id: line.id.lowercase, tone: person.tone, initials: person.initials, name: person.name,
            detail: addresses.filter { $0 != person.name }.joined(separator: " · "),
            channels: line.channels.map { .init(icon: $0, label: localizer("channel.\($0)")) },
            tags: Array(line.tags.prefix(4)), blocked: line.isBlocked ? localizer("panel.blocked") : nil,
            at: localizer.iso(at), time: localizer.short(at, now: now))
    }

    private func empty(_ query: ContactQuery) -> ContactsPage.Empty {
        let key = query.isNarrowed ? "contacts.empty.search" : "contacts.empty"
        return .init(title: localizer("\(key).title"), text: localizer("\(key).text"), clears: query.isNarrowed)
    }
}
