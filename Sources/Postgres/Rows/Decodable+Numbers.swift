extension PostgresDecodable where Self: FixedWidthInteger {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self {
        let wide: Int64
        switch cell.type {
        case OID.int8: wide = try cell.integer()
        case OID.int4: wide = Int64(try cell.integer(Int32.self))
        case OID.int2: wide = Int64(try cell.integer(Int16.self))
        case OID.oid: wide = Int64(try cell.integer(UInt32.self))
        case OID.numeric:
            guard let parsed = Int64(try Numeric.text(cell.value())) else {
                throw PostgresError(.decoding, "the numeric is not a whole number of 64 bits")
            }
            wide = parsed
        default: throw cell.mismatch(Self.self)
        }
        guard let value = Self(exactly: wide) else {
            throw PostgresError(.decoding, "the number does not fit in \(Self.self)")
        }
        return value
    }
}

extension Int: PostgresDecodable {}
extension Int64: PostgresDecodable {}
extension Int32: PostgresDecodable {}
extension Int16: PostgresDecodable {}

extension Bool: PostgresDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Bool {
        guard cell.type == OID.bool else { throw cell.mismatch(Bool.self) }
        return try cell.integer(UInt8.self) != 0
    }
}

extension Double: PostgresDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Double {
        switch cell.type {
        case OID.float8: return Double(bitPattern: try cell.integer())
        case OID.float4: return Double(Float(bitPattern: try cell.integer()))
        case OID.int8, OID.int4, OID.int2: return Double(try Int64.decode(cell))
        case OID.numeric:
            guard let value = Double(try Numeric.text(cell.value())) else { throw cell.mismatch(Double.self) }
            return value
        default: throw cell.mismatch(Double.self)
        }
    }
}

extension Float: PostgresDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Float {
        Float(try Double.decode(cell))
    }
}

/// PostgreSQL's numeric: base-10000 digits with a weight and a display scale.
enum Numeric {
    static func text(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) -> String {
        func word(_ index: Int) -> UInt16 {
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
        }
        guard bytes.count >= 8, bytes.count == 8 + 2 * Int(word(0)) else {
            throw PostgresError(.decoding, "malformed numeric")
        }
        let (count, weight, sign, scale) = (Int(word(0)), Int(Int16(bitPattern: word(1))), word(2), Int(word(3)))
        switch sign {
        case 0xC000: return "nan"
        case 0xD000: return "inf"
        case 0xF000: return "-inf"
        default: break
        }
        func group(_ position: Int) -> String {
            let value = position >= 0 && position < count ? String(word(4 + position)) : "0"
            return String(repeating: "0", count: max(0, 4 - value.utf8.count)) + value
        }
        var whole = ""
        if weight >= 0 { for position in 0...weight { whole += group(position) } }
        whole = String(whole.drop { $0 == "0" })
        var result = (sign == 0x4000 ? "-" : "") + (whole.isEmpty ? "0" : whole)
        if scale > 0 {
            var fraction = ""
            var position = weight + 1
            while fraction.utf8.count < scale {
                fraction += group(position)
                position += 1
            }
            result += "." + fraction.prefix(scale)
        }
        return result
    }
}
