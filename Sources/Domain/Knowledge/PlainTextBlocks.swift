/// Blocks of a document that is plain text: paragraphs, list items, and lines in capitals as headings.
package enum PlainTextBlocks {
    package static func parse(_ source: ScalarText) -> [SourceBlock] {
        var blocks: [SourceBlock] = []
        var paragraph: Range<Int>?
        func close() {
            if let range = paragraph { blocks.append(SourceBlock(kind: .paragraph, range: range)) }
            paragraph = nil
        }
        for line in source.lines(in: 0..<source.count) {
            let line = source.trimmed(line)
            let text = source.slice(line)
            if line.isEmpty {
                close()
            } else if LineShape.isListItem(text) {
                close()
                blocks.append(SourceBlock(kind: .listItem, range: line))
            } else if paragraph == nil, isHeading(text) {
                blocks.append(SourceBlock(kind: .heading(level: 1, title: text), range: line))
            } else {
                paragraph = (paragraph?.lowerBound ?? line.lowerBound)..<line.upperBound
            }
        }
        close()
        return blocks
    }

    private static func isHeading(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard (3...80).contains(scalars.count), let last = scalars.last, !".;,".unicodeScalars.contains(last) else {
            return false
        }
        let letters = scalars.filter(\.properties.isAlphabetic)
        return letters.count >= 3 && !letters.contains(where: \.properties.isLowercase)
    }
}

/// What one line of text is, by its first characters.
enum LineShape {
    static func isListItem(_ line: String) -> Bool { markerLength(line) > 0 }

    /// Scalars of `- `, `* `, `• `, `3. ` or `3) ` at the beginning of a line; 0 when there is none.
    static func markerLength(_ line: String) -> Int {
        let scalars = Array(line.unicodeScalars.prefix(8))
        let indent = scalars.prefix { $0 == " " || $0 == "\t" }.count
        let rest = scalars.dropFirst(indent)
        guard let first = rest.first else { return 0 }
        if "-*+•–".unicodeScalars.contains(first) {
            return rest.dropFirst().first == " " ? indent + 2 : 0
        }
        let digits = rest.prefix { ("0"..."9").contains($0) }.count
        guard (1...3).contains(digits) else { return 0 }
        let after = rest.dropFirst(digits)
        guard let mark = after.first, mark == "." || mark == ")", after.dropFirst().first == " " else { return 0 }
        return indent + digits + 2
    }

    static func isTableRow(_ line: String) -> Bool {
        line.unicodeScalars.first { $0 != " " } == "|"
    }

    /// `|---|:--:|`
    static func isTableRule(_ line: String) -> Bool {
        isTableRow(line) && line.unicodeScalars.contains("-")
            && line.unicodeScalars.allSatisfy { "|-: \t\r".unicodeScalars.contains($0) }
    }

    static func headingLevel(_ line: String) -> Int {
        let marks = line.unicodeScalars.prefix { $0 == "#" }.count
        guard (1...6).contains(marks), line.unicodeScalars.dropFirst(marks).first == " " else { return 0 }
        return marks
    }
}
