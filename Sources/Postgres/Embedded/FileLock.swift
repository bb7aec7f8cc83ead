#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An advisory lock on a file (flock): it ends with the process, however that ends.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Opens the file; takes nothing yet. Not inherited by children, or the server would hold it for ever.
    init(_ path: String) throws(PostgresError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw Files.explain("cannot open \(path)") }
    }

    deinit { close(descriptor) }

    func trySharing() -> Bool { flock(descriptor, LOCK_SH | LOCK_NB) == 0 }
    func tryExcluding() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
    func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// Waits its turn, up to a limit: whoever holds it may hang.
    func exclude(within limit: Duration) -> Bool {
        let end = Moment.now() + limit
        while !tryExcluding() {
            if Moment.now() > end { return false }
            usleep(10_000)
        }
        return true
    }
}
