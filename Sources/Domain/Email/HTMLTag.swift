/// One tag: `<a href="…">`.
struct HTMLTag {
    var name: String
    var isEnd: Bool
    /// `<x/>`
    var isClosed = false
    var attributes: [String: String] = [:]

    /// What the sender does not want people to see.
    var isHidden: Bool {
        if attributes["hidden"] != nil || attributes["aria-hidden"] == "true" && name != "img" { return true }
        guard let style = attributes["style"] else { return false }
        let plain = style.lowercased().filter { !$0.isWhitespace }
        return plain.contains("display:none") || plain.contains("visibility:hidden") || plain.contains("mso-hide:all")
            || plain.contains("font-size:0px") || plain.contains("font-size:0;") || plain.hasSuffix("font-size:0")
    }

    /// Reads a tag whose `<` stands at `start`; nil when it is none, as in `a < b`.
    static func read(_ bytes: ArraySlice<UInt8>, at start: Int) -> (HTMLTag, end: Int)? {
        var index = start + 1
        guard index < bytes.endIndex else { return nil }
        let isEnd = bytes[index] == UInt8(ascii: "/")
        if isEnd { index += 1 }
        let name = bytes[index...].prefix(40).prefix {
            HTMLEntities.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":")
        }
        guard let first = name.first, !(0x30...0x39).contains(first), first != UInt8(ascii: "-") else { return nil }
        index = name.endIndex
        var tag = HTMLTag(name: String(decoding: name.map(MailText.lower), as: UTF8.self), isEnd: isEnd)
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: ">"): return (tag, index + 1)
            case UInt8(ascii: "/"):
                tag.isClosed = index + 1 < bytes.endIndex && bytes[index + 1] == UInt8(ascii: ">")
                index += 1
            case let byte where MailText.isSpace(byte): index += 1
            default: index = tag.attribute(bytes, at: index)
            }
        }
        // Cut off in the middle: not shown.
        return (tag, bytes.endIndex)
    }

    private mutating func attribute(_ bytes: ArraySlice<UInt8>, at start: Int) -> Int {
        let stops: (UInt8) -> Bool = {
            $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") || MailText.isSpace($0)
        }
        let name = bytes[start...].prefix { !stops($0) }
        var index = max(name.endIndex, start + (name.isEmpty ? 1 : 0))
        let key = String(decoding: name.prefix(40).map(MailText.lower), as: UTF8.self)
        var value = ""
        var ahead = index
        while ahead < bytes.endIndex, MailText.isSpace(bytes[ahead]) { ahead += 1 }
        if ahead < bytes.endIndex, bytes[ahead] == UInt8(ascii: "="), !name.isEmpty {
            ahead += 1
            while ahead < bytes.endIndex, MailText.isSpace(bytes[ahead]) { ahead += 1 }
            (value, index) = Self.value(bytes, at: ahead, limit: key == "src" ? Self.pictureLimit : 4_096)
        }
        if Self.kept.contains(key), attributes[key] == nil { attributes[key] = value }
        return index
    }

    private static let kept: Set<String> = [
        "href", "alt", "style", "hidden", "aria-hidden", "src", "title", "width", "height", "align", "valign", "dir",
        "bgcolor", "color", "border", "cellpadding", "cellspacing", "colspan", "rowspan",
    ]
    /// A picture inside the mail itself. One that is larger is none: cut off it would only be broken.
    private static let pictureLimit = 400_000

    /// Has no end tag.
    static func isVoid(_ name: String) -> Bool { voidNames.contains(name) }
    private static let voidNames: Set<String> = [
        "br", "img", "hr", "input", "meta", "link", "area", "base", "col", "wbr", "source", "embed", "param", "track",
    ]

    private static func value(_ bytes: ArraySlice<UInt8>, at start: Int, limit: Int) -> (String, Int) {
        guard start < bytes.endIndex else { return ("", bytes.endIndex) }
        let quote = bytes[start]
        let raw: ArraySlice<UInt8>
        let end: Int
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            raw = bytes[(start + 1)...].prefix { $0 != quote }
            end = min(raw.endIndex + 1, bytes.endIndex)
        } else {
            raw = bytes[start...].prefix { $0 != UInt8(ascii: ">") && !MailText.isSpace($0) }
            end = raw.endIndex
        }
        guard limit == 4_096 || raw.count <= limit else { return ("", end) }
        return (decode(raw.prefix(limit)), end)
    }

    private static func decode(_ raw: ArraySlice<UInt8>) -> String {
        guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
        var output = ""
        var index = raw.startIndex
        while index < raw.endIndex {
            if raw[index] == UInt8(ascii: "&"), let (text, end) = HTMLEntities.read(raw, at: index) {
                output += text
                index = end
            } else {
                let plain = raw[index...].prefix(1) + raw[(index + 1)...].prefix { $0 != UInt8(ascii: "&") }
                output += String(decoding: plain, as: UTF8.self)
                index += plain.count
            }
        }
        return output
    }
}
