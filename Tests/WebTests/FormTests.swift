import Testing

@testable import Web

struct FormTests {
    @Test(
        "well-formed forms are read as browsers write them",
        arguments: [
            ("a=1&b=2", "a", "1"), ("a=x+y%20z", "a", "x y z"), ("a=%C3%A1", "a", "á"), ("a", "a", ""),
            ("a=", "a", ""), ("=v", "", "v"), ("a=1&a=2", "a", "1"), ("a=b=c", "a", "b=c"), ("%61=1", "a", "1"),
            ("a=100%", "a", "100%"), ("a=%zz", "a", "%zz"), ("a=%4", "a", "%4"), ("&&a=1&&", "a", "1"),
            ("a=%2", "a", "%2"), ("a=%%41", "a", "%A"),
        ])
    func reads(text: String, name: String, value: String) throws {
        #expect(try Form(parsing: text.utf8)[name] == value)
    }

    @Test("all values of a name are kept in order")
    func all() throws {
        #expect(try Form(parsing: "t=a&x=1&t=b".utf8).all("t") == ["a", "b"])
    }

    @Test("bad UTF-8, NUL and too many fields are refused", arguments: ["a=%ff", "a=%00", "a=%C3"])
    func refuses(text: String) {
        #expect(throws: Problem.badRequest("invalid_form")) { try Form(parsing: text.utf8) }
    }

    @Test("the number of fields is bounded")
    func bounded() throws {
        let many = { (count: Int) in Array(repeating: "a=1", count: count).joined(separator: "&") }
        #expect(try Form(parsing: many(200).utf8).all("a").count == 200)
        #expect(throws: Problem.badRequest("too_many_fields")) { try Form(parsing: many(201).utf8) }
    }

    @Test("required fields are trimmed, present and bounded")
    func required() throws {
        let form = try Form(parsing: "name=+Ana+&blank=+%C2%A0&long=\(String(repeating: "x", count: 20))".utf8)
        #expect(try form.required("name") == "Ana")
        #expect(throws: Problem.unprocessable("missing_blank")) { try form.required("blank") }
        #expect(throws: Problem.unprocessable("missing_nothing")) { try form.required("nothing") }
        #expect(throws: Problem.unprocessable("too_long_long")) { try form.required("long", maxBytes: 10) }
    }

    @Test("any bytes are either read or refused, never a crash")
    func noise() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ -> UInt8 in
                [0x25, 0x26, 0x3d, 0x2b, 0x41, 0x66, 0xff, 0xc3, 0xa1, 0x00].randomElement() ?? 0
            }
            _ = try? Form(parsing: bytes)
        }
    }
}
