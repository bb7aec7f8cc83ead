import Testing

@testable import Domain

struct TemplateVariablesTests {
    @Test("friendly names become numbers in order of place, a name that stands twice two of them")
    func positional() throws {
        let variables = try #require(TemplateVariables("Olá {{nome}}, o pedido {{ pedido }} saiu. Até, {{nome}}!"))
        #expect(variables.positional == "Olá {{1}}, o pedido {{2}} saiu. Até, {{3}}!")
        #expect(variables.names == ["nome", "pedido", "nome"])
        #expect(variables.filled(["Ana", "7", "Ana"]) == "Olá Ana, o pedido 7 saiu. Até, Ana!")
        #expect(variables.filled(["Ana"]) == "Olá Ana, o pedido  saiu. Até, !")
    }

    @Test("text without variables stays as it is, single braces and all")
    func plain() throws {
        let variables = try #require(TemplateVariables("10% {só hoje} }"))
        #expect(variables.names.isEmpty && variables.positional == "10% {só hoje} }")
        #expect(TemplateVariables("")?.pieces.isEmpty == true)
    }

    @Test(
        "braces that do not match, and names that are none, are refused",
        arguments: ["{{nome", "nome}}", "{{}}", "{{ }}", "{{a-b}}", "{{{{a}}}}", "{{a}} e {{b", "{{a\n}}"])
    func refused(text: String) {
        #expect(TemplateVariables(text) == nil)
    }

    @Test("a value becomes one line without runs of spaces, as parameters must be")
    func clean() {
        #expect(TemplateVariables.clean("  Rua A,\n\t10     fundos \r\n") == "Rua A, 10 fundos")
        #expect(TemplateVariables.clean(" \n ") == "")
    }

    @Test("whatever is in a text, its pieces put together are the text", arguments: 1...30)
    func property(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = ["{{", "}}", "{", "}", "nome", " ", "é", "1", "\n", "👍🏽", "_"]
        for _ in 0..<60 {
            let text = (0..<Int.random(in: 0...14, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }.joined()
            guard let variables = TemplateVariables(text) else { continue }
            let again = variables.filled(variables.names.map { "{{\($0)}}" })
            #expect(again.filter { $0 != " " } == text.filter { $0 != " " })
            #expect(TemplateVariables(variables.positional)?.names == variables.names.indices.map { "\($0 + 1)" })
        }
    }
}
