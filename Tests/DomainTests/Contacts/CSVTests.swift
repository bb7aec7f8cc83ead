import Testing

@testable import Domain

struct CSVTests {
    private func rows(_ text: String) -> [[String]] { CSVReader(Array(text.utf8)).map(\.fields) }

    @Test(
        "tables are read as spreadsheets write them",
        arguments: [
            ("nome;fone\r\nAna;11", [["nome", "fone"], ["Ana", "11"]]),
            ("\u{FEFF}nome,fone\nAna,11\n\n", [["nome", "fone"], ["Ana", "11"]]),
            ("a\tb\rc\td\r", [["a", "b"], ["c", "d"]]),
            ("a;b\n\"x;y\";\"diz \"\"oi\"\"\nfim\"\n", [["a", "b"], ["x;y", "diz \"oi\"\nfim"]]),
            ("\"a;b\",c\nd,e", [["a;b", "c"], ["d", "e"]]),
            ("a;b\n5\" cano;\"x\"y", [["a", "b"], ["5\" cano", "xy"]]),
            ("só\numa", [["só"], ["uma"]]), ("", []), ("\r\n\n;;\n", []),
        ])
    func shapes(text: String, expected: [[String]]) {
        #expect(rows(text) == expected)
    }

    @Test func `windows and UTF-16 files keep their accents`() {
        let latin: [UInt8] = Array("nome;e\nJos".utf8) + [0xE9, 0x3B, 0x80, 0x0A]
        #expect(CSVReader(latin).map(\.fields) == [["nome", "e"], ["José", "€"]])
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in "nome;é\nJoão;1".utf16 {
            wide += [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
        }
        #expect(CSVReader(wide).map(\.fields) == [["nome", "é"], ["João", "1"]])
        #expect(Array(CSVReader(wide + [0x41])).count == 2)
    }

    @Test func `a row that cannot be read says why, with its line, and its neighbours come through`() {
        let many = Array(repeating: "x", count: 70).joined(separator: ";")
        let long = String(repeating: "y", count: 9000)
        let read = Array(CSVReader(Array("a;b\n\(many)\n\"1\n2\";3\n\(long);z\nfim;4\n\"aberta;5\n6".utf8)))
        #expect(read.map(\.line) == [1, 2, 3, 5, 6, 7])
        #expect(read.map(\.fault) == [nil, "too_many_columns", nil, "too_long_field", nil, "unterminated_quote"])
        #expect(read[4].fields == ["fim", "4"])
    }

    @Test func `no bytes at all make the reader fail, and it always ends`() {
        var random = SeededGenerator(seed: 7)
        let alphabet: [UInt8] = Array("\"\";;,\t\r\n'=ab\u{0}".utf8) + [0xFF, 0xFE, 0xEF, 0xBB, 0xBF, 0xC3, 0x80]
        for _ in 0..<4000 {
            let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
            }
            let read = Array(CSVReader(bytes))
            #expect(read.count <= bytes.count + 1)
            #expect(zip(read, read.dropFirst()).allSatisfy { $0.line < $1.line })
            #expect(
                read.allSatisfy {
                    $0.fields.count <= CSVReader.maximumColumns && !$0.fields.contains { $0.utf8.contains(0) }
                })
        }
    }

    @Test func `what is written is read again as it was, and no cell starts a formula`() {
        var random = SeededGenerator(seed: 8)
        let pieces = ["=", "+", "-", "@", "'", "\"", ";", ",", "\n", "\r\n", "\t", " ", "a", "ç", "1", "＝", "\u{301}"]
        for _ in 0..<2000 {
            let fields = (0..<3).map { _ in
                (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                    .joined()
            }
            let text = CSVWriter.line(["a", "b", "c"]) + CSVWriter.line(fields)
            let read = Array(CSVReader(Array(text.utf8)))
            guard fields.contains(where: { !$0.isEmpty }) else { continue }
            #expect(read.count == 2)
            #expect(read.last?.fields.map(CSVWriter.original) == fields)
            for cell in read.last?.fields ?? [] {
                #expect(!"=+-@\t\r\n＝＋－＠".unicodeScalars.contains { $0 == cell.unicodeScalars.first })
            }
        }
    }

    @Test(
        "columns are recognised by their headings in three languages",
        arguments: [
            (
                ["Nome Completo", "Celular", "E-mail", "Observações", "CPF"],
                [ContactColumn.name, .phone, .email, .note, nil]
            ),
            (["First Name", "Last Name", "Phone Number", "Tags"], [.name, .surname, .phone, .tags]),
            (
                ["Nombre", "Apellidos", "Teléfono móvil", "Correo electrónico", "Idioma"],
                [.name, .surname, .phone, .email, .locale]
            ),
            (["telefone", "telefone", ""], [.phone, nil, nil]),
        ])
    func headers(headers: [String], expected: [ContactColumn?]) {
        #expect(ContactColumn.mapping(headers) == expected)
    }
}
