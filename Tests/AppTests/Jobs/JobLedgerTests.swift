import Foundation
import Testing

@testable import App

struct JobLedgerTests {
    private func job(_ queue: JobQueue = .outbox, isKeyed: Bool = false) -> ClaimedJob {
        ClaimedJob(
            tenant: UUID(), id: UUID(), token: UUID(), queue: queue, name: "test", arguments: [], attempt: 1,
            maxAttempts: 20,
            isKeyed: isKeyed, waited: 0)
    }

    private func running(_ job: ClaimedJob) -> JobLedger.Running {
        JobLedger.Running(job: job, stop: StopSignal(), deadline: .now)
    }

    /// A ledger whose first, hungry round is over and found nothing.
    private func idle(_ concurrency: [JobQueue: Int]) -> JobLedger {
        var ledger = JobLedger(concurrency: concurrency)
        _ = ledger.nextRound()
        return ledger
    }

    @Test("a new ledger looks into every queue it serves, once")
    func startsHungry() {
        var ledger = JobLedger(concurrency: [.outbox: 4, .inbox: 2, .knowledge: 0])
        #expect(Set(ledger.nextRound().claims.map(\.queue)) == [.outbox, .inbox])
        #expect(ledger.nextRound().isEmpty)
    }

    @Test("a woken queue is claimed from, as far as it has room")
    func claimsWhatFits() {
        var ledger = idle([.outbox: 3, .inbox: 500])
        ledger.wake(.outbox)
        #expect(ledger.nextRound().claims.map(\.limit) == [3])
        ledger.start([running(job()), running(job())], queue: .outbox, limit: 3)
        ledger.wake(.outbox)
        #expect(ledger.nextRound().claims.map(\.limit) == [1])
        ledger.wake(.inbox)
        #expect(ledger.nextRound().claims.map(\.limit) == [JobLedger.claimLimit])
    }

    @Test("a full queue asks again only when a place becomes free")
    func waitsForRoom() {
        var ledger = idle([.outbox: 1])
        let only = job()
        ledger.start([running(only)], queue: .outbox, limit: 1)
        #expect(ledger.nextRound().isEmpty)
        ledger.end(only, .finishedInside)
        #expect(ledger.nextRound().claims.map(\.queue) == [.outbox])
    }

    @Test("the end of a keyed job lets the next of its key be claimed; of another one nothing follows")
    func keyedJobsAwakenTheirQueue() {
        for isKeyed in [true, false] {
            var ledger = idle([.outbox: 4])
            let ended = job(isKeyed: isKeyed)
            ledger.start([running(ended)], queue: .outbox, limit: 4)
            ledger.end(ended, .finished)
            let round = ledger.nextRound()
            #expect(round.settled.map(\.outcome) == [.finished])
            #expect(round.claims.isEmpty == !isKeyed)
        }
    }

    @Test("what a failed round settled is settled again, and its queues are asked again")
    func restores() {
        var ledger = idle([.outbox: 4])
        let ended = job()
        ledger.start([running(ended)], queue: .outbox, limit: 4)
        ledger.end(ended, .finished)
        ledger.wake(.outbox)
        let round = ledger.nextRound()
        ledger.restore(round, isDoubtful: false)
        let again = ledger.nextRound()
        #expect(again.settled.map(\.job.id) == [ended.id])
        #expect(again.claims.map(\.queue) == [.outbox])
        #expect(again.doubtful.isEmpty)
    }

    @Test("claims whose answer was lost are put back by the next round")
    func doubtfulClaims() {
        var ledger = idle([.outbox: 4])
        ledger.wake(.outbox)
        let round = ledger.nextRound()
        ledger.restore(round, isDoubtful: true)
        #expect(ledger.nextRound().doubtful == round.claims.map(\.token))
        #expect(ledger.nextRound().doubtful.isEmpty)
    }

    @Test("a draining ledger claims nothing more, writes down what ends, and is drained then")
    func drains() {
        var ledger = idle([.outbox: 4])
        let last = job()
        ledger.start([running(last)], queue: .outbox, limit: 4)
        ledger.drain()
        ledger.poll()
        #expect(ledger.nextRound().isEmpty)
        #expect(!ledger.isDrained)
        ledger.end(last, .finished)
        #expect(!ledger.isDrained)
        #expect(ledger.nextRound().settled.count == 1)
        #expect(ledger.isDrained)
    }

    @Test("an attempt that ends late does not take the place of the same job claimed anew")
    func sameJobTwice() {
        var ledger = idle([.outbox: 4])
        let old = job()
        let new = ClaimedJob(
            tenant: old.tenant, id: old.id, token: UUID(), queue: .outbox, name: "test", arguments: [], attempt: 2,
            maxAttempts: 20, isKeyed: false, waited: 0)
        ledger.start([running(old)], queue: .outbox, limit: 4)
        ledger.start([running(new)], queue: .outbox, limit: 4)
        ledger.end(old, .lost)
        #expect(ledger.running.map(\.job.token) == [new.token])
    }
}
