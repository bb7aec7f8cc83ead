/// One row of a Markdown table.
enum TableRow {
    static func cells(_ line: String) -> [String] {
        var cells: [String] = []
        var cell = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line.unicodeScalars {
            if scalar == "|", !isEscaped {
                cells.append(trim(cell))
                cell = String.UnicodeScalarView()
            } else if scalar != "\\" || isEscaped {
                cell.append(scalar)
            }
            isEscaped = scalar == "\\" && !isEscaped
        }
        cells.append(trim(cell))
        if cells.first == "" { cells.removeFirst() }
        if cells.last == "" { cells.removeLast() }
        return cells.map(MarkdownText.plain)
    }

    /// A row as a sentence: its first cell names it, the others follow under their column titles.
    static func spoken(_ cells: [String], header: [String]) -> String {
        guard let first = cells.first else { return "" }
        let facts = cells.enumerated().dropFirst().filter { !$0.element.isEmpty }.map { index, cell in
            let title = index < header.count ? header[index] : ""
            return title.isEmpty || cells.count == 2 ? cell : "\(title): \(cell)"
        }
        return facts.isEmpty ? first : "\(first): \(facts.joined(separator: "; "))"
    }

    private static func trim(_ cell: String.UnicodeScalarView) -> String {
        let text = ScalarText(String(cell))
        return text.slice(text.trimmed(0..<text.count))
    }
}
