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
    func supervise() {
        BackgroundThread.start { [weak self] in
            var pause: UInt32 = 1
            while let server = self {
                switch server.look() {
                case .released: return
                case .running: pause = 1
                // Again soon, then less and less often: a full disk is not emptied by trying.
                case .failed: pause = min(pause * 2, 40)
                }
                usleep(pause * 250_000)
            }
        }
    }

    private enum Sight { case running, failed, released }

    private func look() -> Sight {
        let isInUse = state.withLock { state in
            // A child that ended must be reaped, or its number stays taken.
            if state.child?.exitStatus() != nil { state.child = nil }
            return state.users != nil
        }
        guard isInUse else { return .released }
        if let postmaster = files.postmaster(), isServer(postmaster.pid) { return .running }
        do throws(PostgresError) {
            let turn = try FileLock(files.startLock)
            guard turn.exclude(within: .seconds(1)) else { return .running }
            defer { turn.unlock() }
            guard state.withLock({ $0.users != nil }) else { return .released }
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
