/// Lower case without accents: the form in which texts are compared.
///
/// Works on Unicode scalars, so that `e` followed by a combining accent and `é` come out the same. What it does to Portuguese
/// letters must stay equal to the SQL function `fold_text`, for the search index is made with that one.
package enum Folding {
    package static func fold(_ text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { append(scalar, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends what one scalar folds to: nothing, one letter or a few.
    static func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        switch scalar.value {
        case 0x41...0x5A: output.append(UInt8(truncatingIfNeeded: scalar.value) + 0x20)
        case 0..<0x80: output.append(UInt8(truncatingIfNeeded: scalar.value))
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: output.append(UInt8(ascii: " "))
        case 0xAA: output.append(UInt8(ascii: "a"))
        case 0xBA: output.append(UInt8(ascii: "o"))
        case 0xB2: output.append(UInt8(ascii: "2"))
        case 0xB3: output.append(UInt8(ascii: "3"))
        case 0xB9: output.append(UInt8(ascii: "1"))
        case 0xC0...0x17F: output.append(contentsOf: latin[Int(scalar.value) - 0xC0])
        case 0x300...0x36F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: break
        case 0x2018...0x201B, 0x2032: output.append(UInt8(ascii: "'"))
        case 0x201C...0x201F, 0x2033, 0xAB, 0xBB: output.append(UInt8(ascii: "\""))
        case 0x2010...0x2015, 0x2212: output.append(UInt8(ascii: "-"))
        case 0x2026: output.append(contentsOf: "...".utf8)
        case 0xFB01: output.append(contentsOf: "fi".utf8)
        case 0xFB02: output.append(contentsOf: "fl".utf8)
        // Full-width forms of ASCII, as some phone keyboards send them.
        case 0xFF01...0xFF5E:
            if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { append(narrow, to: &output) }
        default: output.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }

    /// Letters of U+00C0…U+017F without their marks.
    private static let latin: [[UInt8]] = {
        let latin1: [String] = [
            "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
            "d", "n", "o", "o", "o", "o", "o", "x", "o", "u", "u", "u", "u", "y", "th", "ss",
            "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
            "d", "n", "o", "o", "o", "o", "o", "/", "o", "u", "u", "u", "u", "y", "th", "y",
        ]
        let extended = """
            aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkk\
            llllllllllnnnnnnnnnoooooooorrrrrrsssssssstttttt\
            uuuuuuuuuuuuwwyyyzzzzzzs
            """
        return latin1.map { Array($0.utf8) } + extended.utf8.map { [$0] }
    }()
}
