/// Words as a small HTML part: paragraphs, line ends and links, nothing else. The same words give the same markup.
package enum PlainHTML {
    package static func page(_ text: String) -> String {
        let paragraphs = MailText.trim(MailText.clean(text)).split(separator: "\n\n").map { paragraph in
            let lines = paragraph.split(separator: "\n").map(line)
            return "<p style=\"margin:0 0 1em\">\(lines.joined(separator: "<br>\n"))</p>"
        }
        return """
            <!doctype html>
            <html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
            <body style="margin:0;font:16px/1.5 sans-serif;overflow-wrap:anywhere">
            \(paragraphs.joined(separator: "\n"))
            </body></html>

            """
    }

    /// Escaped, web addresses made into links.
    private static func line(_ line: Substring) -> String {
        line.split(separator: " ", omittingEmptySubsequences: false).map { word in
            var address = word
            while let last = address.last, ".,;:!?)»”'\"".contains(last) { address.removeLast() }
            guard address.hasPrefix("https://") || address.hasPrefix("http://"), address.utf8.count > 10 else {
                return escaped(word)
            }
            let rest = word[address.endIndex...]
            return "<a href=\"\(escaped(address))\">\(escaped(address))</a>\(escaped(rest))"
        }.joined(separator: " ")
    }

    /// Scalar by scalar: a combining mark behind a quote must not hide it.
    private static func escaped(_ text: Substring) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output.append(contentsOf: "&amp;".unicodeScalars)
            case "<": output.append(contentsOf: "&lt;".unicodeScalars)
            case ">": output.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": output.append(contentsOf: "&quot;".unicodeScalars)
            case "'": output.append(contentsOf: "&#39;".unicodeScalars)
            default: output.append(scalar)
            }
        }
        return String(output)
    }
}
