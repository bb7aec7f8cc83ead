/// "Pix copia e cola": fields of a two-digit tag, a two-digit length and a value, closed by a checksum.
enum PixCode {
    /// Where the code that begins at `start` ends; nil when there is none.
    static func end(in bytes: Bytes, from start: Int) -> Int? {
        var position = start
        var namesPix = false
        for _ in 0..<40 {
            guard let tag = number(bytes, position), let length = number(bytes, position &+ 2) else { break }
            let value = position &+ 4
            if tag == 63, length == 4 {
                let end = value &+ 4
                return end <= bytes.count && namesPix && isChecked(bytes, start, end) ? end : nil
            }
            if (26...51).contains(tag) { namesPix = namesPix || holdsPix(bytes, value, length) }
            position = value &+ length
        }
        return nil
    }

    /// For codes that a copy has damaged: up to the checksum's field, wherever it stands.
    static func roughEnd(in bytes: Bytes, from start: Int) -> Int? {
        guard holdsPix(bytes, start, 120) else { return nil }
        let limit = min(bytes.count, start &+ 512)
        var position = start &+ 30
        while position < limit, bytes[position] != 0x0A {
            if bytes.has("6304", at: position), (4..<8).allSatisfy({ Byte.hex(bytes[position &+ $0]) != nil }),
                !Byte.isAlphanumeric(bytes[position &+ 8])
            {
                return position &+ 8
            }
            position &+= 1
        }
        return nil
    }

    private static func number(_ bytes: Bytes, _ index: Int) -> Int? {
        guard Byte.isDigit(bytes[index]), Byte.isDigit(bytes[index &+ 1]) else { return nil }
        return Int(bytes[index] &- 0x30) &* 10 &+ Int(bytes[index &+ 1] &- 0x30)
    }

    private static func holdsPix(_ bytes: Bytes, _ start: Int, _ length: Int) -> Bool {
        (0..<length).contains { bytes.has("br.gov.bcb.pix", at: start &+ $0) }
    }

    /// CRC-16/CCITT-FALSE over everything before its own four digits.
    private static func isChecked(_ bytes: Bytes, _ start: Int, _ end: Int) -> Bool {
        var crc: UInt16 = 0xFFFF
        for index in start..<(end &- 4) {
            crc ^= UInt16(bytes[index]) << 8
            for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
        var written: UInt16 = 0
        for index in (end &- 4)..<end {
            guard let digit = Byte.hex(bytes[index]) else { return false }
            written = written << 4 | UInt16(digit)
        }
        return crc == written
    }
}
