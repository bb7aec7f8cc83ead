import Foundation

/// Texts, dates and numbers for one reader: language, time zone, currency.
package struct Localizer: Sendable {
    package let language: SiteLanguage
    package let strings: Strings
    package let currency: String
    private let zone: TimeZone

    package init(language: SiteLanguage, strings: Strings, timeZone: String, currency: String) {
        self.language = language
        self.strings = strings
        self.currency = currency
        zone = TimeZoneCache.zone(timeZone)
    }

    /// Before the texts are known (a request that failed in its first step).
    package static let untranslated = Localizer(
        language: .portuguese, strings: Strings([:]), timeZone: "America/Sao_Paulo", currency: "BRL")

    package func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
        strings(key, arguments)
    }

    package func callAsFunction(_ key: String, count: Int, _ arguments: [String: String] = [:]) -> String {
        var arguments = arguments
        arguments["count"] = arguments["count"] ?? number(count)
        return strings(key, count: count, arguments)
    }

    /// `14:05`, in every language.
    package func time(_ date: Date) -> String {
        let civil = civil(date)
        return twoDigits(civil.hour) + ":" + twoDigits(civil.minute)
    }

    /// `12/03/2026`; English writes the month, so that nobody reads December.
    package func date(_ date: Date) -> String {
        let civil = civil(date)
        if language == .english {
            return "\(civil.day) \(Self.englishMonths[civil.month - 1]) \(civil.year)"
        }
        return "\(twoDigits(civil.day))/\(twoDigits(civil.month))/\(civil.year)"
    }

    package func dateTime(_ date: Date) -> String { self.date(date) + (language == .english ? ", " : " ") + time(date) }

    /// The shortest form that is clear from `now`: the time today, else day and month, else the date.
    package func short(_ date: Date, now: Date) -> String {
        let (then, today) = (civil(date), civil(now))
        guard then.year == today.year else { return self.date(date) }
        if then.month == today.month, then.day == today.day { return time(date) }
        return language == .english
            ? "\(then.day) \(Self.englishMonths[then.month - 1])" : "\(twoDigits(then.day))/\(twoDigits(then.month))"
    }

    /// The day as `2026-03-12` in the reader's zone: groups messages under date headings.
    package func day(_ date: Date) -> String {
        let civil = civil(date)
        return "\(civil.year)-\(twoDigits(civil.month))-\(twoDigits(civil.day))"
    }

    /// `há 12 min`: texts `time.now`, `time.minutes`, `time.hours`, `time.days` (plural forms).
    package func ago(_ date: Date, now: Date) -> String {
        let seconds = Int(max(0, min(now.timeIntervalSince(date), 1e9)))
        return switch seconds {
        case ..<60: self("time.now")
        case ..<3600: self("time.minutes", count: seconds / 60)
        case ..<86_400: self("time.hours", count: seconds / 3600)
        default: self("time.days", count: seconds / 86_400)
        }
    }

    /// Machine-readable instant for `<time datetime>`.
    package func iso(_ date: Date) -> String { date.formatted(.iso8601) }

    /// `1.234` or `1,234`.
    package func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += groupSeparator }
            grouped.append(digit)
        }
        return (value < 0 ? "-" : "") + grouped
    }

    /// `R$ 1.234,56`.
    package func money(cents: Int) -> String {
        let symbol: String =
            switch currency {
            case "BRL": "R$"
            case "USD": "US$"
            case "EUR": "€"
            default: currency
            }
        let magnitude = cents.magnitude
        let whole = number(Int(magnitude / 100))
        let rest = twoDigits(Int(magnitude % 100))
        return (cents < 0 ? "-" : "") + symbol + "\u{a0}" + whole + decimalSeparator + rest
    }

    /// `12,5` of a whole number of tenths.
    package func decimal(tenths: Int) -> String {
        let sign = tenths < 0 ? "-" : ""
        return sign + number(Int(tenths.magnitude / 10)) + decimalSeparator + String(tenths.magnitude % 10)
    }

    private var groupSeparator: String { language == .english ? "," : "." }
    private var decimalSeparator: String { language == .english ? "." : "," }

    private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private func civil(_ date: Date) -> CivilTime {
        CivilTime(secondsSinceEpoch: date.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: date)))
    }

    private static let englishMonths = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

/// A point of the Gregorian calendar, by arithmetic (Hinnant's days-from-civil, inverted).
struct CivilTime: Equatable {
    let year, month, day, hour, minute: Int

    init(secondsSinceEpoch: Double) {
        // Years 0001 to 9999: outside them a date is a mistake, and must not trap.
        let seconds = Int(max(-62_135_596_800, min(secondsSinceEpoch, 253_402_300_799)).rounded(.down))
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let inDay = seconds - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = inDay / 3600
        minute = inDay % 3600 / 60
    }
}
