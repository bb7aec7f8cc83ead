/// The smallest pieces of a passage that can be quoted: a sentence, a list item, a table row.
package struct TextUnit: Sendable, Equatable {
    package enum Kind: Sendable, Equatable { case sentence, listItem, tableRow }

    package let kind: Kind
    /// Unicode scalars of the passage: the verbatim quote.
    package let range: Range<Int>
    /// The same as a customer reads it: no Markdown, a table row as a sentence.
    package let plain: String
    /// Units of one paragraph, list or table share a block.
    package let block: Int
}

package enum TextUnits {
    package static func split(_ text: ScalarText) -> [TextUnit] {
        var reader = UnitReader(text: text)
        for line in text.lines(in: 0..<text.count) { reader.take(line) }
        reader.closeParagraph()
        return reader.units
    }
}

private struct UnitReader {
    private enum Mode { case none, list, table }

    let text: ScalarText
    var units: [TextUnit] = []
    private var paragraph: Range<Int>?
    private var header: [String] = []
    private var block = 0
    private var mode = Mode.none

    init(text: ScalarText) { self.text = text }

    mutating func take(_ line: Range<Int>) {
        let trimmed = text.trimmed(line)
        let string = text.slice(trimmed)
        if trimmed.isEmpty {
            closeParagraph()
            // A blank line ends a table or a paragraph; a list may go on after it.
            if mode == .table { leave() }
        } else if LineShape.isTableRow(string) {
            row(trimmed, string)
        } else if LineShape.headingLevel(string) > 0 {
            closeParagraph()
            leave()
        } else if LineShape.isListItem(string) {
            item(trimmed, marker: LineShape.markerLength(string))
        } else if mode == .list, paragraph == nil, line.lowerBound < trimmed.lowerBound, let last = units.popLast() {
            // An indented line goes on with the item above it.
            append(.listItem, last.range.lowerBound..<trimmed.upperBound)
        } else {
            if paragraph == nil { leave() }
            paragraph = (paragraph?.lowerBound ?? trimmed.lowerBound)..<trimmed.upperBound
        }
    }

    mutating func closeParagraph() {
        guard let range = paragraph else { return }
        paragraph = nil
        for sentence in Sentences.split(text, in: range) { append(.sentence, sentence) }
        block += 1
    }

    private mutating func leave() {
        if mode != .none { block += 1 }
        mode = .none
        header = []
    }

    private mutating func item(_ range: Range<Int>, marker: Int) {
        closeParagraph()
        if mode != .list { leave() }
        mode = .list
        append(.listItem, text.trimmed(range.lowerBound + marker..<max(range.upperBound, range.lowerBound + marker)))
    }

    private mutating func row(_ range: Range<Int>, _ line: String) {
        closeParagraph()
        if mode != .table { leave() }
        mode = .table
        if LineShape.isTableRule(line) {
            // What stands above the rule is the header, not a fact.
            if let last = units.last, last.kind == .tableRow, last.block == block {
                header = TableRow.cells(text.slice(last.range))
                units.removeLast()
            }
            return
        }
        let spoken = TableRow.spoken(TableRow.cells(line), header: header)
        units.append(TextUnit(kind: .tableRow, range: range, plain: spoken, block: block))
    }

    private mutating func append(_ kind: TextUnit.Kind, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let lines = text.lines(in: range).map { MarkdownText.plain(text.slice(text.trimmed($0))) }
        units.append(TextUnit(kind: kind, range: range, plain: lines.joined(separator: " "), block: block))
    }
}
