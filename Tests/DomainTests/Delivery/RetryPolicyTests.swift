import Testing

@testable import Domain

struct RetryPolicyTests {
    let policy = RetryPolicy(base: .seconds(2), cap: .seconds(60), maxAttempts: 8)

    @Test(
        "the longest wait doubles with each attempt up to the cap",
        arguments: [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (7, 60)])
    func ceilings(attempt: Int, seconds: Int) {
        #expect(policy.delay(afterAttempt: attempt, random: 1) == .seconds(seconds))
        #expect(policy.delay(afterAttempt: attempt, random: 0) == .zero)
        #expect(policy.delay(afterAttempt: attempt, random: 0.5) == .seconds(seconds) / 2)
    }

    @Test("the last attempt is followed by none")
    func last() {
        #expect(policy.delay(afterAttempt: 8, random: 0.5) == nil)
        #expect(policy.delay(afterAttempt: 9, retryAfter: .seconds(1), random: 0.5) == nil)
    }

    @Test("a wait the provider names is kept, within reason")
    func retryAfter() {
        #expect(policy.delay(afterAttempt: 1, retryAfter: .seconds(30), random: 0) == .seconds(30))
        #expect(policy.delay(afterAttempt: 1, retryAfter: .seconds(30), random: 1) == .seconds(32))
        #expect(policy.delay(afterAttempt: 1, retryAfter: .seconds(-5), random: 0) == .zero)
        #expect(
            policy.delay(afterAttempt: 1, retryAfter: .seconds(1_000_000), random: 0) == RetryPolicy.longestRetryAfter)
    }

    @Test("no attempt number and no random number can make it overflow", arguments: [-3, 0, 1, 64, 1_000_000, Int.max])
    func extremes(attempt: Int) {
        let endless = RetryPolicy(base: .seconds(1), cap: .seconds(3_600), maxAttempts: .max)
        for random in [-1.0, 0, 0.3, 1, 7] {
            guard let delay = endless.delay(afterAttempt: attempt, random: random) else { continue }
            #expect(delay >= .zero && delay <= .seconds(3_600))
        }
    }
}
