#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A pipe that ends another thread's poll(2).
struct WakeUp: Sendable {
    let reader: Int32
    private let writer: Int32

    init() throws(PostgresError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw PostgresError(.connectionFailed, "no file descriptor left for a wake-up pipe")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (reader, writer) = (ends[0], ends[1])
    }

    /// A full pipe is fine: the reader will wake up anyway.
    func signal() {
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    func drain() {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
            while read(reader, buffer.baseAddress, 64) == 64 {}
        }
    }

    func close() {
        _ = closeDescriptor(reader)
        _ = closeDescriptor(writer)
    }
}

private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
