/// Questions about bytes that the parser, the decoder and the writer share.
enum JSONBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// Where a run of plain ASCII text ends: at a quote, a backslash, a control character, a byte above 0x7F or the end.
    /// Eight bytes at a time; each term sets the top bit of a byte that stops the run.
    static func plainEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start
        let count = bytes.count
        let raw = bytes.span.bytes
        while position + 8 <= count {
            let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let stops =
                (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word | word
            let found = stops & tops
            // A borrow can only mark a byte after a true stop, so the lowest mark is always right.
            if found != 0 { return position + found.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < count {
            let byte = bytes[position]
            if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return position }
            position += 1
        }
        return count
    }

    /// Length of the well-formed UTF-8 sequence at `position` (Unicode table 3-7), or 0.
    static func sequenceLength(_ bytes: [UInt8], at position: Int) -> Int {
        func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            position + offset < bytes.count && range.contains(bytes[position + offset])
        }
        switch bytes[position] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return continues(1) ? 2 : 0
        case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : 0
        case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : 0
        case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
        case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
        case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
        case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
        default: return 0
        }
    }

    /// Value of four hexadecimal digits, or nil.
    static func hex4(_ bytes: [UInt8], at position: Int) -> UInt32? {
        guard position >= 0, position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for index in position..<position + 4 {
            guard let digit = hexDigit(bytes[index]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Text between the quotes of an encoded string. The parser has checked the escapes; anything odd becomes U+FFFD.
    static func decode(_ bytes: [UInt8], from start: Int, to end: Int) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(end - start)
        var position = start
        while position < end {
            let stop = min(plainEnd(bytes, from: position), end)
            text.append(contentsOf: bytes[position..<stop])
            position = stop
            guard position < end else { break }
            if bytes[position] == UInt8(ascii: "\\"), position + 1 < end {
                let (scalar, length) = unescape(bytes, at: position, end: end)
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                position += length
            } else {
                let length = sequenceLength(bytes, at: position)
                if length == 0 {
                    text.append(contentsOf: UTF8.encodedReplacementCharacter)
                } else {
                    text.append(contentsOf: bytes[position..<min(position + length, end)])
                }
                position += max(length, 1)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The scalar of the escape sequence at `position`, and how many bytes it takes.
    private static func unescape(_ bytes: [UInt8], at position: Int, end: Int) -> (Unicode.Scalar, Int) {
        switch bytes[position + 1] {
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "f"): return ("\u{C}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"):
            guard let first = hex4(bytes, at: position + 2) else { return ("\u{FFFD}", 2) }
            if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
            let isPair =
                first < 0xDC00 && position + 12 <= end && bytes[position + 6] == UInt8(ascii: "\\")
                && bytes[position + 7] == UInt8(ascii: "u")
            guard isPair, let second = hex4(bytes, at: position + 8), (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
            else { return ("\u{FFFD}", 6) }
            return (scalar, 12)
        default: return (Unicode.Scalar(bytes[position + 1]), 2)
        }
    }
}
