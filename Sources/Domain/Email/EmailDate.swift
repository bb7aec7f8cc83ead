#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Dates of RFC 5322: `Sat, 21 Nov 2026 05:45:00 -0300`.
package enum EmailDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// Nil for what is no date, or none between 1970 and 2200.
    static func parse(_ text: String) -> Date? {
        let plain = text.split(separator: "(").first ?? ""
        var words = plain.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\t" })[...]
        if let first = words.first, Int(first) == nil { words.removeFirst() }
        guard words.count >= 4 else { return nil }
        let fields = Array(words)
        guard let day = Int(fields[0]), (1...31).contains(day),
            let month = months.firstIndex(of: String(fields[1].prefix(3)).lowercased()), let year = year(fields[2])
        else { return nil }
        let clock = fields[3].split(separator: ":").map { Int($0) ?? -1 }
        guard (2...3).contains(clock.count), (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            clock.count < 3 || (0...60).contains(clock[2])
        else { return nil }
        let seconds = clock[0] * 3_600 + clock[1] * 60 + (clock.count == 3 ? clock[2] : 0)
        let total = daysSince1970(year, month + 1, day) * 86_400 + seconds - offset(fields.count > 4 ? fields[4] : "")
        return Date(timeIntervalSince1970: Double(total))
    }

    private static func year(_ text: Substring) -> Int? {
        guard let value = Int(text) else { return nil }
        let year = text.utf8.count == 2 ? (value < 50 ? 2_000 + value : 1_900 + value) : value
        return (1_970...2_200).contains(year) ? year : nil
    }

    private static func offset(_ zone: Substring) -> Int {
        if zone.hasPrefix("+") || zone.hasPrefix("-"), zone.utf8.count == 5, let value = Int(zone.dropFirst()),
            value / 100 <= 23, value % 100 <= 59
        {
            let seconds = value / 100 * 3_600 + value % 100 * 60
            return zone.hasPrefix("-") ? -seconds : seconds
        }
        let named = ["EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BRT": -3]
        return (named[zone.uppercased()] ?? 0) * 3_600
    }

    /// Howard Hinnant's days_from_civil; the year was bounded before.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// `2026-11-21T05:45:00.123Z`, and as databases write it: `2026-11-21 05:45:00.123+00`.
    package static func iso(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            return Int(String(decoding: bytes[start..<start + count], as: UTF8.self))
        }
        guard bytes.count >= 19, let year = number(0, 4), (1_970...2_200).contains(year), let month = number(5, 2),
            (1...12).contains(month), let day = number(8, 2), (1...31).contains(day), let hour = number(11, 2),
            (0...23).contains(hour), let minute = number(14, 2), (0...59).contains(minute), let second = number(17, 2),
            (0...60).contains(second)
        else { return nil }
        var offset = 0
        if let sign = bytes[19...].lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            let digits = bytes[(sign + 1)...].filter { $0 != UInt8(ascii: ":") }
            let value = Int(String(decoding: digits.prefix(2), as: UTF8.self)) ?? 0
            let minutes = Int(String(decoding: digits.dropFirst(2).prefix(2), as: UTF8.self)) ?? 0
            offset =
                (min(max(value, 0), 23) * 60 + min(max(minutes, 0), 59)) * (bytes[sign] == UInt8(ascii: "-") ? -60 : 60)
        }
        let seconds = daysSince1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return Date(timeIntervalSince1970: Double(seconds))
    }

    static func text(_ date: Date) -> String {
        let seconds = Int(min(max(date.timeIntervalSince1970.rounded(.down), 0), 7_258_118_400))
        let (days, rest) = (seconds / 86_400, seconds % 86_400)
        let z = days + 719_468
        let era = z / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        let year = yoe + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let name = months[month - 1].capitalized
        let clock = "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        return "\(Self.days[days % 7]), \(doy - (153 * mp + 2) / 5 + 1) \(name) \(year) \(clock) +0000"
    }
}
