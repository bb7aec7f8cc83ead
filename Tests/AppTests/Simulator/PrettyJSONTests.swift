import Domain
import Testing

@testable import App

struct PrettyJSONTests {
    @Test(arguments: [
        (
            #"{"a":[1,{"b":"x,{}:\"\\"}],"c":{},"d":[]}"#,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x,{}:\\\"\\\\\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}"
        ),
        (#" [ true , null ] "#, "[\n  true,\n  null\n]"),
        ("", ""),
    ])
    func `a document is indented and stays the same document`(text: String, pretty: String) throws {
        #expect(PrettyJSON.text(text.utf8) == pretty)
        if !text.isEmpty { #expect(try JSON.parse(pretty).text() == JSON.parse(text).text()) }
    }

    @Test(arguments: [("]]]]}}", 1), ("{\"", 1), ("{{{{", 1), ("[", 100_000)])
    func `what is no JSON comes out without harm`(piece: String, times: Int) {
        let text = String(repeating: piece, count: times)
        #expect(PrettyJSON.text(text.utf8).utf8.filter { $0 != 10 && $0 != 32 }.elementsEqual(text.utf8))
    }
}
