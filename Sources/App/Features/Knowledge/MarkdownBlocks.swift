import CCmarkGFM
import Domain

/// Blocks of a Markdown document, as `cmark-gfm` sees them (tables included). Ranges are whole lines of the source.
enum MarkdownBlocks {
    static func parse(_ text: String, _ source: ScalarText) -> [SourceBlock] {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return PlainTextBlocks.parse(source) }
        defer { cmark_parser_free(parser) }
        if let tables = cmark_find_syntax_extension("table") { cmark_parser_attach_syntax_extension(parser, tables) }
        var copy = text
        copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { return PlainTextBlocks.parse(source) }
        defer { cmark_node_free(document) }
        var walk = Walk(lines: source.lines(in: 0..<source.count))
        walk.visit(document)
        return walk.blocks
    }

    private struct Walk {
        let lines: [Range<Int>]
        var blocks: [SourceBlock] = []

        /// Visits the children of a container. Depth is bounded: cmark itself refuses deeper nesting than it can keep.
        mutating func visit(_ container: OpaquePointer, depth: Int = 0) {
            var child = cmark_node_first_child(container)
            while let node = child {
                take(node, depth)
                child = cmark_node_next(node)
            }
        }

        private mutating func take(_ node: OpaquePointer, _ depth: Int) {
            switch String(cString: cmark_node_get_type_string(node)) {
            case "heading":
                add(.heading(level: Int(cmark_node_get_heading_level(node)), title: MarkdownBlocks.words(node)), node)
            case "paragraph": add(.paragraph, node)
            case "item", "tasklist": add(.listItem, node)
            case "table_header": add(.tableHeader, node)
            case "table_row": add(.tableRow, node)
            case "code_block", "html_block": add(.code, node)
            default: if depth < 32 { visit(node, depth: depth + 1) }
            }
        }

        private mutating func add(_ kind: SourceBlock.Kind, _ node: OpaquePointer) {
            let first = Int(cmark_node_get_start_line(node)) - 1
            let last = max(Int(cmark_node_get_end_line(node)) - 1, first)
            guard lines.indices.contains(first) else { return }
            let end = lines[min(last, lines.count - 1)].upperBound
            blocks.append(SourceBlock(kind: kind, range: lines[first].lowerBound..<max(end, lines[first].lowerBound)))
        }
    }

    /// The text of a heading without its marks.
    private static func words(_ node: OpaquePointer) -> String {
        guard let iterator = cmark_iter_new(node) else { return "" }
        defer { cmark_iter_free(iterator) }
        var text = ""
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { break }
            guard event == CMARK_EVENT_ENTER, let inner = cmark_iter_get_node(iterator) else { continue }
            if let literal = cmark_node_get_literal(inner) { text += String(cString: literal) }
        }
        return text
    }
}
