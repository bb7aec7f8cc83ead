import Domain
import Testing

@Suite struct ErrorBudgetTests {
    private func budget(_ good: Int, _ bad: Int) -> ErrorBudget {
        ErrorBudget(.delivery, EventCount(good: good, bad: bad))
    }

    @Test func `the budget is what the promise leaves over`() throws {
        // 1 % of 10,000 may fail.
        #expect(budget(10_000, 0).left == 1)
        #expect(abs(try #require(budget(9950, 50).left) - 0.5) < 1e-9)
        #expect(abs(try #require(budget(9900, 100).left)) < 1e-9)
        #expect(try #require(budget(9800, 200).left) < 0)
        #expect(budget(0, 0).left == nil)
    }

    @Test func `the burn rate is 1 where the budget lasts exactly its days`() throws {
        let steady = EventCount(good: 9900, bad: 100)
        #expect(abs(try #require(ErrorBudget.burnRate(.delivery, steady)) - 1) < 1e-9)
        #expect(abs(try #require(ErrorBudget.burnRate(.delivery, EventCount(good: 0, bad: 5))) - 100) < 1e-6)
        #expect(ErrorBudget.burnRate(.delivery, EventCount()) == nil)
    }

    @Test(arguments: [
        (EventCount(), EventCount(), ErrorBudget.Standing.quiet),
        (EventCount(good: 1000, bad: 1), EventCount(good: 10, bad: 0), .kept),
        (EventCount(good: 1000, bad: 9), EventCount(good: 10, bad: 0), .atRisk),
        (EventCount(good: 1000, bad: 1), EventCount(good: 5, bad: 1), .atRisk),
        (EventCount(good: 1000, bad: 20), EventCount(), .broken),
    ])
    func `its standing in one word`(month: EventCount, hour: EventCount, wanted: ErrorBudget.Standing) {
        #expect(ErrorBudget(.delivery, month).standing(lastHour: hour) == wanted)
    }

    @Test func `counts from outside neither go below nothing nor overflow`() {
        #expect(EventCount(good: -5, bad: -1) == EventCount())
        #expect(EventCount(good: .max, bad: .max).total == .max)
        #expect(EventCount(good: .max, bad: 1).goodShare != nil)
    }
}
