import FoundationEssentials

extension UUID: PostgresDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> UUID {
        let bytes = try cell.value()
        if cell.type == OID.uuid, bytes.count == 16 { return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)) }
        if cell.type == OID.text, let parsed = UUID(uuidString: String(decoding: bytes, as: UTF8.self)) {
            return parsed
        }
        throw cell.mismatch(UUID.self)
    }
}

extension Date: PostgresDecodable {
    /// timestamptz; timestamp and date are taken as UTC. Infinity becomes the distant future or past.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Date {
        switch cell.type {
        case OID.timestamptz, OID.timestamp:
            let micros: Int64 = try cell.integer()
            if micros == .max { return .distantFuture }
            if micros == .min { return .distantPast }
            // Whole seconds and the rest apart: a Double keeps microseconds better that way.
            let seconds = Timestamp.floorDivide(micros, 1_000_000)
            let rest = Double(micros &- seconds &* 1_000_000) / 1_000_000
            return Date(timeIntervalSince1970: Double(seconds + Timestamp.epoch) + rest)
        case OID.date:
            let days: Int32 = try cell.integer()
            if days == .max { return .distantFuture }
            if days == .min { return .distantPast }
            return Date(timeIntervalSince1970: Double(Int64(days) * 86_400 + Timestamp.epoch))
        default: throw cell.mismatch(Date.self)
        }
    }
}
