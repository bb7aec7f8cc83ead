import Domain
import Foundation
import Web

/// `/support`: the list, and the open conversation beside it.
struct InboxPage: PageModel {
    let me: String
    let cursor: Int64
    let list: InboxList
    let thread: ThreadModel?

    static let template = "conversations/index"
    static let sample = InboxPage(me: "0190", cursor: 7, list: .sample, thread: .sample)
}

/// The column on the left.
struct InboxList: PageModel {
    struct Channel: Encodable {
        let value: String
        let label: String
        let isSelected: Bool
    }

    let filter: String
    let search: String
    let channels: [Channel]
    let tabs: InboxTabs
    let page: InboxRows

    static let template = "conversations/list"
    static let sample = InboxList(
        filter: "all", search: "ana", channels: [.init(value: "whatsapp", label: "WhatsApp", isSelected: true)],
        tabs: .sample, page: .sample)
}

/// The filters with their figures.
struct InboxTabs: PageModel {
    struct Tab: Encodable {
        let key: String
        let label: String
        let href: String
        let isCurrent: Bool
        let count: String?
        let countStyle: String
    }

    let filters: [Tab]

    static let template = "conversations/tabs"
    static let sample = InboxTabs(filters: [
        .init(key: "all", label: "Todas", href: "/support", isCurrent: true, count: "3", countStyle: "badge-warn")
    ])
}

/// A page of rows, or why there are none.
struct InboxRows: PageModel {
    struct Empty: Encodable {
        struct Action: Encodable {
            let href: String
            let label: String
        }
        let icon: String
        let title: String
        let text: String
        let action: Action?
    }

    let rows: [InboxRow]
    let empty: Empty?
    let next: String?

    static let template = "conversations/rows"
    static let sample = InboxRows(
        rows: [.sample],
        empty: .init(icon: "inbox", title: "Nada", text: "Ainda.", action: .init(href: "/simulator", label: "Abrir")),
        next: "/support?cursor=1_2")
}

/// One conversation in the list.
struct InboxRow: Sendable, Encodable {
    let id: String
    let keep: String
    let seq: Int64
    let at: String
    let iso: String
    let status: String
    let assigneeId: String
    let unread: Int?
    let channel: String
    /// For who cannot see its sign.
    let channelName: String
    let isCurrent: Bool
    let unreadStyle: String
    let tone: String
    let initials: String
    let name: String
    let time: String
    let previewBy: String?
    let preview: String
    let statusLabel: String
    let statusStyle: String
    let waiting: String?
    let waitingSince: String?
    let waitingStyle: String
    let assignee: String?
    /// Of the assistant, waiting for a person.
    let draft: String?

    static let sample = InboxRow(
        id: "0190", keep: "?filter=bot", seq: 1, at: "1_0190", iso: "2026-11-20T14:00:00Z", status: "bot",
        assigneeId: "0191", unread: 2,
        channel: "whatsapp", channelName: "WhatsApp", isCurrent: true, unreadStyle: " row-unread", tone: "tone-1",
        initials: "MA",
        name: "Mariana", time: "14:00",
        previewBy: "Loja: ", preview: "Oi", statusLabel: "Com a IA", statusStyle: "chip-ai", waiting: "há 2 min",
        waitingSince: "2026-11-20T13:58:00Z", waitingStyle: "row-wait-long", assignee: "Joana", draft: "0192")
}
