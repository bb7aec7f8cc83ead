import FoundationEssentials

extension String: PostgresDecodable {
    /// Text and everything that has one obvious text form; for other types cast in the query.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> String {
        switch cell.type {
        case OID.text, OID.varchar, OID.bpchar, OID.name, OID.json, OID.xml, OID.unknown, OID.char:
            return String(decoding: try cell.value(), as: UTF8.self)
        case OID.jsonb: return String(decoding: try cell.jsonb(), as: UTF8.self)
        case OID.uuid: return try UUID.decode(cell).uuidString.lowercased()
        case OID.int8, OID.int4, OID.int2, OID.oid: return String(try Int64.decode(cell))
        case OID.float8, OID.float4: return try Double.decode(cell).postgresText
        case OID.bool: return try Bool.decode(cell) ? "true" : "false"
        case OID.numeric: return try Numeric.text(cell.value())
        case OID.void: return ""
        case OID.date, OID.timestamp, OID.timestamptz: return try cell.timestampText()
        case OID.firstUserType...:
            guard let label = String(validating: try cell.value(), as: UTF8.self), !label.utf8.contains(0) else {
                throw cell.mismatch(String.self)
            }
            return label
        default: throw cell.mismatch(String.self)
        }
    }
}

extension JSONText: PostgresDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> JSONText {
        guard cell.type == OID.json || cell.type == OID.jsonb || cell.type == OID.text else {
            throw cell.mismatch(JSONText.self)
        }
        return JSONText(try String.decode(cell))
    }
}

extension Data: PostgresDecodable {
    /// bytea, or the UTF-8 bytes of text and JSON.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Data {
        Data(try cell.rawBytes(Data.self))
    }
}

extension PostgresCell {
    func rawBytes<T>(_ wanted: T.Type) throws(PostgresError) -> UnsafeRawBufferPointer {
        switch type {
        case OID.bytea, OID.text, OID.varchar, OID.json: return try value()
        case OID.jsonb: return try jsonb()
        default: throw mismatch(wanted)
        }
    }

    /// jsonb travels as text behind a version byte.
    func jsonb() throws(PostgresError) -> UnsafeRawBufferPointer {
        let bytes = try value()
        guard bytes.first == 1 else { throw PostgresError(.decoding, "unknown version of jsonb") }
        return UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    }

    func timestampText() throws(PostgresError) -> String {
        if type == OID.date {
            let days: Int32 = try integer()
            if days == .max { return "infinity" }
            if days == .min { return "-infinity" }
            return Timestamp.dayText(daysSince1970: Int64(days) + Timestamp.epoch / 86_400)
        }
        let micros: Int64 = try integer()
        if micros == .max { return "infinity" }
        if micros == .min { return "-infinity" }
        let seconds = Timestamp.floorDivide(micros, 1_000_000)
        let text = Timestamp.text(seconds: seconds + Timestamp.epoch, micros: micros &- seconds &* 1_000_000)
        return type == OID.timestamptz ? text + "+00" : text
    }
}
