import Testing

@testable import App

struct SlidingWindowTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func `so many within the window, then none until the first has left it`() {
        let window = SlidingWindow(limit: 3, window: .seconds(60))
        for second in [0.0, 10, 20] { #expect(window.count("a", now: at(second)) == nil) }
        #expect(window.count("b", now: at(21)) == nil)
        #expect(window.count("a", now: at(30)) != nil)
        // What was refused at 30 counts: at 61 there are 10, 20 and 30.
        #expect(window.count("a", now: at(61)) != nil)
        #expect(window.count("a", now: at(200)) == nil)
    }

    @Test func `who waits as long as it is told is let in`() throws {
        let window = SlidingWindow(limit: 2, window: .seconds(60))
        _ = window.count("a", now: at(0))
        _ = window.count("a", now: at(50))
        let wait = try #require(window.count("a", now: at(55)))
        #expect(window.count("a", now: at(55) + wait) == nil)
    }

    @Test func `a limit of nothing refuses everything`() {
        #expect(SlidingWindow(limit: 0, window: .seconds(60)).count("a", now: at(0)) == .seconds(60))
    }

    @Test func `a flood of new keys forgets those that were quiet the longest, not the busy ones`() {
        let window = SlidingWindow(limit: 1, window: .seconds(60), maximumKeys: 10)
        _ = window.count("busy", now: at(50))
        for number in 0..<9 { _ = window.count("quiet \(number)", now: at(Double(number))) }
        #expect(window.count("new", now: at(51)) == nil)
        #expect(window.count("busy", now: at(52)) != nil)
        #expect(window.count("quiet 0", now: at(53)) == nil)
    }

    @Test(
        arguments: [
            ("Loja.com.br", ["loja.com.br"]), ("https://loja.com.br:8080/a/b", ["loja.com.br:8080", "loja.com.br"]),
            ("", []), ("https://", []), (":80", [":80"]), ("  ", []), ("[::1]:80", ["[::1]:80", "["]),
            (String(repeating: "a", count: 600), []),
        ])
    func `a domain is looked for with its port and without`(given: String, expected: [String]) {
        #expect(CompanyDomain.candidates(given) == expected)
        #expect(CompanyDomain.candidates(nil).isEmpty)
    }
}
