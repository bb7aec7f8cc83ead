/// Small things that everything about mail needs.
enum MailText {
    static let lf = UInt8(ascii: "\n")
    static let cr = UInt8(ascii: "\r")

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }

    static func trim(_ text: some StringProtocol) -> String {
        String(decoding: trim(Array(text.utf8)[...]), as: UTF8.self)
    }

    static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Text fit for the database and the screen: `\n` for every line end, no NUL and no other control character but the tab.
    static func clean(_ text: String, limit: Int = .max) -> String {
        var output = String.UnicodeScalarView()
        var size = 0
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            let kept: Unicode.Scalar
            switch scalar {
            case "\n": if wasReturn { continue } else { kept = "\n" }
            case "\r", "\u{2028}", "\u{2029}", "\u{85}": kept = "\n"
            case "\t": kept = "\t"
            case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{FEFF}": continue
            default: kept = scalar
            }
            size += UTF8.width(kept)
            if size > limit { break }
            output.append(kept)
        }
        return String(output)
    }

    /// One line: for subjects, names and file names.
    static func line(_ text: String, limit: Int = 998) -> String {
        let words = clean(text).split(whereSeparator: { $0 == "\n" || $0 == "\t" || $0 == " " })
        return clean(words.joined(separator: " "), limit: limit)
    }

    /// The first `limit` bytes, never half a character.
    static func cut(_ text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var output = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            size += UTF8.width(scalar)
            if size > limit { break }
            output.append(scalar)
        }
        return String(output)
    }

    /// A stable short name for bytes (FNV-1a); tells them apart, proves nothing.
    static func fingerprint(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: max(0, 16 - text.utf8.count)) + text
    }
}
