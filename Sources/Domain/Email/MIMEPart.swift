/// A part of a message: its header and either parts of its own or a body. Built without recursion limits being trusted to the sender.
struct MIMEPart: Sendable {
    var headers = MIMEHeaders()
    var type = HeaderValue(value: "text/plain")
    var disposition = HeaderValue(value: "")
    /// As it travelled; the slice of the whole message.
    var body: ArraySlice<UInt8> = []
    var parts: [MIMEPart] = []

    struct Limits: Sendable {
        var depth = 16
        var parts = 300
    }

    var decodedBody: [UInt8] {
        TransferEncoding.decode(
            body, headers.raw("content-transfer-encoding").map { String(decoding: $0, as: UTF8.self) })
    }

    var text: String { Charset.decode(decodedBody[...], named: type.parameters["charset"]) }

    var fileName: String? {
        let name = disposition.parameters["filename"] ?? type.parameters["name"]
        return name.flatMap { $0.isEmpty ? nil : MailText.cut($0, 255) }
    }

    /// Leaves in the order of the message.
    var leaves: [MIMEPart] { parts.isEmpty ? [self] : parts.flatMap(\.leaves) }

    static func parse(_ bytes: ArraySlice<UInt8>, limits: Limits = Limits()) -> MIMEPart {
        var budget = limits.parts
        return parse(bytes, depth: limits.depth, budget: &budget, default: "text/plain")
    }

    private static func parse(_ bytes: ArraySlice<UInt8>, depth: Int, budget: inout Int, default type: String)
        -> MIMEPart
    {
        budget -= 1
        let (headers, end) = MIMEHeaders.parse(bytes)
        var part = MIMEPart(headers: headers, body: bytes[end...])
        part.type = headers.raw("content-type").map { HeaderValue($0) } ?? HeaderValue(value: type)
        if !part.type.value.contains("/") { part.type.value = type }
        part.disposition = headers.raw("content-disposition").map { HeaderValue($0) } ?? HeaderValue(value: "")
        guard part.type.value.hasPrefix("multipart/") else { return part }
        guard depth > 0, let boundary = part.type.parameters["boundary"], !boundary.isEmpty, boundary.utf8.count <= 200
        else { return part }
        let inner = part.type.value == "multipart/digest" ? "message/rfc822" : "text/plain"
        for piece in pieces(of: part.body, between: Array("--\(boundary)".utf8)) {
            guard budget > 0 else { break }
            part.parts.append(parse(piece, depth: depth - 1, budget: &budget, default: inner))
        }
        return part
    }

    /// What stands between lines that begin with the mark. A missing last line does not lose the part before it.
    private static func pieces(of body: ArraySlice<UInt8>, between mark: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start: Int?
        var index = body.startIndex
        while index < body.endIndex {
            let newline = body[index...].firstIndex(of: MailText.lf)
            let line = body[index..<(newline ?? body.endIndex)]
            if line.starts(with: mark) {
                let rest = line.dropFirst(mark.count)
                let isEnd = rest.starts(with: [0x2D, 0x2D])
                if isEnd || rest.allSatisfy(MailText.isSpace) {
                    if let start {
                        pieces.append(body[start..<max(start, lineEnd(before: index, in: body, from: start))])
                    }
                    start = isEnd ? nil : newline.map { $0 + 1 } ?? body.endIndex
                    if isEnd { return pieces }
                }
            }
            index = newline.map { $0 + 1 } ?? body.endIndex
        }
        if let start { pieces.append(body[start...]) }
        return pieces
    }

    /// The line end in front of a boundary belongs to the boundary.
    private static func lineEnd(before index: Int, in body: ArraySlice<UInt8>, from start: Int) -> Int {
        var end = index
        if end > start, body[end - 1] == MailText.lf { end -= 1 }
        if end > start, body[end - 1] == MailText.cr { end -= 1 }
        return end
    }
}
