import NIOCore

/// One server-sent event.
package struct ServerEvent: Sendable, Equatable {
    /// The cursor a browser brings back as `Last-Event-ID` when it reconnects.
    package let id: String?
    package let name: String?
    package let data: String
    /// The wire form, made once however many thousand subscribers it goes to.
    let frame: ByteBuffer

    package init(id: String? = nil, name: String? = nil, data: String) {
        self.id = id
        self.name = name
        self.data = data
        frame = ByteBuffer(string: Self.encode(id: id, name: name, data: data))
    }

    /// Sent in place of everything a slow reader missed: it must fetch its page anew.
    package static let reload = ServerEvent(name: "reload", data: "{}")

    package var wire: String { String(buffer: frame) }

    /// The wire form. Line breaks (CR, LF, CRLF) in data become several `data:` lines; in id and name they are dropped,
    /// or a value could smuggle fields in.
    private static func encode(id: String?, name: String?, data: String) -> String {
        var text = ""
        if let id { text += "id: \(oneLine(id))\n" }
        if let name { text += "event: \(oneLine(name))\n" }
        var line: [UInt8] = []
        var afterReturn = false
        for byte in data.utf8 {
            if byte == UInt8(ascii: "\n"), afterReturn {
                afterReturn = false
                continue
            }
            afterReturn = byte == UInt8(ascii: "\r")
            if afterReturn || byte == UInt8(ascii: "\n") {
                text += "data: \(String(decoding: line, as: UTF8.self))\n"
                line.removeAll(keepingCapacity: true)
            } else {
                line.append(byte)
            }
        }
        return text + "data: \(String(decoding: line, as: UTF8.self))\n\n"
    }

    private static func oneLine(_ text: String) -> String {
        String(decoding: text.utf8.filter { $0 != 10 && $0 != 13 && $0 != 0 }, as: UTF8.self)
    }
}
