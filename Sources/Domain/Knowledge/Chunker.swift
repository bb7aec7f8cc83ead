/// A passage of a document, quoted verbatim: `text` is the source from `start` to `end`.
package struct Chunk: Sendable, Equatable {
    package let ordinal: Int
    /// Headings above it, outermost first, joined by ` > `; for the later part of a table also its column titles.
    package let headingPath: String
    package let text: String
    /// Unicode scalars of the source.
    package let start: Int
    package let end: Int
    /// Estimate: four characters a token.
    package let tokens: Int
}

/// Cuts a document into passages along its headings.
///
/// A section is one chunk while it is short; a long one is cut between blocks, near `target` tokens and never beyond `limit`, except
/// that a list item or a table row is never cut. A question with its answer is always one chunk of its own.
package struct Chunker {
    package static let target = 300
    package static let limit = 450
    /// A block this short is repeated at the beginning of the next chunk of a section that had to be cut.
    static let overlap = 50

    private let source: ScalarText
    private var chunks: [Chunk] = []
    private var path: [(level: Int, title: String)] = []
    private var section: [Piece] = []

    private struct Piece {
        let range: Range<Int>
        let kind: SourceBlock.Kind
        let tokens: Int
    }

    package static func chunks(of source: ScalarText, blocks: [SourceBlock], title: String = "") -> [Chunk] {
        var chunker = Chunker(source: source)
        if !title.isEmpty { chunker.path = [(level: 0, title: title)] }
        for block in blocks { chunker.take(block) }
        chunker.closeSection()
        return chunker.chunks
    }

    private init(source: ScalarText) { self.source = source }

    static func tokens(in length: Int) -> Int { (length + 3) / 4 }

    private mutating func take(_ block: SourceBlock) {
        switch block.kind {
        case .heading(let level, let title):
            closeSection()
            path.removeAll { $0.level >= level }
            // The document's own title is often its first heading too: once is enough.
            if path.last.map({ Folding.fold($0.title) != Folding.fold(title) }) ?? true { path.append((level, title)) }
        case .paragraph:
            for part in questionParts(of: block.range) {
                if part.asks { closeSection() }
                for range in sentenceGroups(of: part.range) { add(range, .paragraph) }
            }
        default: add(block.range, block.kind)
        }
    }

    private mutating func add(_ range: Range<Int>, _ kind: SourceBlock.Kind) {
        let range = source.trimmed(range)
        guard !range.isEmpty else { return }
        section.append(Piece(range: range, kind: kind, tokens: Self.tokens(in: range.count)))
    }

    /// A paragraph whose first line (or any later line) is a question begins a new question-and-answer chunk there.
    private func questionParts(of range: Range<Int>) -> [(range: Range<Int>, asks: Bool)] {
        var parts: [(range: Range<Int>, asks: Bool)] = []
        for line in source.lines(in: range) {
            let trimmed = source.trimmed(line)
            let asks = trimmed.count <= 200 && trimmed.last.map { source.scalars[$0] == "?" } ?? false
            if asks || parts.isEmpty {
                parts.append((line, asks))
            } else if let last = parts.popLast() {
                parts.append((last.range.lowerBound..<line.upperBound, last.asks))
            }
        }
        return parts
    }

    /// A paragraph beyond the limit is cut between sentences.
    private func sentenceGroups(of range: Range<Int>) -> [Range<Int>] {
        guard Self.tokens(in: range.count) > Self.limit else { return [range] }
        var groups: [Range<Int>] = []
        for sentence in Sentences.split(source, in: range) {
            if let last = groups.last, Self.tokens(in: sentence.upperBound - last.lowerBound) <= Self.target {
                groups[groups.count - 1] = last.lowerBound..<sentence.upperBound
            } else {
                groups.append(sentence)
            }
        }
        return groups
    }

    private mutating func closeSection() {
        defer { section.removeAll() }
        var start = 0
        while start < section.count {
            let end = endOfChunk(from: start)
            emit(section[start..<end])
            start = end
            if start < section.count, start - 1 > 0, section[start - 1].kind == .paragraph,
                section[start - 1].tokens <= Self.overlap
            {
                start -= 1
            }
        }
    }

    private func endOfChunk(from start: Int) -> Int {
        var tokens = section[start].tokens
        var end = start + 1
        while end < section.count, tokens + section[end].tokens <= Self.limit {
            // Past the target a new block is taken only to finish the section, so that no crumbs are left over.
            if tokens >= Self.target, section[end...].reduce(tokens, { $0 + $1.tokens }) > Self.limit { break }
            tokens += section[end].tokens
            end += 1
        }
        return end
    }

    private mutating func emit(_ pieces: ArraySlice<Piece>) {
        guard let first = pieces.first, let last = pieces.last else { return }
        var titles = path.map(\.title)
        if first.kind == .tableRow, let header = section[..<pieces.startIndex].last(where: { $0.kind == .tableHeader })
        {
            titles.append(TableRow.cells(source.slice(header.range)).joined(separator: ", "))
        }
        let range = first.range.lowerBound..<last.range.upperBound
        chunks.append(
            Chunk(
                ordinal: chunks.count, headingPath: titles.joined(separator: " > "), text: source.slice(range),
                start: range.lowerBound, end: range.upperBound, tokens: Self.tokens(in: range.count)))
    }
}
