import Testing

@testable import Domain

struct YAMLSubsetTests {
    @Test("what people write by hand is understood")
    func reads() throws {
        let json = try YAMLSubset.parse(
            """
            # comment
            name: "Loja \\"Aurora\\""   # after
            channel: whatsapp
            limit: 3
            on: true
            nothing:
            list: [a, 'b, c', "d", 4]
            text: |
              um

                dois
            end: it's fine # yes
            cases:
            - say: qual o prazo? #1
              expect:
                outcome: answer
                contains:
                  - "1 a 2"
                  - dias
            -   say: a: b
            - plain
            """)
        #expect(json["name"]?.string == "Loja \"Aurora\"" && json["channel"]?.string == "whatsapp")
        #expect(json["limit"]?.int == 3 && json["on"]?.bool == true && json["nothing"]?.isNull == true)
        #expect(json["list"]?.array?.compactMap(\.scalarText) == ["a", "b, c", "d", "4"])
        #expect(json["text"]?.string == "um\n\n  dois\n" && json["end"]?.string == "it's fine")
        let cases = json["cases"]?.array ?? []
        #expect(cases.count == 3 && cases.last?.string == "plain")
        #expect(cases.first?["expect"]?["contains"]?.array?.compactMap(\.string) == ["1 a 2", "dias"])
        #expect(cases.first?["say"]?.string == "qual o prazo?")
    }

    @Test(
        "what is not understood names its line, and never crashes",
        arguments: [
            ("a: 1\na: 2", 2), ("a: [1", 1), ("a: \"x", 1), ("a: &x 1", 1), ("- a\nb: 1", 2), ("a: 1\n   b: 2", 2),
            ("a: {b: 1}", 1), ("nada", 1), ("a:\n  - - b", 2), ("a: [[1]]", 1), ("a: 'it's'", 1),
        ])
    func faults(text: String, line: Int) {
        do throws(YAMLSubset.Fault) {
            let json = try YAMLSubset.parse(text)
            Issue.record("\(json.text())")
        } catch {
            #expect(error.line == line, "\(error)")
        }
    }

    @Test("odd bytes and deep nesting end in a fault or a value")
    func hostile() {
        let deep = (0..<200).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        for text in ["", "---", "\t- x", "a:\n\t- b", deep, "-", "- ", ":", ": x", "a: |", "a: |\n", "- a:\n  - b:\n"] {
            _ = try? YAMLSubset.parse(text)
        }
        #expect((try? YAMLSubset.parse(deep)) == nil)
        #expect((try? YAMLSubset.parse(""))?.members.map(\.key).isEmpty == true)
    }
}
