/// One pass over markup of any quality, without recursion: reads tags, entities and text, and leaves out what the sender hid. What
/// becomes of a tag and of words is its conformer's.
protocol HTMLWalk {
    var bytes: ArraySlice<UInt8> { get }
    var index: Int { get set }
    /// Inside an element that is not shown: its name, and how many of that name are open.
    var hidden: (name: String, depth: Int)? { get set }
    /// Enough has been written.
    var isFull: Bool { get }
    /// A start tag that is not inside of something hidden; `index` stands behind it.
    mutating func begin(_ tag: HTMLTag)
    /// An end tag that is not inside of something hidden.
    mutating func end(_ tag: HTMLTag)
    /// Words that are shown.
    mutating func write(_ text: String)
}

extension HTMLWalk {
    mutating func run() {
        while index < bytes.endIndex, !isFull {
            switch bytes[index] {
            case UInt8(ascii: "<"): markup()
            case UInt8(ascii: "&"):
                if let (text, end) = HTMLEntities.read(bytes, at: index) {
                    show(text)
                    index = end
                } else {
                    show("&")
                    index += 1
                }
            default:
                let text = bytes[index...].prefix { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "&") }
                if hidden == nil { write(String(decoding: text, as: UTF8.self)) }
                index = text.endIndex
            }
        }
    }

    /// What stands up to the element's end tag is no markup.
    mutating func skipRawText(_ name: String) {
        let end = Array("</\(name)".utf8)
        while let next = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = next + 1
            if bytes[next...].prefix(end.count).map(MailText.lower) == end {
                index = find([UInt8(ascii: ">")], from: next) ?? bytes.endIndex
                return
            }
        }
        index = bytes.endIndex
    }

    private mutating func show(_ text: String) {
        if hidden == nil { write(text) }
    }

    private mutating func markup() {
        let rest = bytes[(index + 1)...]
        if rest.starts(with: Array("!--".utf8)) {
            index = find(Array("-->".utf8), from: index + 4) ?? bytes.endIndex
        } else if rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "?") {
            index = find([UInt8(ascii: ">")], from: index + 1) ?? bytes.endIndex
        } else if let (tag, end) = HTMLTag.read(bytes, at: index) {
            index = end
            step(tag)
        } else {
            show("<")
            index += 1
        }
    }

    private mutating func step(_ tag: HTMLTag) {
        guard let inside = hidden else { return tag.isEnd ? end(tag) : begin(tag) }
        guard inside.name == tag.name else { return }
        if tag.isEnd {
            hidden = inside.depth > 1 ? (inside.name, inside.depth - 1) : nil
        } else if !tag.isClosed {
            hidden = (inside.name, inside.depth + 1)
        }
    }

    /// The place behind the next occurrence.
    private func find(_ needle: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first else { return nil }
        var place = min(start, bytes.endIndex)
        while let found = bytes[place...].firstIndex(of: first) {
            if bytes[found...].starts(with: needle) { return found + needle.count }
            place = found + 1
        }
        return nil
    }
}
