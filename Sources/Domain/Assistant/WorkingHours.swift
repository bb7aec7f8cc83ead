/// When the assistant answers: intervals for each day of the week, and days on which it does not.
///
/// `{"monday": [["08:00", "12:00"], ["13:00", "18:00"]], "holidays": ["2026-12-25"]}`. A day that is missing is closed; an interval
/// whose end is not after its beginning runs into the next day.
package struct WorkingHours: Sendable, Equatable {
    /// A moment on the shop's own clock.
    package struct Moment: Sendable {
        /// 1 is Monday, 7 is Sunday.
        package let weekday: Int
        package let minute: Int
        /// `2026-12-25`
        package let date: String
        /// The day before, for intervals that run past midnight.
        package let yesterday: String

        package init(weekday: Int, minute: Int, date: String, yesterday: String) {
            self.weekday = weekday
            self.minute = minute
            self.date = date
            self.yesterday = yesterday
        }
    }

    private let days: [[Range<Int>]]
    private let holidays: Set<String>

    /// nil when it says nothing that could be understood: then there are no hours, and the assistant answers always.
    package init?(_ json: JSON) {
        var days: [[Range<Int>]] = []
        for name in Self.names {
            days.append(
                json.elements(of: name).compactMap { pair in
                    guard let from = pair[0]?.string.flatMap(Self.minutes),
                        let to = pair[1]?.string.flatMap(Self.minutes)
                    else { return nil }
                    return from..<(to > from ? to : to + Self.day)
                })
        }
        guard days.contains(where: { !$0.isEmpty }) else { return nil }
        self.days = days
        holidays = Set(json.elements(of: "holidays").compactMap(\.string))
    }

    package func isOpen(at moment: Moment) -> Bool {
        let today = intervals(moment.weekday, moment.date), before = intervals(moment.weekday - 1, moment.yesterday)
        return today.contains { $0.contains(moment.minute) }
            || before.contains { $0.contains(moment.minute + Self.day) }
    }

    /// For how long it has been closed; counted back for three days at most.
    package func minutesClosed(at moment: Moment) -> Int {
        let most = 3 * Self.day
        return (0..<most).first { back in
            let minute = moment.minute - back
            let days = minute >= 0 ? 0 : (minute + 1) / Self.day - 1
            let past = Moment(
                weekday: moment.weekday + days, minute: minute - days * Self.day,
                date: days == 0 ? moment.date : days == -1 ? moment.yesterday : "",
                yesterday: days == 0 ? moment.yesterday : "")
            return isOpen(at: past)
        } ?? most
    }

    private func intervals(_ weekday: Int, _ date: String) -> [Range<Int>] {
        guard !holidays.contains(date) else { return [] }
        return days[((weekday - 1) % 7 + 7) % 7]
    }

    private static let day = 1_440
    package static let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
