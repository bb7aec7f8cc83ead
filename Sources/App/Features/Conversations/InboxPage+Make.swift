import Domain
import Foundation
import Web

/// What the models of the inbox are made with: whose eyes, which words, what time it is.
struct InboxView: Sendable {
    let localizer: Localizer
    let me: UUID?
    let now: Date
    /// The simulator is there to try things out.
    let hasSimulator: Bool
    /// ffmpeg is there: any browser's recording becomes a voice note.
    var convertsVoice = false
    /// The copilot can ask a model.
    var hasModel = false

    func list(_ query: InboxQuery, lines: [ConversationLine], figures: InboxFigures, open: UUID? = nil) -> InboxList {
        InboxList(
            filter: query.filter.rawValue, search: query.search ?? "", channels: channels(figures.channels, query),
            tabs: tabs(query, figures), page: rows(query, lines: lines, open: open))
    }

    func rows(_ query: InboxQuery, lines: [ConversationLine], open: UUID? = nil) -> InboxRows {
        let shown = lines.prefix(Conversations.pageLength)
        let next = lines.count > shown.count ? shown.last.map { query.path(after: $0.cursor) } : nil
        return InboxRows(
            rows: shown.map { row($0, keep: query.text, isCurrent: $0.id == open) },
            empty: lines.isEmpty && query.cursor == nil ? empty(query) : nil, next: next)
    }

    func tabs(_ query: InboxQuery, _ figures: InboxFigures) -> InboxTabs {
        InboxTabs(
            filters: InboxQuery.Filter.allCases.map { filter in
                let count =
                    switch filter {
                    case .waiting: figures.waiting
                    case .mine: figures.mine
                    default: 0
                    }
                return .init(
                    key: filter.rawValue, label: localizer("inbox.filter.\(filter.rawValue)"),
                    href: "/support" + query.with(filter: filter).text,
                    isCurrent: filter == query.filter && query.search == nil,
                    count: count == 0
                        ? nil : count >= Conversations.countLimit ? "\(Conversations.countLimit - 1)+" : "\(count)",
                    countStyle: filter == .waiting ? "badge-warn" : "badge-quiet")
            })
    }

    private func channels(_ used: [String], _ query: InboxQuery) -> [InboxList.Channel] {
        let known = InboxQuery.channels.filter { used.contains($0) || $0 == query.channel }
        return [.init(value: "", label: localizer("inbox.channel.all"), isSelected: query.channel == nil)]
            + known.map { .init(value: $0, label: localizer("channel.\($0)"), isSelected: $0 == query.channel) }
    }

    func row(_ line: ConversationLine, keep: String = "", isCurrent: Bool = false) -> InboxRow {
        let person = Person(id: line.customer, name: line.name, phone: line.phone, localizer)
        let isWaiting = line.status.needsPerson
        let since = isWaiting ? line.waitingSince : nil
        return InboxRow(
            id: line.id.lowercase, keep: keep, seq: line.seq, at: line.cursor.text, iso: localizer.iso(line.lastAt),
            status: line.status.rawValue, assigneeId: line.assignee?.lowercase ?? "",
            unread: line.unread > 0 ? line.unread : nil, channel: line.channel,
            channelName: localizer("channel.\(line.channel)"), isCurrent: isCurrent,
            unreadStyle: line.unread > 0 ? " row-unread" : "", tone: person.tone, initials: person.initials,
            name: person.name,
            time: localizer.short(line.lastAt, now: now), previewBy: previewBy(line),
            preview: preview(line), statusLabel: localizer("status.\(line.status.rawValue)"),
            statusStyle: StatusStyle.of(line.status),
            waiting: since.map { localizer.ago($0, now: now) }, waitingSince: since.map(localizer.iso),
            waitingStyle: since.map { now.timeIntervalSince($0) >= 1800 ? "row-wait-long" : "" } ?? "",
            assignee: line.assignee == nil ? nil : line.assignee == me ? localizer("inbox.me") : line.assigneeName,
            draft: line.draft?.lowercase)
    }

    private func previewBy(_ line: ConversationLine) -> String? {
        guard line.isOutbound else { return nil }
        return localizer(line.status == .bot ? "inbox.by.bot" : "inbox.by.shop")
    }

    private func preview(_ line: ConversationLine) -> String {
        if line.preview.isEmpty { return MessageKind(line.kind).label(localizer) }
        // Looking for text in text is dear, and few messages have a second line.
        return line.preview.utf8.contains(0x0A) ? line.preview.replacing("\n", with: " ") : line.preview
    }

    private func empty(_ query: InboxQuery) -> InboxRows.Empty {
        func text(_ part: String) -> String { localizer("inbox.empty.\(part)") }
        if query.search != nil {
            return .init(
                icon: "search", title: text("search.title"), text: text("search.text"),
                action: .init(href: "/support" + query.with(filter: query.filter).text, label: text("search.action")))
        }
        let name = query.filter.rawValue
        let action: InboxRows.Empty.Action? =
            switch query.filter {
            case .all where hasSimulator: .init(href: "/simulator", label: text("all.action"))
            case .mine: .init(href: "/support?filter=waiting", label: text("mine.action"))
            default: nil
            }
        let hint = query.filter == .all && hasSimulator ? " " + text("all.demo") : ""
        return .init(
            icon: Self.icon(query.filter), title: text("\(name).title"), text: text("\(name).text") + hint,
            action: action)
    }

    private static func icon(_ filter: InboxQuery.Filter) -> String {
        switch filter {
        case .all: "conversations"
        case .waiting: "check"
        case .bot: "spark"
        case .mine: "user"
        case .resolved: "inbox"
        case .spam: "ban"
        }
    }
}

/// A customer as pages show one.
struct Person: Sendable {
    let name: String
    let initials: String
    /// One of eight grounds for the initials; the same for as long as the contact exists.
    let tone: String

    init(id: UUID, name: String, phone: String?, _ localizer: Localizer) {
        let shown =
            name.isEmpty ? phone.map(PhoneNumber.display) ?? localizer("inbox.nameless") : PhoneNumber.display(name)
        self.name = shown
        let letters = shown.split(separator: " ").compactMap(\.first).filter(\.isLetter)
        let ends = [letters.first, letters.count > 1 ? letters.last : nil].compactMap { $0 }
        initials = ends.isEmpty ? String(shown.filter(\.isNumber).suffix(2)) : String(ends).uppercased()
        tone = "tone-\(id.uuid.15 % 8)"
    }
}

enum StatusStyle {
    static func of(_ status: ConversationStatus) -> String {
        switch status {
        case .new: "chip-accent"
        case .bot: "chip-ai"
        case .waitingAgent: "chip-warn"
        case .open: "chip-info"
        case .resolved: "chip-good"
        case .waitingCustomer, .closed: ""
        case .spam: "chip-bad"
        }
    }
}
