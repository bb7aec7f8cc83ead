/// Plain text of an HTML mail: what a person would read, and nothing that acts.
///
/// One pass, no recursion, bounded output. Scripts, styles, heads and what the sender hid (`display:none`, `hidden`) say nothing: hidden
/// text is how strangers talk to assistants behind people's backs. Quotations keep a `>` in front, so that replies can be folded.
package enum HTMLText {
    static let outputLimit = 1 << 20

    package static func text(_ html: String) -> String {
        var renderer = HTMLRenderer(Array(html.utf8)[...])
        renderer.run()
        return renderer.result
    }

    /// A web page as Markdown: headings, lists and tables keep their form, and what leads around the site is left out.
    package static func page(_ html: String) -> (title: String?, markdown: String) {
        var renderer = HTMLRenderer(Array(html.utf8)[...], isPage: true)
        renderer.run()
        return (renderer.title, renderer.result)
    }
}

private struct HTMLRenderer: HTMLWalk {
    let bytes: ArraySlice<UInt8>
    var index: Int
    private var output: [UInt8] = []
    private var pendingSpace = false
    private var pendingLines = 0
    private var quotes = 0
    /// Depth of quotation of what was written last.
    private var lastQuotes = 0
    private var preformatted = 0
    private var links: [(address: String, start: Int)] = []
    var hidden: (name: String, depth: Int)?
    private let isPage: Bool
    private(set) var title: String?
    /// Cells of the table row that is being written, and rows of its table before it.
    private var cells: Int?
    private var rows = 0

    /// What a page has around its text.
    private static let furniture: Set<String> = ["nav", "footer", "aside", "form", "button", "dialog"]

    private static let silent: Set<String> = [
        "script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg", "math", "select",
        "textarea",
        "audio", "video", "canvas", "map",
    ]
    /// Their content is not markup: only their own end tag ends them.
    private static let rawText: Set<String> = ["script", "style", "textarea", "title", "noscript", "iframe"]
    private static let void: Set<String> = [
        "br", "img", "hr", "input", "meta", "link", "area", "base", "col", "wbr", "source",
    ]
    private static let paragraphs: Set<String> = [
        "p", "blockquote", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "dl", "figure",
    ]
    private static let lines: Set<String> = [
        "div", "tr", "li", "section", "article", "header", "footer", "address", "main", "nav", "form", "fieldset", "dt",
        "dd",
        "center", "body", "caption", "thead", "tbody", "tfoot",
    ]

    init(_ bytes: ArraySlice<UInt8>, isPage: Bool = false) {
        self.bytes = bytes
        self.isPage = isPage
        index = bytes.startIndex
    }

    var result: String { MailText.trim(MailText.clean(String(decoding: output, as: UTF8.self))) }

    var isFull: Bool { output.count >= HTMLText.outputLimit }

    mutating func begin(_ tag: HTMLTag) {
        if Self.rawText.contains(tag.name) {
            let start = index
            skipRawText(tag.name)
            if isPage, tag.name == "title", title == nil { title = words(bytes[start..<index]) }
            return
        }
        // The head holds the title; everything else in it is silent by itself.
        if isPage, tag.name == "head" { return }
        if Self.silent.contains(tag.name) || tag.isHidden || isPage && Self.furniture.contains(tag.name) {
            if !tag.isClosed, !Self.void.contains(tag.name) { hidden = (tag.name, 1) }
            return
        }
        block(tag.name)
        switch tag.name {
        case "br": if cells == nil { pendingLines = min(pendingLines + 1, 3) } else { pendingSpace = true }
        case "li": write("- ")
        case "table": rows = 0
        case "tr": if isPage { cells = 0 }
        case "td", "th":
            pendingSpace = true
            if let count = cells {
                write("| ")
                cells = min(count + 1, 64)
            }
        case "h1", "h2", "h3", "h4", "h5", "h6":
            if isPage, cells == nil, let level = tag.name.utf8.last.map({ Int($0) - 0x30 }) {
                write(String(repeating: "#", count: min(max(level, 1), 6)) + " ")
            }
        case "pre": preformatted += 1
        case "blockquote": quotes = min(quotes + 1, 8)
        case "img": if let text = tag.attributes["alt"] { write(MailText.line(text, limit: 200)) }
        case "a":
            // Written later, where the link ends.
            if links.count < 32 { links.append((tag.attributes["href"] ?? "", output.count)) }
        default: break
        }
    }

    mutating func end(_ tag: HTMLTag) {
        switch tag.name {
        case "pre": preformatted = max(0, preformatted - 1)
        case "a": if let link = links.popLast() { target(link.address, from: link.start) }
        case "tr": endRow()
        default: break
        }
        block(tag.name)
        if tag.name == "blockquote" { quotes = max(0, quotes - 1) }
    }

    /// The address behind a link, when its words are not the address itself.
    private mutating func target(_ address: String, from start: Int) {
        let shown = MailText.trim(String(decoding: output[min(start, output.count)...], as: UTF8.self))
        let address = MailText.line(address, limit: 2_000)
        guard address.hasPrefix("https://") || address.hasPrefix("http://"), !shown.isEmpty, address.utf8.count <= 300,
            !address.contains(" "), !shown.contains("://"), address != shown
        else { return }
        write(" (\(address))")
    }

    /// Below its first row a table has a rule.
    private mutating func endRow() {
        guard let count = cells, count > 0 else {
            cells = nil
            return
        }
        write(" |")
        if rows == 0 {
            pendingLines = 1
            write("|" + String(repeating: "---|", count: count))
        }
        rows += 1
        cells = nil
    }

    /// The text of a title.
    private func words(_ raw: ArraySlice<UInt8>) -> String? {
        var plain = HTMLRenderer(raw.prefix { $0 != UInt8(ascii: "<") })
        plain.run()
        let text = MailText.line(plain.result, limit: 300)
        return text.isEmpty ? nil : text
    }

    private mutating func block(_ name: String) {
        // A row is one line, whatever stands in its cells.
        if let count = cells, count > 0, name != "tr" {
            pendingSpace = true
            return
        }
        if Self.paragraphs.contains(name) {
            pendingLines = max(pendingLines, 2)
        } else if Self.lines.contains(name) {
            pendingLines = max(pendingLines, 1)
        }
    }

    mutating func write(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where preformatted > 0: pendingLines = min(pendingLines + 1, 3)
            case " ", "\t", "\n", "\r", "\u{C}", "\u{A0}", "\u{2002}", "\u{2003}", "\u{2009}": pendingSpace = true
            // Padding that newsletters put behind their preview line.
            case "\u{AD}", "\u{34F}", "\u{200B}", "\u{200C}", "\u{200E}", "\u{200F}", "\u{2060}", "\u{FEFF}": continue
            default: put(scalar)
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        if pendingLines > 0 || output.isEmpty {
            let prefix = Array(String(repeating: "> ", count: quotes).utf8)
            if !output.isEmpty {
                for line in 0..<pendingLines {
                    output.append(MailText.lf)
                    if line + 1 < pendingLines, min(quotes, lastQuotes) > 0 { output.append(UInt8(ascii: ">")) }
                }
            }
            output += prefix
            (pendingLines, pendingSpace, lastQuotes) = (0, false, quotes)
        } else if pendingSpace {
            output.append(0x20)
            pendingSpace = false
        }
        output += Array(String(scalar).utf8)
    }
}
