import Foundation
import Testing

@testable import Domain

@Suite struct LegalClockTests {
    private let clock = LegalClock(timeZone: "America/Sao_Paulo")

    private func at(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test
    func
        `a request has fifteen calendar days after the day it came, a small agent thirty, to the end of the shop's day`()
        throws
    {
        let received = try at("2026-11-20T22:30:00Z")  // 19:30 in São Paulo
        #expect(clock.answer(to: received) == (try at("2026-12-06T03:00:00Z")))
        #expect(
            LegalClock(timeZone: "America/Sao_Paulo", isSmallAgent: true).answer(to: received)
                == (try at("2026-12-21T03:00:00Z")))
        // 01:30 UTC is still the day before there.
        #expect(clock.answer(to: try at("2026-11-21T01:30:00Z")) == (try at("2026-12-06T03:00:00Z")))
    }

    @Test(
        "an incident has three business days: weekends and national holidays do not count",
        arguments: [
            ("2026-11-23", "2026-11-27"),  // Monday → Thursday
            ("2026-11-18", "2026-11-25"),  // Wednesday, Friday 20 is a holiday → Tuesday
            ("2026-04-01", "2026-04-08"),  // Good Friday on the 3rd → Tuesday
            ("2026-12-23", "2026-12-30"),  // Christmas on a Friday → Tuesday
            ("2026-11-21", "2026-11-26"),  // a Saturday → Wednesday
        ])
    func notice(_ known: String, _ firstLateDay: String) throws {
        #expect(clock.notice(of: try at("\(known)T15:00:00Z")) == (try at("\(firstLateDay)T03:00:00Z")))
    }

    @Test(
        "Good Friday",
        arguments: [(2024, [3, 29]), (2025, [4, 18]), (2026, [4, 3]), (2027, [3, 26]), (2038, [4, 23])])
    func goodFriday(_ year: Int, _ day: [Int]) { #expect(LegalClock.goodFriday(year) == day) }

    @Test func `how close the end is, by days of the shop`() throws {
        let due = clock.answer(to: try at("2026-11-20T15:00:00Z"))  // all of 5 December is in time
        for (now, urgency, days) in [
            ("2026-11-20T15:00:00Z", LegalClock.Urgency.calm, 15), ("2026-12-01T15:00:00Z", .calm, 4),
            ("2026-12-02T15:00:00Z", .soon, 3), ("2026-12-05T03:00:00Z", .today, 0),
            ("2026-12-06T02:59:59Z", .today, 0),
            ("2026-12-06T03:00:00Z", .late, -1), ("2026-12-10T03:00:00Z", .late, -5),
        ] {
            #expect(clock.urgency(of: due, at: try at(now)) == urgency, "\(now)")
            #expect(clock.days(until: due, at: try at(now)) == days, "\(now)")
        }
    }
}
