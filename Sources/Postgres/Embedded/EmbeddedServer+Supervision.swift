import Logging
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension EmbeddedServer {
    /// Brings the server back when it dies under us: killed for lack of memory, or by hand. Every process that uses it watches;
    /// the lock lets one of them do it.
    func supervise(_ generation: Int) {
        let isStarted = BackgroundThread.start { [weak self] in
            var pause: UInt32 = 1
            while let server = self {
                switch server.look(generation) {
                case .released: return
                case .running: pause = 1
                // Again soon, then less and less often: a full disk is not emptied by trying.
                case .failed: pause = min(pause * 2, 40)
                }
                usleep(pause * 250_000)
            }
        }
        if !isStarted {
            logger.error("The system has no thread left: nobody will notice when the PostgreSQL server dies")
        }
    }

    private enum Sight { case running, failed, released }

    /// `generation` tells one start from the next: who watched for an earlier one leaves.
    private func look(_ generation: Int) -> Sight {
        let isInUse = state.withLock { state in
            // A child that ended must be reaped, or its number stays taken.
            if state.child?.exitStatus() != nil { state.child = nil }
            return state.isInUse(generation)
        }
        guard isInUse else { return .released }
        if let postmaster = files.postmaster(), isServer(postmaster.pid) { return .running }
        do throws(PostgresError) {
            let turn = try FileLock(files.startLock)
            guard turn.exclude(within: .seconds(1)) else { return .running }
            defer { turn.unlock() }
            guard state.withLock({ $0.isInUse(generation) }) else { return .released }
            if let postmaster = files.postmaster(), isServer(postmaster.pid) { return .running }
            logger.error("The embedded PostgreSQL server died; it is started again")
            try ensureRunning(ServerAccount.choose(cluster: files.cluster))
            return .running
        } catch {
            logger.error("The embedded PostgreSQL server does not come back", metadata: ["error": "\(error)"])
            return .failed
        }
    }
}
