import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Files with secrets in them: mode 0600 from the moment they exist.
package enum PrivateFile {
    package struct WriteError: Error {
        package let path: String
        package let code: Int32
    }

    /// Creates or truncates `path` and writes all of `data`, flushed to the disk.
    package static func write(_ data: Data, to path: String) throws(WriteError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw WriteError(path: path, code: errno) }
        defer { close(file) }
        // An older file may have been made with a wider mode.
        guard fchmod(file, 0o600) == 0 else { throw WriteError(path: path, code: errno) }
        var rest = [UInt8](data)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(file, $0) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw WriteError(path: path, code: errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw WriteError(path: path, code: errno) }
    }

    /// Replaces `path` in one step, so that a reader never sees half of it.
    package static func replace(_ data: Data, at path: String) throws(WriteError) {
        let scratch = path + ".\(UUID().uuidString)"
        try write(data, to: scratch)
        guard rename(scratch, path) == 0 else { throw WriteError(path: path, code: errno) }
    }

    private static func send(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(file, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(file, bytes.baseAddress, bytes.count)
        #endif
    }
}
