import Foundation

/// Times the law sets for a shop (LGPD; Res. CD/ANPD 2/2022 and 15/2024). Days end at midnight of the shop's own time zone.
package struct LegalClock: Sendable {
    private let calendar: Calendar
    /// A small agent has double the time.
    package let isSmallAgent: Bool

    package init(timeZone: String, isSmallAgent: Bool = false) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        self.calendar = calendar
        self.isSmallAgent = isSmallAgent
    }

    /// When a request of a person must be answered: 15 calendar days (Art. 19 II), confirmation included; 30 for small agents.
    package func answer(to received: Date) -> Date { endOfDay(received, days: isSmallAgent ? 30 : 15) }

    /// When ANPD and the people concerned must know of an incident: three business days after the shop did (Art. 48), six for small
    /// agents.
    package func notice(of known: Date) -> Date { business(known, days: isSmallAgent ? 6 : 3) }

    /// When what was missing in that notice must have followed: 20 business days.
    package func complement(of known: Date) -> Date { business(known, days: isSmallAgent ? 40 : 20) }

    /// How close the end is.
    package enum Urgency: String, Sendable { case calm, soon, today, late }

    package func urgency(of due: Date, at now: Date) -> Urgency {
        if now >= due { return .late }
        let left =
            calendar.dateComponents(
                [.day], from: calendar.startOfDay(for: now), to: calendar.startOfDay(for: due.addingTimeInterval(-1))
            ).day ?? 0
        return left <= 0 ? .today : left <= 3 ? .soon : .calm
    }

    /// Whole days until the day of `due`; negative when it has passed.
    package func days(until due: Date, at now: Date) -> Int {
        calendar.dateComponents(
            [.day], from: calendar.startOfDay(for: now), to: calendar.startOfDay(for: due.addingTimeInterval(-1))
        ).day ?? 0
    }

    /// The first moment that is too late, `days` days after the day of `date`.
    private func endOfDay(_ date: Date, days: Int) -> Date {
        calendar.date(byAdding: .day, value: days + 1, to: calendar.startOfDay(for: date)) ?? date
    }

    private func business(_ date: Date, days: Int) -> Date {
        var day = calendar.startOfDay(for: date)
        var left = days
        while left > 0, let next = calendar.date(byAdding: .day, value: 1, to: day) {
            day = next
            if isBusinessDay(day) { left -= 1 }
        }
        return endOfDay(day, days: 0)
    }

    func isBusinessDay(_ date: Date) -> Bool {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
        guard let year = parts.year, let month = parts.month, let day = parts.day, let weekday = parts.weekday else {
            return true
        }
        return weekday != 1 && weekday != 7 && !Self.holidays.contains([month, day])
            && Self.goodFriday(year) != [month, day]
    }

    /// National holidays of Brazil on fixed days; 20 November since Lei 14.759/2023.
    private static let holidays: Set<[Int]> = [
        [1, 1], [4, 21], [5, 1], [9, 7], [10, 12], [11, 2], [11, 15], [11, 20], [12, 25],
    ]

    /// Month and day of the Friday before Easter (Meeus).
    static func goodFriday(_ year: Int) -> [Int] {
        guard (1583...9999).contains(year) else { return [] }
        let (a, b, c) = (year % 19, year / 100, year % 100)
        let (d, e, f) = (b / 4, b % 4, (b + 8) / 25)
        let g = (b - f + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let sunday = h + l - 7 * m + 114
        let (month, day) = (sunday / 31, sunday % 31 + 1)
        return day > 2 ? [month, day - 2] : [3, 29 + day]
    }
}
