import Domain
import Foundation
import Web

/// `/settings/events`
struct EventLogPage: PageModel {
    struct Choice: Encodable {
        let href: String
        let value: String
        let label: String
        let isCurrent: Bool
    }
    struct Line: Encodable {
        let href: String
        let at: String
        let time: String
        let account: String
        let provider: String
        let verdict: String
        let style: String
        let summary: String
        let note: String?
        let reason: String?
    }

    let tabs: [Choice]
    let state: String
    let accounts: [Choice]
    let providers: [Choice]
    let from: String
    let until: String
    let isNarrowed: Bool
    let hasEvents: Bool
    let events: [Line]
    let next: String?
    let canReplay: Bool
    let deadJobs: String?
    let run: ReplayModel?

    static let template = "settings/events"
    static let sample = EventLogPage(
        tabs: [.init(href: "/settings/events", value: "all", label: "Todos", isCurrent: true)], state: "failed",
        accounts: [.init(href: "", value: "1", label: "Loja", isCurrent: true)],
        providers: [.init(href: "", value: "meta", label: "meta", isCurrent: true)], from: "2026-11-20",
        until: "2026-11-21", isNarrowed: true,
        hasEvents: true,
        events: [
            .init(
                href: "/settings/events/1", at: "2026-11-20T14:00:00Z", time: "14:00", account: "Loja",
                provider: "meta", verdict: "Processado",
                style: "chip-good", summary: "1 item", note: "recebido 2 vezes", reason: "unknown_type")
        ], next: "/settings/events?cursor=1_2", canReplay: true, deadJobs: "2 tarefas", run: .sample)
}

extension EventLogPage {
    init(
        _ all: [LoggedEvent], accounts: [(id: UUID, name: String, provider: String)], query: EventQuery, deadJobs: Int,
        run: ReplayRun?,
        _ localizer: Localizer
    ) {
        let shown = all.prefix(EventLog.pageLength)
        tabs = EventQuery.State.allCases.map { state in
            Choice(
                href: "/settings/events" + query.with(state).text, value: state.rawValue,
                label: localizer("events.filter.\(state.rawValue)"), isCurrent: state == query.state)
        }
        state = query.state.rawValue
        self.accounts = accounts.map {
            Choice(href: "", value: $0.id.lowercase, label: $0.name, isCurrent: $0.id == query.account)
        }
        providers = Set(accounts.map(\.provider)).sorted().map {
            Choice(href: "", value: $0, label: EventLog.provider($0), isCurrent: $0 == query.provider)
        }
        from = query.from ?? ""
        until = query.until ?? ""
        isNarrowed = query.isNarrowed
        hasEvents = !shown.isEmpty
        events = shown.map { Line($0, localizer) }
        let cursor = all.count > shown.count ? shown.last.map { InboxQuery.Cursor(micros: $0.micros, id: $0.id) } : nil
        next = cursor.map { query.path(after: $0) }
        canReplay = query.state == .failed && hasEvents
        self.deadJobs = deadJobs > 0 ? localizer("events.dead.link", count: deadJobs) : nil
        self.run = run.map { ReplayModel($0, localizer) }
    }
}

extension EventLogPage.Line {
    init(_ event: LoggedEvent, _ localizer: Localizer) {
        href = "/settings/events/\(event.id.lowercase)"
        at = localizer.iso(event.receivedAt)
        time = localizer.dateTime(event.receivedAt)
        account = event.account
        provider = EventLog.provider(event.provider)
        (verdict, style) = EventLog.verdict(event, localizer)
        summary = localizer("events.count", count: event.items)
        note = EventLog.notes(event, localizer)
        reason = event.errors?.array?.first.map { EventLog.reason($0["reason"]?.string ?? "", localizer) }
    }
}

extension EventLog {
    /// The provider's own name.
    static func provider(_ name: String) -> String {
        let names = [
            "meta": "Meta", "z-api": "Z-API", "whaticket": "Whaticket", "resend": "Resend", "smtp": "SMTP",
            "twilio": "Twilio", "zenvia": "Zenvia",
        ]
        return names[name] ?? name
    }

    /// An event that brought nothing new is a duplicate: nobody has to look at it.
    static func verdict(_ event: LoggedEvent, _ localizer: Localizer) -> (String, String) {
        let isDuplicate = event.state == "processed" && event.items > 0 && event.duplicates == event.items
        let style =
            switch event.state {
            case _ where isDuplicate: ""
            case "processed": "chip-good"
            case "failed": "chip-bad"
            case "pending", "held": "chip-warn"
            default: ""
            }
        return (localizer("events.state.\(isDuplicate ? "duplicate" : event.state)"), style)
    }

    static func notes(_ event: LoggedEvent, _ localizer: Localizer) -> String? {
        var notes: [String] = []
        if event.duplicates > 0 { notes.append(localizer("events.duplicates", count: event.duplicates)) }
        if event.deliveries > 1 {
            notes.append(localizer("events.delivered", ["count": localizer.number(event.deliveries)]))
        }
        if event.isReplayed { notes.append(localizer("events.replayed")) }
        return notes.isEmpty ? nil : notes.joined(separator: " · ")
    }

    /// A reason in the shop's words where there are any; its stable word otherwise.
    static func reason(_ word: String, _ localizer: Localizer) -> String {
        localizer.strings["events.reason.\(word)"] ?? word
    }
}
