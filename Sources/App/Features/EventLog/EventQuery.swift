import Domain
import Foundation
import Web

/// Which events a list shows, as the address says it. Words it does not know are left out.
struct EventQuery: Sendable, Equatable {
    enum State: String, CaseIterable, Sendable {
        case all, failed, pending, processed, ignored
    }

    var state: State = .all
    var account: UUID?
    var provider: String?
    /// Days as a date field writes them, in the shop's own time zone; the last one included.
    var from: String?
    var until: String?
    var cursor: InboxQuery.Cursor?

    init(state: State = .all, account: UUID? = nil) {
        self.state = state
        self.account = account
    }

    init(_ form: Form) {
        state = form["state"].flatMap(State.init(rawValue:)) ?? .all
        account = form["account"].flatMap { UUID(uuidString: $0) }
        provider = form["provider"].flatMap { ChannelProvider(rawValue: $0)?.rawValue }
        from = form["from"].flatMap(Self.day)
        until = form["until"].flatMap(Self.day)
        cursor = form["cursor"].flatMap(InboxQuery.Cursor.init)
    }

    private static func day(_ text: String) -> String? { moment(text, TimeZone(secondsFromGMT: 0)) == nil ? nil : text }

    /// The first moment of a day, `days` later; nil for what is no day.
    private static func moment(_ text: String, _ zone: TimeZone?, days: Int = 0) -> Date? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, let zone, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]),
            (1...9999).contains(year)
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let date = DateComponents(calendar: calendar, year: year, month: month, day: day)
        guard date.isValidDate, let start = date.date else { return nil }
        return calendar.date(byAdding: .day, value: days, to: start)
    }

    func start(_ zone: String) -> Date? { from.flatMap { Self.moment($0, TimeZone(identifier: zone)) } }
    func end(_ zone: String) -> Date? { until.flatMap { Self.moment($0, TimeZone(identifier: zone), days: 1) } }

    var isNarrowed: Bool { account != nil || provider != nil || from != nil || until != nil }

    /// `?state=failed&account=…`, without the cursor; empty for the plain list.
    var text: String {
        var parts: [String] = []
        if state != .all { parts.append("state=\(state.rawValue)") }
        if let account { parts.append("account=\(account.lowercase)") }
        if let provider { parts.append("provider=\(provider)") }
        if let from { parts.append("from=\(from)") }
        if let until { parts.append("until=\(until)") }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    func with(_ state: State) -> EventQuery {
        var other = self
        other.state = state
        other.cursor = nil
        return other
    }

    func path(after cursor: InboxQuery.Cursor) -> String {
        "/settings/events" + (text.isEmpty ? "?" : text + "&") + "cursor=\(cursor.text)"
    }
}
