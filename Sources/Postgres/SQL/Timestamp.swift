import FoundationEssentials

/// PostgreSQL's view of time: microseconds since 2000-01-01 UTC.
enum Timestamp {
    /// 2000-01-01 in seconds since 1970.
    static let epoch: Int64 = 946_684_800

    /// ISO 8601 in UTC with microseconds; nil beyond the years 1 to 9999, except infinity.
    static func text(of date: Date) -> String? {
        let seconds = date.timeIntervalSince1970
        if date == .distantFuture || seconds == .infinity { return "infinity" }
        if date == .distantPast || seconds == -.infinity { return "-infinity" }
        guard seconds > -62_135_596_800, seconds < 253_402_300_799 else { return nil }
        let whole = seconds.rounded(.down)
        var micros = Int64(((seconds - whole) * 1_000_000).rounded())
        var since1970 = Int64(whole)
        if micros >= 1_000_000 {
            micros -= 1_000_000
            since1970 += 1
        }
        return text(seconds: since1970, micros: micros) + "+00"
    }

    /// `yyyy-MM-dd HH:mm:ss[.ffffff]` of a moment given as whole seconds since 1970 and microseconds.
    static func text(seconds: Int64, micros: Int64) -> String {
        let days = floorDivide(seconds, 86_400)
        let inDay = seconds - days * 86_400
        var result = dayText(daysSince1970: days) + " "
        result += pad(inDay / 3600, 2) + ":" + pad(inDay / 60 % 60, 2) + ":" + pad(inDay % 60, 2)
        if micros != 0 { result += "." + pad(micros, 6) }
        return result
    }

    /// `yyyy-MM-dd` in the proleptic Gregorian calendar (Howard Hinnant's algorithm).
    static func dayText(daysSince1970: Int64) -> String {
        let shifted = daysSince1970 + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2)
    }

    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
    }
}
