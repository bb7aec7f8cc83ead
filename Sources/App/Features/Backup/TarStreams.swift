import Foundation

/// One file of an archive.
struct TarEntry: Sendable, Equatable {
    let name: String
    let size: Int
}

/// Writes regular files as a tar (ustar; sizes beyond 8 GB as GNU tar writes them), which every tar reads.
final class TarSink {
    private let next: any ByteSink

    init(_ next: any ByteSink) { self.next = next }

    /// Adds a file whose bytes `fill` passes to its argument: as many as `size` says.
    func add(_ name: String, size: Int, modified: Date, _ fill: ((ArraySlice<UInt8>) throws -> Void) throws -> Void)
        throws
    {
        try next.write(try Self.header(name, size: size, modified: modified)[...])
        var left = size
        try fill { bytes in
            left -= bytes.count
            guard left >= 0 else { throw BackupError.damaged("\(name) grew while it was read") }
            try self.next.write(bytes)
        }
        guard left == 0 else { throw BackupError.damaged("\(name) shrank while it was read") }
        let padding = (512 - size % 512) % 512
        if padding > 0 { try next.write(Array(repeating: 0, count: padding)[...]) }
    }

    func finish() throws {
        try next.write(Array(repeating: 0, count: 1024)[...])
        try next.finish()
    }

    private static func header(_ name: String, size: Int, modified: Date) throws -> [UInt8] {
        guard name.utf8.count < 100 else { throw BackupError.damaged("the name \(name) is too long") }
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            block.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        func octal(_ value: Int, digits: Int) -> String {
            let text = String(max(0, value), radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        put(name, at: 0)
        put("0000600", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        if size < 1 << 33 {
            put(octal(size, digits: 11), at: 124)
        } else {
            block[124] = 0x80
            for index in 0..<8 { block[128 + index] = UInt8(truncatingIfNeeded: size >> (56 - 8 * index)) }
        }
        put(octal(Int(min(max(0, modified.timeIntervalSince1970), 8_000_000_000)), digits: 11), at: 136)
        put("        0", at: 148)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6), at: 148)
        block[154] = 0
        return block
    }
}

/// Reads what ``TarSink`` writes. Anything else in a tar (links, folders, devices, long names) is refused.
final class TarSource {
    private let source: any ByteSource
    private var left = 0
    private var padding = 0

    init(_ source: any ByteSource) { self.source = source }

    /// The next file; nil at the end. What was not read of the one before is passed over.
    func next() throws -> TarEntry? {
        while try !read().isEmpty {}
        let block = try source.readAll(512)
        guard block.count == 512 else { throw BackupError.damaged("it ends too early") }
        if block.allSatisfy({ $0 == 0 }) {
            // To the end: gzip's own checksum comes after it.
            while try !source.read(64 << 10).isEmpty {}
            return nil
        }
        let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        guard Self.octal(block[148..<156]) == sum else { throw BackupError.damaged("an entry's header is broken") }
        guard block[156] == 0x30 || block[156] == 0, let size = Self.size(block[124..<136]),
            block[345] == 0, let name = String(validating: block[..<100].prefix { $0 != 0 }, as: UTF8.self)
        else { throw BackupError.damaged("it holds an entry that no backup has") }
        left = size
        padding = (512 - size % 512) % 512
        return TarEntry(name: name, size: size)
    }

    /// More of the file; empty at its end.
    func read() throws -> [UInt8] {
        if left == 0 {
            if padding > 0 { _ = try source.readAll(padding) }
            padding = 0
            return []
        }
        let bytes = try source.read(min(left, 1 << 20))
        if bytes.isEmpty { throw BackupError.damaged("it ends too early") }
        left -= bytes.count
        return bytes
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: field.prefix { $0 != 0 && $0 != 0x20 }, as: UTF8.self), radix: 8)
    }

    private static func size(_ field: ArraySlice<UInt8>) -> Int? {
        if field.first == 0x80 {
            let value = field.dropFirst(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int(exactly: value)
        }
        return octal(field).flatMap { $0 >= 0 ? $0 : nil }
    }
}
