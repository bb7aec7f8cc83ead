/// The HTML of a mail made harmless: known tags and attributes written anew, everything else left out.
///
/// One pass, no recursion, bounded output and depth. Nothing is copied: every tag, attribute and text is written out again, escaped, so what
/// a browser reads is what was decided here. Nothing runs, nothing is fetched (pictures stand as their words, unless they are inside the
/// mail's own text as `data:`), nothing is submitted, and what the sender hid stays hidden. It is shown in a sandboxed frame besides.
package enum SafeHTML {
    static let outputLimit = 1 << 20
    static let depthLimit = 200

    /// What stands between `<body>` and `</body>`.
    package static func body(_ html: String) -> String {
        var writer = SafeHTMLWriter(Array(html.utf8)[...])
        writer.finish()
        return writer.result
    }

    /// A whole page of it. Colours are the sender's own: the ground is white, whatever the reader's theme.
    package static func page(_ html: String) -> String {
        """
        <!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\
        <meta name="referrer" content="no-referrer"><base target="_blank"><style>html{color-scheme:light;background:#fff;color:#1b1b1f}\
        body{margin:12px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}\
        .picture{display:inline-block;padding:2px 6px;border:1px solid #c9c9d1;border-radius:4px;color:#55555f;font-size:12px}</style></head>\
        <body>\(body(html))</body></html>
        """
    }

    static let tags: Set<String> = [
        "a", "abbr", "address", "article", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
        "colgroup", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3",
        "h4",
        "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s",
        "section",
        "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt",
        "u", "ul", "wbr",
    ]
    static let void: Set<String> = ["br", "col", "hr", "img", "wbr"]
    /// With all that is in them.
    static let dropped: Set<String> = [
        "script", "style", "title", "template", "noscript", "object", "applet", "iframe", "frameset", "svg", "math",
        "select", "textarea", "audio", "video", "canvas", "map", "xmp", "noembed", "noframes", "plaintext",
    ]
    /// Their content is not markup: only their own end tag ends them.
    static let rawText: Set<String> = [
        "script", "style", "textarea", "title", "noscript", "iframe", "xmp", "noembed", "noframes", "plaintext",
    ]
}

private struct SafeHTMLWriter: HTMLWalk {
    let bytes: ArraySlice<UInt8>
    var index: Int
    private var output: [UInt8] = []
    private var open: [String] = []
    var hidden: (name: String, depth: Int)?

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var result: String { String(decoding: output, as: UTF8.self) }

    var isFull: Bool { output.count >= SafeHTML.outputLimit }

    /// All of it, every element closed.
    mutating func finish() {
        run()
        while let name = open.popLast() { put("</\(name)>") }
    }

    mutating func begin(_ tag: HTMLTag) {
        if SafeHTML.rawText.contains(tag.name) { return skipRawText(tag.name) }
        if SafeHTML.dropped.contains(tag.name) || tag.isHidden {
            if !tag.isClosed, !HTMLTag.isVoid(tag.name) { hidden = (tag.name, 1) }
            return
        }
        guard SafeHTML.tags.contains(tag.name) else { return }
        if tag.name == "img" { return picture(tag) }
        guard SafeHTML.void.contains(tag.name) || open.count < SafeHTML.depthLimit else { return }
        // A row that begins ends the one before it, as browsers read it; the same for what cannot stand in itself.
        if ["p", "li", "tr", "td", "th", "option", "dt", "dd"].contains(tag.name), open.last == tag.name {
            close(tag.name)
        }
        put("<\(tag.name)\(SafeAttributes.text(of: tag))>")
        if !SafeHTML.void.contains(tag.name) { open.append(tag.name) }
    }

    mutating func end(_ tag: HTMLTag) { close(tag.name) }

    private mutating func close(_ name: String) {
        guard let place = open.lastIndex(of: name) else { return }
        while open.count > place, let inner = open.popLast() { put("</\(inner)>") }
    }

    /// A picture that would have to be fetched tells its sender that, when and where the mail was read.
    private mutating func picture(_ tag: HTMLTag) {
        if let source = tag.attributes["src"], SafeAttributes.isOwnPicture(source) {
            return put("<img src=\"\(SafeAttributes.escape(source))\"\(SafeAttributes.text(of: tag))>")
        }
        let words = MailText.trim(MailText.line(tag.attributes["alt"] ?? "", limit: 200))
        if !words.isEmpty { put("<span class=\"picture\">\(SafeAttributes.escape(words))</span>") }
    }

    mutating func write(_ text: String) { put(SafeAttributes.escape(text)) }

    private mutating func put(_ text: String) { output += text.utf8 }
}

