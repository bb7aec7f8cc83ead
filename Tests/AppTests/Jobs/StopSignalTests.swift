import Testing

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct StopSignalTests {
    @Test("the first reason stands, before or after somebody waits for it")
    func firstReason() async {
        let signal = StopSignal()
        signal.give(.lost)
        signal.give(.done)
        #expect(await signal.reason() == .lost)

        let other = StopSignal()
        async let reason = other.reason()
        other.give(.timeout)
        #expect(await reason == .timeout)
    }

    @Test("a cancelled task takes it for a shutdown")
    func cancelled() async {
        let signal = StopSignal()
        let reason = await withTaskGroup(of: StopSignal.Reason.self) { group in
            group.addTask { await signal.reason() }
            group.cancelAll()
            return await group.next()
        }
        #expect(reason == .shutdown)
    }
}
