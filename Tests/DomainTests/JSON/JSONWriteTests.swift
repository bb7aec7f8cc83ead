import Testing

@testable import Domain

struct JSONWriteTests {
    @Test("built values are written in order, compact and escaped")
    func building() {
        let json: JSON = [
            "text": "a\"\\\n\r\t\u{1}é😀/", "list": [1, -2, 1.5, true, nil], "empty": [:], "big": JSON(UInt64.max),
        ]
        #expect(
            json.text()
                == #"{"text":"a\"\\\n\r\t\u0001é😀/","list":[1,-2,1.5,true,null],"empty":{},"big":18446744073709551615}"#
        )
        #expect(json["list"]?[2]?.double == 1.5)
        #expect(json.members.map(\.key) == ["text", "list", "empty", "big"])
    }

    @Test("an object leaves out absent members and can have one replaced")
    func members() {
        let json = JSON.object([("a", 1), ("b", nil), ("c", "x")])
        #expect(json.text() == #"{"a":1,"c":"x"}"#)
        #expect(json.setting("a", 2).text() == #"{"c":"x","a":2}"#)
        #expect(json.setting("c", nil).text() == #"{"a":1}"#)
        #expect(JSON("scalar").setting("k", true).text() == #"{"k":true}"#)
    }

    @Test("what is not a number is written as null")
    func notANumber() {
        #expect(JSON([JSON(Double.nan), JSON(Double.infinity), JSON(0.1)]).text() == "[null,null,0.1]")
    }

    @Test("the storable form has nothing that jsonb refuses")
    func storable() throws {
        let hostile = try JSON.parse(
            #"{"a\u0000":"x\u0000y\ud800","n":1e999999,"m":1e-999999,"z":0.0e-5,"ok":1.25e-7}"#)
        #expect(
            hostile.text(.storable)
                == "{\"a\u{FFFD}\":\"x\u{FFFD}y\u{FFFD}\",\"n\":\"1e999999\",\"m\":\"1e-999999\",\"z\":0.0e-5,\"ok\":1.25e-7}"
        )
        let digits = String(repeating: "9", count: 2_000)
        #expect(try JSON.parse(digits).text(.storable) == "\"\(digits)\"")
    }
}