/// What may stand in a tag.
private enum SafeAttributes {
    private static let numbers: Set<String> = [
        "width", "height", "border", "cellpadding", "cellspacing", "colspan", "rowspan",
    ]
    private static let words: Set<String> = ["align", "valign", "dir"]
    private static let colours: Set<String> = ["bgcolor", "color"]

    static func text(of tag: HTMLTag) -> String {
        var text = ""
        for (name, value) in tag.attributes.sorted(by: { $0.key < $1.key }) {
            guard let safe = safe(name, value, on: tag.name) else { continue }
            text += " \(name)=\"\(escape(safe))\""
        }
        return tag.attributes["href"].flatMap(address) == nil || tag.name != "a"
            ? text : text + " rel=\"noopener noreferrer nofollow\""
    }

    private static func safe(_ name: String, _ value: String, on tag: String) -> String? {
        switch name {
        case "href": return tag == "a" ? address(value) : nil
        case "alt", "title": return MailText.line(value, limit: 300)
        case "style": return style(value)
        case _ where numbers.contains(name):
            let digits = value.prefix { $0.isASCII && $0.isNumber }
            return (1...4).contains(digits.count) && ["", "%", "px"].contains(value.dropFirst(digits.count))
                ? value : nil
        case _ where words.contains(name): return value.allSatisfy { $0.isASCII && $0.isLetter } ? value : nil
        case _ where colours.contains(name): return isPlain(value, also: "#") ? value : nil
        default: return nil
        }
    }

    /// Pages and mailboxes. Browsers leave out white space and control characters in an address before they look at its scheme.
    private static func address(_ value: String) -> String? {
        let plain = MailText.trim(value)
        guard plain.utf8.count <= 2_000, plain.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
            return nil
        }
        let lower = plain.lowercased()
        return ["https://", "http://", "mailto:", "tel:"].contains { lower.hasPrefix($0) } ? plain : nil
    }

    /// Inside the mail, and nothing but a picture: an SVG could be more.
    static func isOwnPicture(_ source: String) -> Bool {
        let heads = ["png", "jpeg", "jpg", "gif", "webp"].map { "data:image/\($0);base64," }
        guard let head = heads.first(where: { source.lowercased().hasPrefix($0) }) else { return false }
        return source.utf8.dropFirst(head.utf8.count).allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2B
                || $0 == 0x2F || $0 == 0x3D
        }
    }

    private static let properties: Set<String> = [
        "color", "background-color", "background", "font", "font-family", "font-size", "font-style", "font-weight",
        "letter-spacing", "line-height", "text-align", "text-decoration", "text-indent", "text-transform",
        "vertical-align", "white-space", "width", "max-width", "min-width", "height", "padding", "padding-top",
        "padding-right", "padding-bottom", "padding-left", "margin", "margin-top", "margin-right", "margin-bottom",
        "margin-left", "border", "border-top", "border-right", "border-bottom", "border-left", "border-color",
        "border-style", "border-width", "border-radius", "border-collapse", "border-spacing", "display",
        "list-style-type",
    ]

    private static let functions = ["rgb", "rgba", "hsl", "hsla"]

    /// Declarations that only draw. An address, an escape, a comment or a function other than a colour's makes one go.
    private static func style(_ value: String) -> String? {
        var kept: [String] = []
        for declaration in value.prefix(4_000).split(separator: ";").prefix(60) {
            let halves = declaration.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { continue }
            let name = MailText.trim(halves[0]).lowercased()
            let value = MailText.trim(halves[1])
            guard properties.contains(name), isPlain(value, also: "#%.,()'\"-!/ +"), !value.contains("/*") else {
                continue
            }
            let calls = value.lowercased().split(separator: "(", omittingEmptySubsequences: false).dropLast()
            guard calls.allSatisfy({ call in functions.contains { call.hasSuffix($0) } }) else { continue }
            kept.append("\(name):\(value)")
        }
        return kept.isEmpty ? nil : kept.joined(separator: ";")
    }

    private static func isPlain(_ text: String, also signs: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 300
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                        || signs.unicodeScalars.contains(scalar))
            }
    }

    /// By scalars: a quotation mark with a combining sign behind it is still a quotation mark to a browser.
    static func escape(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;".unicodeScalars
            case "<": output += "&lt;".unicodeScalars
            case ">": output += "&gt;".unicodeScalars
            case "\"": output += "&quot;".unicodeScalars
            case "'": output += "&#39;".unicodeScalars
            case "\u{0}": output.append("\u{FFFD}")
            default: output.append(scalar)
            }
        }
        return String(output)
    }
}
