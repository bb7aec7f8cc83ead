import Testing

@testable import Domain

struct JSONReadTests {
    @Test(
        "escapes are decoded, and a lone surrogate becomes a replacement character",
        arguments: [
            (#""\u00e1\u00E1""#, "áá"), (#""\ud83d\ude00""#, "😀"), (#""a\ud83d""#, "a\u{FFFD}"),
            (#""\ude00b""#, "\u{FFFD}b"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
            (#""\ud83dx\ude00""#, "\u{FFFD}x\u{FFFD}"),
            (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\/\\\"\b\f""#, "/\\\"\u{8}\u{C}"), (#""\u0000""#, "\0"),
            (#""São \u2014 café 😀""#, "São — café 😀"),
        ])
    func strings(text: String, expected: String) throws {
        #expect(try JSON.parse(text).string == expected)
    }

    @Test(
        "whole numbers are read only when they are whole and fit",
        arguments: [
            ("0", 0), ("-0", 0), ("42", 42), ("30.0", 30), ("3e2", 300), ("9223372036854775807", .max),
            ("-9223372036854775808", .min), ("9223372036854775808", nil), ("1.5", nil), ("1e300", nil), ("1e999", nil),
            ("\"5\"", nil), ("true", nil), ("0.1e1", 1),
        ] as [(String, Int64?)])
    func integers(text: String, expected: Int64?) throws {
        #expect(try JSON.parse(text).int64 == expected)
    }

    @Test("numbers of any size keep their digits")
    func lossless() throws {
        let digits = "123456789012345678901234567890.000000000000000000001"
        let json = try JSON.parse("[\(digits),1e999]")
        #expect(json[0]?.numberText == digits)
        #expect(json.text() == "[\(digits),1e999]")
        #expect(json[1]?.double == nil)
        #expect(json[0]?.scalarText == digits)
    }

    @Test("of several equal keys the last counts, however the key is written")
    func duplicateKeys() throws {
        let json = try JSON.parse(#"{"id":1,"x":{"id":9},"\u0069d":2,"idd":3}"#)
        #expect(json["id"]?.int == 2)
        #expect(json["i"] == nil)
        #expect(json["missing"] == nil)
    }

    @Test("asking a value for another kind answers nothing")
    func wrongKind() throws {
        let json = try JSON.parse(#"{"s":"a","n":1,"l":[1],"z":null}"#)
        #expect(json["s"]?["x"] == nil)
        #expect(json["s"]?[0] == nil)
        #expect(json["l"]?[1] == nil)
        #expect(json["l"]?[-1] == nil)
        #expect(json["n"]?.string == nil)
        #expect(json["z"]?.isNull == true)
        #expect(json["n"]?.bool == nil)
        #expect(Array(json.elements).isEmpty)
        #expect(Array(json.elements(of: "s")).isEmpty)
        #expect(json.array == nil)
    }

    @Test("arrays and objects are walked in the order they were sent")
    func walking() throws {
        let json = try JSON.parse(#"{"b":[1,[2,3],{"k":4},"five"],"a":{}}"#)
        #expect(json.members.map(\.key) == ["b", "a"])
        #expect(json.elements(of: "b").map { $0.text() } == ["1", "[2,3]", #"{"k":4}"#, #""five""#])
        #expect(json["b"]?[2]?["k"]?.int == 4)
    }

    @Test("a value gives back the bytes it was sent as")
    func rawBytes() throws {
        let text = #" {"a": [1,  "S\u00e3o"], "b":-2.50 } "#
        let json = try JSON.parse(text)
        func raw(_ value: JSON?) -> String? { value?.rawBytes.map { String(decoding: $0, as: UTF8.self) } }
        #expect(raw(json["a"]) == #"[1,  "S\u00e3o"]"#)
        #expect(raw(json["a"]?[1]) == #""S\u00e3o""#)
        #expect(raw(json["b"]) == "-2.50")
        #expect(raw(json) == #"{"a": [1,  "S\u00e3o"], "b":-2.50 }"#)
        #expect(JSON("built").rawBytes == nil)
    }
}
