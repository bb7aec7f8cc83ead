/// Markdown written as plain text, for channels that show it raw.
package enum MarkdownText {
    /// Without emphasis marks and back quotes; a link becomes its text, followed by its address where that says more.
    package static func plain(_ source: String) -> String {
        let scalars = Array(source.unicodeScalars)
        var output = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "\\" where index + 1 < scalars.count && isPunctuation(scalars[index + 1]):
                output.append(scalars[index + 1])
                index += 2
            case "`", "*":
                index += 1
            case "_" where isEdge(scalars, index) || isRun(scalars, index):
                index += 1
            case "~" where isRun(scalars, index):
                index += 1
            case "!" where index + 1 < scalars.count && scalars[index + 1] == "[":
                index += 1
            case "[":
                if let link = Link(scalars, at: index) {
                    output.append(contentsOf: link.spoken.unicodeScalars)
                    index = link.end
                } else {
                    output.append("[")
                    index += 1
                }
            default:
                output.append(scalars[index])
                index += 1
            }
        }
        return String(output)
    }

    /// An underscore inside a word belongs to it (`nome_da_loja`).
    private static func isEdge(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        let before = index > 0 && isWord(scalars[index - 1])
        let after = index + 1 < scalars.count && isWord(scalars[index + 1])
        return !(before && after)
    }

    private static func isRun(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        (index > 0 && scalars[index - 1] == scalars[index])
            || (index + 1 < scalars.count && scalars[index + 1] == scalars[index])
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && !isWord(scalar) && !scalar.properties.isWhitespace
    }

    /// `[text](address)`
    private struct Link {
        let spoken: String
        let end: Int

        init?(_ scalars: [Unicode.Scalar], at start: Int) {
            guard let middle = scalars[start...].firstIndex(of: "]"), middle + 1 < scalars.count,
                scalars[middle + 1] == "(",
                let close = scalars[(middle + 1)...].firstIndex(of: ")")
            else { return nil }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[(start + 1)..<middle])
            var address = String.UnicodeScalarView()
            address.append(contentsOf: scalars[(middle + 2)..<close].prefix { $0 != " " })
            let target = String(address)
            let isSame =
                target.isEmpty || target == String(text) || target == "mailto:\(String(text))" || target.hasPrefix("#")
            spoken = isSame ? String(text) : "\(String(text)) (\(target))"
            end = close + 1
        }
    }
}
