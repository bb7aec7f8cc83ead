/// Makes a ZIP archive of files as they are (no compression), piece by piece: nothing but the entry at hand is in memory.
///
/// Names are UTF-8. Sizes are 32-bit: an archive over 4 GB is refused.
package struct ZipWriter: Sendable {
    private struct Entry {
        let name: [UInt8]
        let sum: UInt32
        let size: UInt32
        let offset: UInt32
    }

    private var entries: [Entry] = []
    private var length: UInt64 = 0

    package init() {}

    /// The bytes of one more file; nil when the archive would become too large.
    package mutating func add(_ name: String, _ content: [UInt8]) -> [UInt8]? {
        let name = Array(name.utf8.prefix(1000))
        guard let size = UInt32(exactly: content.count), let offset = UInt32(exactly: length), entries.count < 65_535,
            length + UInt64(content.count) + 2000 < UInt64(UInt32.max)
        else { return nil }
        let entry = Entry(name: name, sum: Self.crc(content), size: size, offset: offset)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + name.count + 30)
        bytes += Self.word(0x0403_4B50) + Self.facts(entry) + Self.half(UInt16(name.count)) + Self.half(0) + name
        bytes += content
        entries.append(entry)
        length += UInt64(bytes.count)
        return bytes
    }

    /// The list of contents, which ends the archive.
    package func end() -> [UInt8] {
        var list: [UInt8] = []
        for entry in entries {
            list += Self.word(0x0201_4B50) + Self.half(20) + Self.facts(entry) + Self.half(UInt16(entry.name.count))
            list += Self.half(0) + Self.half(0) + Self.half(0) + Self.half(0) + Self.word(0) + Self.word(entry.offset)
            list += entry.name
        }
        let count = Self.half(UInt16(entries.count))
        return list + Self.word(0x0605_4B50) + Self.half(0) + Self.half(0) + count + count
            + Self.word(UInt32(truncatingIfNeeded: list.count)) + Self.word(UInt32(truncatingIfNeeded: length))
            + Self.half(0)
    }

    /// Version 2.0, names in UTF-8, stored, 1 January 1980 (the same content is the same archive), sum and sizes.
    private static func facts(_ entry: Entry) -> [UInt8] {
        half(20) + half(0x0800) + half(0) + half(0) + half(0x21) + word(entry.sum) + word(entry.size) + word(entry.size)
    }

    private static func half(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func word(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    }

    static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
    }
}
