/// Escapes text for HTML, byte by byte. Never by `Character`: a quote followed by a combining accent is one Character
/// that equals no quote, would come out raw, and would close the attribute it stands in.
package enum HTMLEscaper {
    package static func escape(_ text: String) -> String {
        var output = ""
        append(text, to: &output)
        return output
    }

    static func append(_ text: String, to output: inout String) {
        let bytes = text.utf8
        var start = bytes.startIndex
        var index = start
        while index < bytes.endIndex {
            if let replacement = replacement(bytes[index]) {
                output += text[start..<index]
                output += replacement
                start = bytes.index(after: index)
            }
            index = bytes.index(after: index)
        }
        if start == bytes.startIndex { output += text } else { output += text[start...] }
    }

    @inline(__always)
    private static func replacement(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
