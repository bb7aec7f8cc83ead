import Crypto
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Takes bytes, and passes them on.
protocol ByteSink: AnyObject {
    func write(_ bytes: ArraySlice<UInt8>) throws
    /// Nothing comes any more.
    func finish() throws
}

/// Gives bytes, at most as many as asked for; none means the end.
protocol ByteSource: AnyObject {
    func read(_ count: Int) throws -> [UInt8]
}

/// A new file that only its owner may read, with the checksum of what is written.
final class FileSink: ByteSink {
    private let file: Int32
    private let path: String
    private var hash = SHA256()
    private(set) var count = 0

    init(_ path: String) throws(BackupError) {
        self.path = path
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if file < 0 { throw .unwritable(path: path, reason: Self.reason) }
    }

    deinit { if file >= 0 { close(file) } }

    func write(_ bytes: ArraySlice<UInt8>) throws {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        count += bytes.count
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { sendBytes(file, $0) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw BackupError.unwritable(path: path, reason: Self.reason) }
            rest = rest.dropFirst(written)
        }
    }

    func finish() throws {
        if fsync(file) != 0 { throw BackupError.unwritable(path: path, reason: Self.reason) }
    }

    /// Hexadecimal; of everything written. Ends the counting.
    var checksum: String { MediaFolder.hex(hash.finalize()) }

    static var reason: String { String(cString: strerror(errno)) }
}

final class FileSource: ByteSource {
    private let file: Int32
    private let path: String
    let size: Int
    private(set) var position = 0

    init(_ path: String) throws(BackupError) {
        self.path = path
        // A pipe without a writer must not hold us up.
        file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        let end = file >= 0 ? lseek(file, 0, SEEK_END) : -1
        size = Int(end)
        if end < 0 || lseek(file, 0, SEEK_SET) != 0 { throw .unreadable(path: path) }
    }

    deinit { if file >= 0 { close(file) } }

    func read(_ count: Int) throws -> [UInt8] {
        while true {
            var got = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, length in
                got = fill(file, buffer)
                length = max(0, got)
            }
            position += bytes.count
            if got >= 0 { return bytes }
            guard errno == EINTR else { throw BackupError.unreadable(path: path) }
        }
    }
}

extension ByteSource {
    /// Exactly `count` bytes, or what was left of them.
    func readAll(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try read(count - bytes.count)
            if more.isEmpty { break }
            bytes = bytes.isEmpty ? more : bytes + more
        }
        return bytes
    }
}

private func sendBytes(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(file, bytes.baseAddress, bytes.count)
}

private func fill(_ file: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    read(file, buffer.baseAddress, buffer.count)
}
