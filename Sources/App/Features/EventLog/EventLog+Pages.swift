import Domain
import Foundation
import Privacy
import Web

/// `/settings/events`
struct EventLogPage: PageModel {
    struct Choice: Encodable {
        let href: String
        let label: String
        let isCurrent: Bool
    }
    struct Fault: Encodable {
        let path: String
        let reason: String
    }
    struct Line: Encodable {
        let at: String
        let time: String
        let account: String
        let provider: String
        let verdict: String
        let style: String
        let items: Int
        let deliveries: Int
        let errors: [Fault]
        let note: String?
        let size: String
        let body: String
    }

    let filters: [Choice]
    let hasEvents: Bool
    let events: [Line]
    let next: String?

    static let template = "settings/events"
    static let sample = EventLogPage(
        filters: [.init(href: "/settings/events", label: "Todos", isCurrent: true)], hasEvents: true,
        events: [
            .init(
                at: "2026-11-20T14:00:00Z", time: "14:00", account: "Loja", provider: "meta", verdict: "Processado",
                style: "chip-good",
                items: 1, deliveries: 2, errors: [.init(path: "entry[0]", reason: "unknown")], note: "1 item",
                size: "1 KB", body: "{}")
        ], next: "/settings/events?cursor=1_2")
}

extension EventLogPage {
    init(_ all: [LoggedEvent], filter: EventLog.Filter, localizer: Localizer) {
        let shown = all.prefix(EventLog.pageLength)
        filters = EventLog.Filter.allCases.map {
            Choice(
                href: $0 == .all ? "/settings/events" : "/settings/events?filter=\($0.rawValue)",
                label: localizer("events.filter.\($0.rawValue)"), isCurrent: $0 == filter)
        }
        hasEvents = !shown.isEmpty
        events = shown.map { Line($0, localizer) }
        let cursor =
            all.count > shown.count ? shown.last.map { InboxQuery.Cursor(micros: $0.micros, id: $0.id).text } : nil
        next = cursor.map { "/settings/events?filter=\(filter.rawValue)&cursor=\($0)" }
    }
}

extension EventLogPage.Line {
    init(_ event: LoggedEvent, _ localizer: Localizer) {
        at = localizer.iso(event.receivedAt)
        time = localizer.dateTime(event.receivedAt)
        account = event.account
        provider = event.provider
        items = event.items
        deliveries = event.deliveries
        verdict = localizer("events.state.\(event.state)")
        style =
            switch event.state {
            case "processed": "chip-good"
            case "failed": "chip-bad"
            case "pending": "chip-warn"
            default: ""
            }
        errors = (event.errors?.array ?? []).prefix(20).map {
            .init(path: $0["path"]?.string ?? "", reason: $0["reason"]?.string ?? "")
        }
        var notes: [String] = []
        if event.duplicates > 0 { notes.append(localizer("events.duplicates", count: event.duplicates)) }
        if event.isReplayed { notes.append(localizer("events.replayed")) }
        note = notes.isEmpty ? nil : notes.joined(separator: " · ")
        size = InboxView.size(event.size)
        body = PrettyJSON.text(Mask.text(String(decoding: event.body, as: UTF8.self)).utf8)
    }
}
