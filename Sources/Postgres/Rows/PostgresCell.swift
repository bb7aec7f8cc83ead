/// The bytes of one value in PostgreSQL's binary format. Valid only inside ``PostgresDecodable/decode(_:)``.
public struct PostgresCell {
    /// nil is NULL.
    let bytes: UnsafeRawBufferPointer?
    /// The type's OID.
    public let type: UInt32

    /// True for SQL NULL.
    public var isNull: Bool { bytes == nil }

    func value() throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes else { throw PostgresError(.decoding, "NULL for a type that is not optional") }
        return bytes
    }

    func mismatch<T>(_ wanted: T.Type) -> PostgresError {
        PostgresError(
            .decoding,
            "type \(OID.name(type)) cannot be read as \(T.self); cast it in the query, for example with ::text")
    }

    /// A big-endian integer of exactly `T`'s width; throws instead of reading past the end.
    func integer<T: FixedWidthInteger>(_: T.Type = T.self) throws(PostgresError) -> T {
        let bytes = try value()
        guard bytes.count == MemoryLayout<T>.size else {
            throw PostgresError(.decoding, "\(bytes.count) bytes where \(MemoryLayout<T>.size) were expected")
        }
        return T(bigEndian: bytes.loadUnaligned(as: T.self))
    }
}

/// Type numbers that never change (pg_type.dat).
enum OID {
    static let bool: UInt32 = 16, bytea: UInt32 = 17, char: UInt32 = 18, name: UInt32 = 19, int8: UInt32 = 20
    static let int2: UInt32 = 21, int4: UInt32 = 23, text: UInt32 = 25, oid: UInt32 = 26, json: UInt32 = 114
    static let xml: UInt32 = 142, float4: UInt32 = 700, float8: UInt32 = 701, unknown: UInt32 = 705
    static let bpchar: UInt32 = 1042, varchar: UInt32 = 1043, date: UInt32 = 1082, timestamp: UInt32 = 1114
    static let timestamptz: UInt32 = 1184, numeric: UInt32 = 1700, void: UInt32 = 2278, uuid: UInt32 = 2950
    static let jsonb: UInt32 = 3802
    /// Types from here on are made by users and extensions: enums, mostly, whose binary form is their label.
    static let firstUserType: UInt32 = 16_384

    static func name(_ oid: UInt32) -> String {
        let names: [UInt32: String] = [
            bool: "bool", bytea: "bytea", char: "\"char\"", Self.name: "name", int8: "int8", int2: "int2", int4: "int4",
            text: "text", Self.oid: "oid", json: "json", float4: "float4", float8: "float8", bpchar: "bpchar",
            varchar: "varchar",
            date: "date", timestamp: "timestamp", timestamptz: "timestamptz", numeric: "numeric", uuid: "uuid",
            jsonb: "jsonb",
        ]
        return names[oid] ?? "number \(oid)"
    }
}
