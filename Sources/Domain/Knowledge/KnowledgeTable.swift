/// Turns a table into headings with text: one question and its answer each, or one thing and its facts.
enum KnowledgeTable {
    private static let questions: Set<String> = [
        "pergunta", "perguntas", "question", "pregunta", "duvida", "faq",
    ]
    private static let answers: Set<String> = ["resposta", "respostas", "answer", "respuesta"]

    static func document(_ bytes: [UInt8], title: String) throws(ImportedText.Fault) -> ImportedText {
        var reader = CSVReader(bytes)
        guard let header = reader.next(), header.fault == nil else { throw .empty }
        let names = header.fields.map(Words.oneLine)
        guard names.count >= 2 else { throw .noColumns }
        let keys = names.map { Words.split($0).joined(separator: " ") }
        let question = keys.firstIndex { questions.contains($0) }
        let answer = keys.firstIndex { answers.contains($0) }
        var parts: [String] = []
        var skipped = 0
        while let row = reader.next() {
            let part: String? =
                if row.fault != nil { nil } else if let question, let answer {
                    pair(row.fields, question, answer)
                } else {
                    facts(row.fields, names)
                }
            if let part { parts.append(part) } else { skipped += 1 }
        }
        guard !parts.isEmpty else { throw .empty }
        let isFAQ = question != nil && answer != nil
        return ImportedText(
            title: title, format: "markdown", content: "# \(title)\n\n" + parts.joined(separator: "\n\n"),
            skipped: skipped, isFAQ: isFAQ)
    }

    private static func pair(_ fields: [String], _ question: Int, _ answer: Int) -> String? {
        guard fields.indices.contains(question), fields.indices.contains(answer) else { return nil }
        let (asked, told) = (Words.oneLine(fields[question]), text(fields[answer]))
        return asked.isEmpty || told.isEmpty ? nil : "## \(asked)\n\n\(told)"
    }

    /// The first column names the thing.
    private static func facts(_ fields: [String], _ names: [String]) -> String? {
        guard let name = fields.first.map(Words.oneLine), !name.isEmpty else { return nil }
        let facts = zip(names, fields).dropFirst().compactMap { column, value -> String? in
            let value = Words.oneLine(value)
            return value.isEmpty || column.isEmpty ? nil : "- \(column): \(value)"
        }
        return facts.isEmpty ? nil : "## \(name)\n\n\(facts.joined(separator: "\n"))"
    }

    /// Lines stay lines; none of them may pass for a heading.
    private static func text(_ field: String) -> String {
        field.split(whereSeparator: \.isNewline).map { line in
            let words = Words.trimmed(String(line))
            return words.hasPrefix("#") ? Words.trimmed(String(words.drop { $0 == "#" })) : words
        }.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
