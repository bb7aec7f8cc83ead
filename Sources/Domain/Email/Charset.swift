/// Text from bytes in the charset a sender named, or seems to have meant.
enum Charset {
    /// Never fails: what is not text in that charset reads as U+FFFD. A wrong label is common, so bytes that are valid UTF-8
    /// are UTF-8 whatever the label says, except under labels that cannot be confused with it.
    static func decode(_ bytes: ArraySlice<UInt8>, named name: String?) -> String {
        switch canonical(name) {
        case "utf-16", "utf-16le", "utf-16be": utf16(bytes, canonical(name))
        case "iso-8859-15", "latin-9", "latin9": utf8(bytes) ?? single(bytes, latin9)
        default:
            utf8(bytes)
                ?? (looksLikeUTF8(bytes, name) ? String(decoding: bytes, as: UTF8.self) : single(bytes, windows1252))
        }
    }

    private static func canonical(_ name: String?) -> String {
        (name ?? "").lowercased().filter { $0 != "\"" && $0 != " " }
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>) -> String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// Labelled as UTF-8 and mostly so: one cut character must not turn every accent into two.
    private static func looksLikeUTF8(_ bytes: ArraySlice<UInt8>, _ name: String?) -> Bool {
        guard canonical(name).hasPrefix("utf") else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        var good = 0
        var bad = 0
        for scalar in text.unicodeScalars where scalar.value >= 0x80 {
            if scalar.value == 0xFFFD { bad += 1 } else { good += 1 }
        }
        return good >= bad
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, _ name: String) -> String {
        var rest = bytes
        var isBig = name == "utf-16be"
        if rest.starts(with: [0xFF, 0xFE]) {
            (rest, isBig) = (rest.dropFirst(2), false)
        } else if rest.starts(with: [0xFE, 0xFF]) {
            (rest, isBig) = (rest.dropFirst(2), true)
        }
        var units: [UInt16] = []
        units.reserveCapacity(rest.count / 2)
        var index = rest.startIndex
        while index + 1 < rest.endIndex {
            let (a, b) = (UInt16(rest[index]), UInt16(rest[index + 1]))
            units.append(isBig ? a << 8 | b : b << 8 | a)
            index += 2
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func single(_ bytes: ArraySlice<UInt8>, _ map: (UInt8) -> Unicode.Scalar) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(map(byte)) }
        return String(text)
    }

    /// Latin-1 in mail is windows-1252 in truth: the bytes in which they differ are control characters nobody sends.
    static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
        let high: [UInt16] = [
            0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
            0xFFFD,
            0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
            0x203A,
            0x0153, 0xFFFD, 0x017E, 0x0178,
        ]
        return Unicode.Scalar(high[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }

    private static func latin9(_ byte: UInt8) -> Unicode.Scalar {
        switch byte {
        case 0xA4: "\u{20AC}"
        case 0xA6: "\u{160}"
        case 0xA8: "\u{161}"
        case 0xB4: "\u{17D}"
        case 0xB8: "\u{17E}"
        case 0xBC: "\u{152}"
        case 0xBD: "\u{153}"
        case 0xBE: "\u{178}"
        default: Unicode.Scalar(byte)
        }
    }
}
