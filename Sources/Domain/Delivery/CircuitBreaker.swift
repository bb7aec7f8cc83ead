/// Stops calling a provider that does not answer, and finds out when it does again. Pure: time comes in as an argument.
///
/// closed → open after five failures in a row, or more than half of the last twenty;
/// open → one probe when the pause (30 s, doubled each time up to 10 min) is over; → closed if it succeeds, else open again.
/// Only "the provider is not there" counts as failure; an answer that refuses a message is a success of the connection.
package struct CircuitBreaker: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package struct Settings: Sendable {
        package var failuresInARow = 5
        package var window = 20
        package var firstPause: Duration = .seconds(30)
        package var longestPause: Duration = .seconds(600)
        /// A probe whose outcome was never reported (its worker died) is forgotten after this.
        package var probeTimeout: Duration = .seconds(60)

        package init() {}
    }

    package enum State: Equatable, Sendable {
        case closed
        case open(until: Instant)
        case probing(until: Instant)
    }

    package enum Permit: Equatable, Sendable {
        case call
        case wait(Duration)
    }

    package private(set) var state: State = .closed
    private let settings: Settings
    private var inARow = 0
    private var recent: [Bool] = []
    private var pause: Duration

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
        pause = settings.firstPause
    }

    /// Asks to make one call. Whoever is told `.call` must report ``succeeded()`` or ``failed(at:)``.
    package mutating func permit(at now: Instant) -> Permit {
        switch state {
        case .closed:
            return .call
        case .open(let until), .probing(let until):
            guard now >= until else { return .wait(now.duration(to: until)) }
            state = .probing(until: now.advanced(by: settings.probeTimeout))
            return .call
        }
    }

    package mutating func succeeded() {
        switch state {
        case .closed:
            inARow = 0
            record(true)
        case .probing:
            pause = settings.firstPause
            state = .closed
        case .open:
            // A call from before: one late answer does not prove that the provider is back.
            break
        }
    }

    package mutating func failed(at now: Instant) {
        switch state {
        case .closed:
            inARow += 1
            record(false)
            let failures = recent.count { !$0 }
            let isMostlyFailing = recent.count == settings.window && failures * 2 > settings.window
            if inARow >= settings.failuresInARow || isMostlyFailing { trip(at: now) }
        case .probing:
            pause = min(pause + pause, settings.longestPause)
            trip(at: now)
        case .open:
            // A call that was under way when another one opened the breaker: it adds nothing.
            break
        }
    }

    private mutating func record(_ success: Bool) {
        recent.append(success)
        if recent.count > settings.window { recent.removeFirst() }
    }

    private mutating func trip(at now: Instant) {
        state = .open(until: now.advanced(by: pause))
        inARow = 0
        recent = []
    }
}
