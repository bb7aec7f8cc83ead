import Testing

@testable import Domain

struct WorkingHoursTests {
    private func hours(_ text: String) throws -> WorkingHours? { WorkingHours(try JSON.parse(text)) }

    private func moment(_ weekday: Int, _ hour: Int, _ minute: Int = 0, _ date: String = "2026-11-23")
        -> WorkingHours.Moment
    {
        .init(weekday: weekday, minute: hour * 60 + minute, date: date, yesterday: "2026-11-22")
    }

    @Test("several intervals a day, and days without any")
    func intervals() throws {
        let hours = try #require(try hours(#"{"monday": [["08:00","12:00"],["13:00","18:30"]]}"#))
        #expect([(7, 59), (12, 0), (12, 59), (18, 30)].allSatisfy { !hours.isOpen(at: moment(1, $0.0, $0.1)) })
        #expect([(8, 0), (11, 59), (13, 0), (18, 29)].allSatisfy { hours.isOpen(at: moment(1, $0.0, $0.1)) })
        #expect(!hours.isOpen(at: moment(2, 9)))
    }

    @Test("an interval may run past midnight, from Sunday into Monday too")
    func night() throws {
        let hours = try #require(try hours(#"{"sunday": [["22:00","02:00"]]}"#))
        #expect(hours.isOpen(at: moment(7, 23)) && hours.isOpen(at: moment(1, 1, 59)))
        #expect(!hours.isOpen(at: moment(1, 2)) && !hours.isOpen(at: moment(7, 21, 59)))
    }

    @Test("a holiday is closed")
    func holiday() throws {
        let hours = try #require(try hours(#"{"monday": [["00:00","24:00"]], "holidays": ["2026-11-23"]}"#))
        #expect(!hours.isOpen(at: moment(1, 12)) && hours.isOpen(at: moment(1, 12, 0, "2026-11-30")))
    }

    @Test("it knows for how long it has been closed")
    func closed() throws {
        let hours = try #require(try hours(#"{"saturday": [["08:00","12:00"]], "monday": [["09:00","18:00"]]}"#))
        #expect(hours.minutesClosed(at: moment(6, 12, 30)) == 31)
        #expect(hours.minutesClosed(at: moment(7, 12)) == 1_441)
        #expect(hours.minutesClosed(at: moment(1, 8)) == 2_641)
        #expect(hours.minutesClosed(at: moment(1, 10)) == 0)
    }

    @Test(
        "what cannot be understood is no restriction",
        arguments: ["{}", "[]", "null", #"{"monday": "9-18"}"#, #"{"monday": [["x","y"]]}"#])
    func nonsense(text: String) throws {
        #expect(try hours(text) == nil)
    }
}
