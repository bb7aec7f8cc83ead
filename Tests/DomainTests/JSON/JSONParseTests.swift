import Testing

@testable import Domain

struct JSONParseTests {
    @Test(
        "every form the grammar allows is read",
        arguments: [
            "null", "true", "false", "0", "-0", "12", "-1.5", "1e5", "1E+05", "2.5e-3", #""""#, #""a""#, "[]", "{}",
            "[[]]",
            " [ 1 , 2 ] ", "\t{\"a\" : {\"b\":[null]}}\r\n", #"["\"\\\/\b\f\n\r\t\u00e1"]"#, "\u{FEFF}[1]",
            #"{"a":1,"a":2}"#, "[\"\u{7F}\"]", "[\"\u{10FFFF}\"]", "[123456789012345678901234567890]",
        ])
    func accepted(text: String) throws {
        _ = try JSON.parse(text)
    }

    @Test(
        "anything else is refused with a reason, at a place, and never with its content",
        arguments: [
            ("", .empty, 0), ("  \n", .empty, 3), ("[", .unexpectedEnd, 1), ("[1,", .unexpectedEnd, 3),
            ("{", .unexpectedEnd, 1), (#"{"a""#, .unexpectedEnd, 4), (#"{"a":"#, .unexpectedEnd, 5),
            (#""abc"#, .unexpectedEnd, 4),
            (#"["\u00"#, .unexpectedEnd, 2), (#"["\"#, .unexpectedEnd, 2), ("tru", .unexpectedEnd, 0),
            ("nulL", .unexpectedByte, 0),
            ("[1 2]", .unexpectedByte, 3), ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1),
            ("[1}", .unexpectedByte, 2),
            (#"{"a":1]"#, .unexpectedByte, 6), ("{1:2}", .unexpectedByte, 1), (#"{"a" 1}"#, .unexpectedByte, 5),
            (#"{"a":1,}"#, .unexpectedByte, 7), ("'a'", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0),
            ("+1", .unexpectedByte, 0),
            ("]", .unexpectedByte, 0), ("01", .badNumber, 2), ("-", .badNumber, 1), ("1.", .badNumber, 2),
            (".5", .unexpectedByte, 0),
            ("1e", .badNumber, 2), ("1e+", .badNumber, 3), ("-a", .badNumber, 1), (#"["\x"]"#, .badEscape, 2),
            (#"["\u00g0"]"#, .badEscape, 2), ("[\"a\nb\"]", .controlCharacter, 3), ("[\"\0\"]", .controlCharacter, 2),
            ("1 2", .trailingData, 2), ("{}}", .trailingData, 2), ("[1] //", .trailingData, 4),
        ] as [(String, JSONError.Reason, Int)])
    func refused(text: String, reason: JSONError.Reason, offset: Int) {
        #expect(throws: JSONError(reason: reason, offset: offset)) { try JSON.parse(text) }
    }

    @Test("nesting is allowed up to the limit and refused one level beyond")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSON.parse(nested(64))
        #expect(throws: JSONError(reason: .tooDeep, offset: 64)) { try JSON.parse(nested(65)) }
        #expect(throws: JSONError(reason: .tooDeep, offset: 1)) {
            try JSON.parse(#"[{"a":1}]"#, limits: JSON.Limits(depth: 1))
        }
        #expect(throws: JSONError.self) { try JSON.parse(nested(1_000_000), limits: JSON.Limits(depth: .max)) }
    }

    @Test("bytes that are not UTF-8 are an error, or a replacement character where asked for")
    func invalidUTF8() throws {
        let latin1: [UInt8] = Array(#"{"a":"S"#.utf8) + [0xE3] + Array(#"o","b":"ok"}"#.utf8)
        #expect(throws: JSONError(reason: .invalidUTF8, offset: 7)) { try JSON.parse(latin1) }
        let repaired = try JSON.parse(latin1, limits: JSON.Limits(invalidText: .replace))
        #expect(repaired["a"]?.string == "S\u{FFFD}o")
        #expect(repaired["b"]?.string == "ok")
    }

    @Test(
        "ill-formed UTF-8 is found wherever it stands",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xFF],
        ] as [[UInt8]])
    func illFormed(sequence: [UInt8]) throws {
        for padding in 0..<9 {
            let before = [UInt8](repeating: UInt8(ascii: "x"), count: padding)
            let body = [UInt8(ascii: "\"")] + before + sequence + [UInt8(ascii: "\"")]
            #expect(throws: JSONError(reason: .invalidUTF8, offset: padding + 1)) { try JSON.parse(body) }
            let repaired = try JSON.parse(body, limits: JSON.Limits(invalidText: .replace)).string
            #expect(repaired?.hasPrefix(String(repeating: "x", count: padding) + "\u{FFFD}") == true)
        }
    }
}
