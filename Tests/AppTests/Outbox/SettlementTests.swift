import Domain
import Foundation
import Providers
import Testing

@testable import App

struct SettlementTests {
    static let failure = SendFailure(code: "x", title: "x")

    @Test(
        "each outcome is settled, or tried again after a wait",
        arguments: [
            (.notSent(failure, retryAfter: nil), 1, .seconds(2)),
            (.notSent(failure, retryAfter: .seconds(9)), 1, .seconds(11)),
            (.notSent(failure, retryAfter: nil), 30, nil),
            (.limited(failure, retryAfter: nil, scope: .account), 3, .seconds(8)),
            (.limited(failure, retryAfter: nil, scope: .recipient), 1, .seconds(3)),
            (.limited(failure, retryAfter: nil, scope: .recipient), 3, .seconds(18)),
            (.limited(failure, retryAfter: .seconds(7), scope: .recipient), 3, .seconds(9)),
            (.notTried(failure), 1, .seconds(7)),
            (.refused(failure), 1, nil), (.unauthorized(failure), 1, nil), (.unknown(failure), 1, nil),
            (.accepted(externalID: "a"), 1, nil),
        ] as [(SendOutcome, Int, Duration?)])
    func waits(outcome: SendOutcome, attempt: Int, wait: Duration?) {
        #expect(DeliverMessageWorker.settlement(of: outcome, attempt: attempt, call: 1, random: 1).1?.after == wait)
    }

    @Test(
        "the hold for one recipient grows fourfold and ends growing",
        arguments: [(0, 1), (1, 1), (2, 4), (3, 16), (4, 64), (7, 3_600), (Int.max, 3_600)])
    func pairHold(attempt: Int, seconds: Int) {
        #expect(Outbox.pairHold(attempt: attempt) == .seconds(seconds))
    }

    @Test("every failure has its own half sentence in three languages")
    func words() {
        let all = DeliveryFailure.allCases.map(\.words)
        for words in [all.map(\.pt), all.map(\.en), all.map(\.es)] {
            #expect(Set(words).count == DeliveryFailure.allCases.count)
            #expect(words.allSatisfy { !$0.isEmpty && !$0.hasSuffix(".") })
        }
    }

    @Test(
        "our own codes and the provider's mean the same things",
        arguments: [
            ("window_closed", .windowClosed), ("131047", .windowClosed), ("no_address", .noAddress),
            ("needs_reauth", .accountProblem), ("timeout", .providerDown),
            ("131056", .tooFast), ("too_long", .tooLong), ("whatever", .other),
        ] as [(String, DeliveryFailure)])
    func codes(code: String, failure: DeliveryFailure) {
        #expect(Outbox.failure(code: code) == failure)
    }
}

struct AccountGateTests {
    let start = ContinuousClock.now
    func at(_ seconds: Int) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    @Test("a limit of the account holds it as long as it was told, without counting as a failure")
    func hold() {
        var gate = AccountGate()
        for _ in 0..<9 {
            gate.report(.limited(SettlementTests.failure, retryAfter: .seconds(40), scope: .account), at: at(0))
        }
        #expect(gate.permit(at: at(10)) == .wait(.seconds(30)))
        #expect(gate.permit(at: at(40)) == .call)
    }

    @Test("refusals, one recipient's limits and calls that were not made leave it open")
    func open() {
        var gate = AccountGate()
        for _ in 0..<30 {
            gate.report(.refused(SettlementTests.failure), at: at(0))
            gate.report(.limited(SettlementTests.failure, retryAfter: nil, scope: .recipient), at: at(0))
            gate.report(.notTried(SettlementTests.failure), at: at(0))
            gate.report(.unauthorized(SettlementTests.failure), at: at(0))
        }
        #expect(gate.permit(at: at(0)) == .call)
    }

    @Test("a provider that is not there, or leaves us without an answer, closes it")
    func closed() {
        var gate = AccountGate()
        for index in 0..<5 {
            gate.report(
                index.isMultiple(of: 2)
                    ? .unknown(SettlementTests.failure) : .notSent(SettlementTests.failure, retryAfter: .seconds(1)),
                at: at(0))
        }
        #expect(gate.permit(at: at(0)) == .wait(.seconds(30)))
    }

    @Test("one account's trouble is not another's")
    func separate() {
        let gates = AccountGates(now: { [start] in start })
        let (bad, good) = (UUID(), UUID())
        for _ in 0..<5 { gates.report(.unknown(SettlementTests.failure), bad, provider: "meta") }
        #expect(gates.permit(bad) == .wait(.seconds(30)))
        #expect(gates.permit(good) == .call)
    }
}
