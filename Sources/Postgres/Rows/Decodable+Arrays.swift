import FoundationEssentials

/// A value that can be an element of an array column.
public protocol PostgresArrayDecodable: PostgresDecodable {
    /// The whole array from one cell. The default reads PostgreSQL's array format.
    static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Self]
}

extension PostgresArrayDecodable {
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Self] {
        var reader = ArrayReader(try cell.value())
        let dimensions = try reader.int32()
        _ = try reader.int32()
        let element = UInt32(bitPattern: try reader.int32())
        if dimensions == 0 { return [] }
        guard dimensions == 1 else { throw PostgresError(.decoding, "not an array of one dimension") }
        let count = try reader.int32()
        _ = try reader.int32()
        // Every element has at least its length: a count beyond that is a lie, and must not reserve memory.
        guard count >= 0, Int(count) <= reader.remaining / 4 else { throw PostgresError(.decoding, "malformed array") }
        var elements: [Self] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count {
            elements.append(try Self.decode(PostgresCell(bytes: try reader.element(), type: element)))
        }
        return elements
    }
}

/// Reads forward through bytes and throws at their end.
private struct ArrayReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }

    mutating func int32() throws(PostgresError) -> Int32 {
        guard remaining >= 4 else { throw PostgresError(.decoding, "malformed array") }
        defer { offset += 4 }
        return Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }

    mutating func element() throws(PostgresError) -> UnsafeRawBufferPointer? {
        let length = Int(try int32())
        if length < 0 { return nil }
        guard remaining >= length else { throw PostgresError(.decoding, "malformed array") }
        defer { offset += length }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> [Element] {
        try Element.decodeArray(cell)
    }
}

/// `[UInt8]` is bytea.
extension UInt8: PostgresArrayDecodable {
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [UInt8] {
        Array(try cell.rawBytes([UInt8].self))
    }
}

extension Array: PostgresArrayDecodable where Element == UInt8 {}
extension Optional: PostgresArrayDecodable where Wrapped: PostgresArrayDecodable {}
extension String: PostgresArrayDecodable {}
extension JSONText: PostgresArrayDecodable {}
extension Int: PostgresArrayDecodable {}
extension Int64: PostgresArrayDecodable {}
extension Int32: PostgresArrayDecodable {}
extension Int16: PostgresArrayDecodable {}
extension Bool: PostgresArrayDecodable {}
extension Double: PostgresArrayDecodable {}
extension Float: PostgresArrayDecodable {}
extension UUID: PostgresArrayDecodable {}
extension Date: PostgresArrayDecodable {}
