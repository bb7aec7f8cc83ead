import Testing

@testable import Postgres

private final class Session: Sendable {}

@Suite("Decisions of the pool")
struct PoolStateTests {
    private typealias State = PoolState<Session, Int>

    private func state(_ size: Int, minimum: Int = 0) -> State { State(.init(size: size, minimumIdle: minimum)) }
    private func entry(_ id: UInt64, deadline: UInt64 = .max) -> State.Entry {
        .init(id: id, deadline: Moment(nanoseconds: deadline), waiter: Int(id))
    }
    private let now = Moment(nanoseconds: 1_000_000_000)

    @Test("sessions are opened one a waiter, up to the limit")
    func opens() {
        var pool = state(2)
        #expect(pool.wait(entry(1)).open == 1)
        #expect(pool.wait(entry(2)).open == 1)
        #expect(pool.wait(entry(3)).open == 0)
    }

    @Test("who waits longest is served first, and nobody overtakes")
    func fair() {
        var pool = state(1)
        _ = pool.wait(entry(1))
        let session = Session()
        #expect(pool.opened(session, now: now).hand.map(\.0) == [1])
        _ = pool.wait(entry(2))
        _ = pool.wait(entry(3))
        guard case .mustWait = pool.acquire() else { return #expect(Bool(false), "overtook") }
        #expect(pool.release(session, isUsable: true, now: now).hand.map(\.0) == [2])
        #expect(pool.release(session, isUsable: true, now: now).hand.map(\.0) == [3])
        #expect(pool.release(session, isUsable: true, now: now).hand.isEmpty)
        guard case .connection = pool.acquire() else { return #expect(Bool(false), "an idle session was not given") }
    }

    @Test("a broken session makes room for a new one")
    func broken() {
        var pool = state(1)
        _ = pool.wait(entry(1))
        let session = Session()
        _ = pool.opened(session, now: now)
        _ = pool.wait(entry(2))
        let actions = pool.release(session, isUsable: false, now: now)
        #expect(actions.close.count == 1 && actions.open == 1 && actions.hand.isEmpty)
    }

    @Test("a session lost in use is neither counted nor handed out again")
    func lostInUse() {
        var pool = state(1)
        _ = pool.wait(entry(1))
        let session = Session()
        _ = pool.opened(session, now: now)
        _ = pool.lost(session)
        #expect(pool.size == 0)
        _ = pool.wait(entry(2))
        #expect(pool.release(session, isUsable: true, now: now).hand.isEmpty)
    }

    @Test("after a failure one scout is sent, later and later; a success ends the caution")
    func backoff() {
        var pool = state(4)
        for id in 1...4 { _ = pool.wait(entry(UInt64(id))) }
        var pauses: [UInt64] = []
        for _ in 1...4 { _ = pool.openFailed(PostgresError(.connectionFailed), isHopeless: false, now: now, jitter: 1) }
        var time = now
        for _ in 1...6 {
            time = time + .seconds(10)
            #expect(pool.retry(now: time).open == 1)
            let actions = pool.openFailed(PostgresError(.connectionFailed), isHopeless: false, now: time, jitter: 1)
            pauses.append((actions.retryAt?.nanoseconds ?? 0) - time.nanoseconds)
            #expect(actions.open == 0)
        }
        #expect(pauses == pauses.sorted() && (pauses.last ?? 0) <= 1_000_000_000)
        time = time + .seconds(10)
        _ = pool.retry(now: time)
        #expect(pool.opened(Session(), now: time).open == 3)
    }

    @Test("a hopeless failure refuses everybody at once")
    func hopeless() {
        var pool = state(1)
        _ = pool.wait(entry(1))
        _ = pool.wait(entry(2))
        #expect(
            pool.openFailed(PostgresError(.connectionFailed), isHopeless: true, now: now, jitter: 0).refuse == [1, 2])
    }

    @Test("waiters expire and are cancelled without disturbing the order of the others")
    func leaving() {
        var pool = state(1)
        for id in 1...5 { _ = pool.wait(entry(UInt64(id), deadline: id == 2 ? 5 : .max)) }
        #expect(pool.nextDeadline == Moment(nanoseconds: 5))
        #expect(pool.expire(now: Moment(nanoseconds: 6)) == [2])
        #expect(pool.cancel(4) == 4)
        #expect(pool.cancel(4) == nil)
        let session = Session()
        var order = pool.opened(session, now: now).hand.map(\.0)
        for _ in 0..<2 { order += pool.release(session, isUsable: true, now: now).hand.map(\.0) }
        #expect(order == [1, 3, 5])
    }

    @Test("closing refuses waiters, closes idle sessions and the others when they come back")
    func closing() {
        var pool = state(2)
        _ = pool.wait(entry(1))
        _ = pool.wait(entry(2))
        let (first, second) = (Session(), Session())
        _ = pool.opened(first, now: now)
        _ = pool.opened(second, now: now)
        _ = pool.release(first, isUsable: true, now: now)
        #expect(pool.close().close.count == 1)
        #expect(pool.release(second, isUsable: true, now: now).close.count == 1)
        #expect(pool.wait(entry(3)).refuse == [3])
        guard case .closed = pool.acquire() else { return #expect(Bool(false), "a closed pool gave a session") }
    }

    @Test("idle sessions beyond the minimum are let go, the longest idle first")
    func reaping() {
        var pool = state(3, minimum: 1)
        let sessions = [Session(), Session(), Session()]
        for id in 1...3 { _ = pool.wait(entry(UInt64(id))) }
        for session in sessions { _ = pool.opened(session, now: now) }
        for (index, session) in sessions.enumerated() {
            _ = pool.release(session, isUsable: true, now: Moment(nanoseconds: UInt64(index + 1) * 10))
        }
        let reaped = pool.reap(idleSince: Moment(nanoseconds: 1000))
        #expect(reaped.count == 2 && reaped[0] === sessions[0] && reaped[1] === sessions[1])
        #expect(pool.size == 1)
    }
}
