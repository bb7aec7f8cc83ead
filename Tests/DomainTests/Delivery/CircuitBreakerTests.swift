import Testing

@testable import Domain

struct CircuitBreakerTests {
    let start = ContinuousClock.now
    func at(_ seconds: Int) -> CircuitBreaker.Instant { start.advanced(by: .seconds(seconds)) }

    @Test("five failures in a row open it, and nobody calls until the pause is over")
    func consecutive() {
        var breaker = CircuitBreaker()
        for _ in 0..<4 { breaker.failed(at: at(0)) }
        #expect(breaker.permit(at: at(0)) == .call)
        breaker.failed(at: at(0))
        #expect(breaker.permit(at: at(10)) == .wait(.seconds(20)))
        #expect(breaker.permit(at: at(30)) == .call)
    }

    @Test("a success between failures starts the count again")
    func interrupted() {
        var breaker = CircuitBreaker()
        for _ in 0..<3 {
            for _ in 0..<3 { breaker.failed(at: at(0)) }
            breaker.succeeded()
        }
        #expect(breaker.state == .closed)
    }

    @Test("more than half of the last twenty opens it, half does not")
    func ratio() {
        var half = CircuitBreaker()
        for _ in 0..<30 {
            half.failed(at: at(0))
            half.succeeded()
        }
        #expect(half.state == .closed)
        var most = CircuitBreaker()
        for index in 0..<21 {
            if index.isMultiple(of: 3) { most.succeeded() } else { most.failed(at: at(0)) }
        }
        #expect(most.state == .open(until: at(30)))
    }

    @Test("after the pause one probe goes; the others wait for its outcome")
    func probe() {
        var breaker = opened()
        #expect(breaker.permit(at: at(30)) == .call)
        #expect(breaker.permit(at: at(31)) == .wait(.seconds(59)))
        breaker.succeeded()
        #expect(breaker.permit(at: at(31)) == .call)
        #expect(breaker.permit(at: at(31)) == .call)
    }

    @Test("each failed probe doubles the pause up to ten minutes, and a success resets it")
    func pauses() {
        var breaker = opened()
        var now = 30
        for pause in [60, 120, 240, 480, 600, 600] {
            #expect(breaker.permit(at: at(now)) == .call)
            breaker.failed(at: at(now))
            #expect(breaker.state == .open(until: at(now + pause)))
            now += pause
        }
        #expect(breaker.permit(at: at(now)) == .call)
        breaker.succeeded()
        for _ in 0..<5 { breaker.failed(at: at(now)) }
        #expect(breaker.state == .open(until: at(now + 30)))
    }

    @Test("a probe that never reports is forgotten")
    func lostProbe() {
        var breaker = opened()
        #expect(breaker.permit(at: at(30)) == .call)
        #expect(breaker.permit(at: at(89)) == .wait(.seconds(1)))
        #expect(breaker.permit(at: at(90)) == .call)
    }

    @Test("a call that was under way when it opened changes nothing")
    func stragglers() {
        var breaker = opened()
        breaker.failed(at: at(5))
        breaker.succeeded()
        #expect(breaker.state == .open(until: at(30)))
    }

    private func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<5 { breaker.failed(at: at(0)) }
        return breaker
    }
}
