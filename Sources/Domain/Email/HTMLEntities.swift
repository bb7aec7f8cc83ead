/// Character references of HTML.
enum HTMLEntities {
    /// Reads one behind an `&` that stands at `start`; nil when there is none.
    static func read(_ bytes: ArraySlice<UInt8>, at start: Int) -> (text: String, end: Int)? {
        let window = bytes[(start + 1)...].prefix(33)
        guard let first = window.first else { return nil }
        if first == UInt8(ascii: "#") { return numeric(window.dropFirst()) }
        let name = window.prefix { isLetterOrDigit($0) }
        guard let text = named[String(decoding: name, as: UTF8.self)] else { return nil }
        let end = name.endIndex
        return (text, end < bytes.endIndex && bytes[end] == UInt8(ascii: ";") ? end + 1 : end)
    }

    private static func numeric(_ window: ArraySlice<UInt8>) -> (text: String, end: Int)? {
        let isHex = window.first.map(MailText.lower) == UInt8(ascii: "x")
        let digits = (isHex ? window.dropFirst() : window).prefix {
            isHex ? MailText.hex($0) != nil : (0x30...0x39).contains($0)
        }
        guard !digits.isEmpty else { return nil }
        let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10) ?? 0xFFFD
        let scalar: Unicode.Scalar =
            switch value {
            case 0x80..<0xA0: Charset.windows1252(UInt8(truncatingIfNeeded: value))
            case 0: "\u{FFFD}"
            default: Unicode.Scalar(value) ?? "\u{FFFD}"
            }
        let end = digits.endIndex
        return (String(scalar), end < window.endIndex && window[end] == UInt8(ascii: ";") ? end + 1 : end)
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(MailText.lower(byte)) || (0x30...0x39).contains(byte)
    }

    /// The references that mail has: Latin-1 by name, punctuation, and a few signs.
    private static let named: [String: String] = {
        let latin1 = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para
            middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave
            Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc
            Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc
            iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
            """
        var table: [String: String] = [
            "amp": "&", "AMP": "&", "lt": "<", "LT": "<", "gt": ">", "GT": ">", "quot": "\"", "QUOT": "\"", "apos": "'",
            "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”",
            "bdquo": "„",
            "hellip": "…", "bull": "•", "euro": "€", "trade": "™", "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓",
            "ensp": " ", "emsp": " ", "thinsp": " ", "zwnj": "", "zwj": "\u{200D}", "lrm": "", "rlm": "", "OElig": "Œ",
            "oelig": "œ", "Scaron": "Š", "scaron": "š", "permil": "‰", "lsaquo": "‹", "rsaquo": "›", "hearts": "♥",
            "star": "☆", "check": "✓", "times": "×", "minus": "−", "infin": "∞", "ne": "≠", "le": "≤", "ge": "≥",
        ]
        for (index, name) in latin1.split(whereSeparator: { $0 == " " || $0 == "\n" }).enumerated() {
            if let scalar = Unicode.Scalar(UInt32(0xA0 + index)) { table[String(name)] = String(scalar) }
        }
        return table
    }()
}
