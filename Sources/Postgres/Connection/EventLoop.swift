import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A thread that waits on the sockets of its connections, and the executor those connection actors live on.
///
/// Callers never hop onto it: they put a request into a connection's inbox and wake the thread, which takes everything that
/// arrived meanwhile in one go. A row or a statement therefore costs no thread switch; a flush costs one there and one back.
final class EventLoop: SerialExecutor {
    private struct Shared {
        var jobs: [UnownedJob] = []
        /// Connections with something new in their inbox.
        var dirty: [PostgresConnection] = []
        var timers: [Timer] = []
        var isSleeping = false
        var isStopped = false
        /// The thread has ended: nothing put in here would ever be looked at.
        var isFinished = false
    }

    struct Timer {
        let at: Moment
        let fire: @Sendable () -> Void
    }

    private let shared = Mutex(Shared())
    private let wakeUp: WakeUp
    private let thread = Mutex<pthread_t?>(nil)

    /// Starts the thread; it runs until ``stop()``.
    init() throws(PostgresError) {
        wakeUp = try WakeUp()
        let started = BackgroundThread.start { self.run() }
        guard started else { throw PostgresError(.connectionFailed, "no thread left for the event loop") }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        signal { $0.jobs.append(job) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    func checkIsolated() {
        precondition(isCurrentThread, "connection state was touched away from its thread")
    }

    private var isCurrentThread: Bool {
        thread.withLock { known in known.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    /// `connection` has news in its inbox, or is new.
    func wake(_ connection: PostgresConnection) {
        if !signal({ $0.dirty.append(connection) }) { connection.abandonedByLoop() }
    }

    /// Calls `fire` on the loop's thread at `moment`, or shortly after.
    func schedule(at moment: Moment, _ fire: @escaping @Sendable () -> Void) {
        signal { $0.timers.append(Timer(at: moment, fire: fire)) }
    }

    /// The thread has ended, or is about to.
    var isFinished: Bool { shared.withLock { $0.isFinished } }

    /// Ends the thread once its connections are closed.
    func stop() {
        signal { $0.isStopped = true }
    }

    /// False when the thread has ended and the change was not made.
    @discardableResult
    private func signal(_ change: (inout Shared) -> Void) -> Bool {
        let (isAccepted, mustWake) = shared.withLock { shared in
            if shared.isFinished { return (false, false) }
            change(&shared)
            defer { shared.isSleeping = false }
            return (true, shared.isSleeping)
        }
        if mustWake { wakeUp.signal() }
        return isAccepted
    }

    private func run() {
        thread.withLock { $0 = pthread_self() }
        var sockets = SocketSet(wakeUp: wakeUp.reader)
        var timers: [Timer] = []
        while true {
            let (jobs, dirty) = shared.withLock { shared in
                defer {
                    shared.jobs.removeAll(keepingCapacity: true)
                    shared.dirty.removeAll(keepingCapacity: true)
                }
                timers.append(contentsOf: shared.timers)
                shared.timers.removeAll(keepingCapacity: true)
                return (shared.jobs, shared.dirty)
            }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            for connection in dirty { sockets.serve(connection, readable: false) }
            let now = Moment.now()
            fire(&timers, now)
            sockets.serveExpired(now)
            let next = prepareToSleep(hasSockets: !sockets.isEmpty)
            if next == .end { break }
            if next == .goOn { continue }
            let limit = timers.reduce(sockets.nextDeadline) { min($0, $1.at) }
            sockets.wait(milliseconds: limit.pollTimeout(from: .now()))
            shared.withLock { $0.isSleeping = false }
            sockets.serveReady { wakeUp.drain() }
        }
        wakeUp.close()
    }

    private enum Next { case sleep, goOn, end }

    private func prepareToSleep(hasSockets: Bool) -> Next {
        shared.withLock { shared in
            if !shared.jobs.isEmpty || !shared.dirty.isEmpty || !shared.timers.isEmpty { return .goOn }
            if shared.isStopped, !hasSockets {
                shared.isFinished = true
                return .end
            }
            shared.isSleeping = true
            return .sleep
        }
    }

    private func fire(_ timers: inout [Timer], _ now: Moment) {
        guard timers.contains(where: { $0.at <= now }) else { return }
        let due = timers.filter { $0.at <= now }
        timers.removeAll { $0.at <= now }
        for timer in due { timer.fire() }
    }
}
