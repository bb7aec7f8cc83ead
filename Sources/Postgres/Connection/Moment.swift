#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A point of the monotonic clock, small enough for a poll loop to compare by the thousand.
struct Moment: Comparable, Sendable {
    var nanoseconds: UInt64

    /// Never comes.
    static let never = Moment(nanoseconds: .max)

    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec))
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (moment: Moment, duration: Duration) -> Moment {
        guard moment != .never else { return .never }
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return overflow ? .never : Moment(nanoseconds: sum)
    }

    /// Time since `earlier`; zero when it is later.
    func since(_ earlier: Moment) -> Duration {
        guard self > earlier else { return .zero }
        return .nanoseconds(Int64(clamping: nanoseconds - earlier.nanoseconds))
    }

    /// For poll(2): milliseconds until then, rounded up; -1 for never.
    func pollTimeout(from now: Moment) -> Int32 {
        guard self != .never else { return -1 }
        guard self > now else { return 0 }
        return Int32(clamping: (nanoseconds - now.nanoseconds) / 1_000_000 + 1)
    }
}

extension Duration {
    /// Never negative, saturating.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (scaled, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return .max }
        let (sum, carried) = scaled.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
        return carried ? .max : sum
    }

    /// Whole milliseconds for a server setting; at least 1 for a positive duration, because 0 means "off" there.
    var milliseconds: Int {
        if nanoseconds == 0 { return 0 }
        return max(1, Int(clamping: min(nanoseconds / 1_000_000, 2_000_000_000)))
    }
}
