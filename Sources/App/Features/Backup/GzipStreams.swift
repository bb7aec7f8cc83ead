import CZlib
import Foundation

/// Passes bytes on as a gzip file (RFC 1952).
final class GzipSink: ByteSink {
    private let next: any ByteSink
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)

    init(_ next: any ByteSink) throws(BackupError) {
        self.next = next
        stream.initialize(to: z_stream())
        // Fast: the larger part of an archive is text of moderate size or media that is packed already. 31: with gzip's own frame.
        let status = deflateInit2_(
            stream, 1, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK { throw .damaged("zlib cannot start (\(status))") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func write(_ bytes: ArraySlice<UInt8>) throws { try feed(bytes, Z_NO_FLUSH) }

    func finish() throws {
        try feed([], Z_FINISH)
        try next.finish()
    }

    private func feed(_ bytes: ArraySlice<UInt8>, _ flush: Int32) throws {
        var rest = bytes
        repeat {
            let step = rest.prefix(1 << 20)
            rest = rest.dropFirst(step.count)
            var copy = Array(step)
            try copy.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = uInt(input.count)
                var isFull = true
                while isFull {
                    let made = buffer.withUnsafeMutableBufferPointer { output in
                        stream.pointee.next_out = output.baseAddress
                        stream.pointee.avail_out = uInt(output.count)
                        _ = deflate(stream, rest.isEmpty ? flush : Z_NO_FLUSH)
                        return output.count - Int(stream.pointee.avail_out)
                    }
                    isFull = made == buffer.count
                    if made > 0 { try next.write(buffer[..<made]) }
                }
            }
        } while !rest.isEmpty
    }
}

/// Reads a gzip file. One that ends too early, or whose own checksum is wrong, is damaged.
final class GzipSource: ByteSource {
    private let source: any ByteSource
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var input: [UInt8] = []
    private var used = 0
    private var isOver = false

    init(_ source: any ByteSource) throws(BackupError) {
        self.source = source
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK { throw .damaged("zlib cannot start (\(status))") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func read(_ count: Int) throws -> [UInt8] {
        while !isOver {
            if used == input.count {
                (input, used) = (try source.read(256 << 10), 0)
                if input.isEmpty { throw BackupError.damaged("it ends too early") }
            }
            let bytes = try inflateSome(count)
            if !bytes.isEmpty { return bytes }
        }
        return []
    }

    private func inflateSome(_ count: Int) throws -> [UInt8] {
        var status = Z_OK
        let capacity = min(count, 1 << 20)
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { output, length in
            input.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress.map { $0 + used }
                stream.pointee.avail_in = uInt(input.count - used)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = uInt(capacity)
                status = inflate(stream, Z_NO_FLUSH)
                used = input.count - Int(stream.pointee.avail_in)
            }
            length = capacity - Int(stream.pointee.avail_out)
        }
        switch status {
        case Z_STREAM_END: isOver = true
        case Z_OK, Z_BUF_ERROR: break
        default: throw BackupError.damaged("its compressed data is broken")
        }
        return bytes
    }
}
