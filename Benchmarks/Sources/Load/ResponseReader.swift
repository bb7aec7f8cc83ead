/// Reads HTTP/1.1 responses off a connection: just enough to know the status and where the next one starts.
public struct ResponseReader: Sendable {
    public struct Response: Sendable, Equatable {
        public let status: Int
        public let body: [UInt8]
    }

    private var bytes: [UInt8] = []

    public init() {}

    public mutating func append(_ new: ArraySlice<UInt8>) { bytes += new }

    /// The next complete response; nil = more bytes are needed.
    public mutating func next() -> Response? {
        guard let head = Head(bytes) else { return nil }
        if head.isChunked {
            guard let (body, end) = Self.chunks(bytes, from: head.end) else { return nil }
            bytes.removeFirst(end)
            return Response(status: head.status, body: body)
        }
        let end = head.end + head.length
        guard bytes.count >= end else { return nil }
        defer { bytes.removeFirst(end) }
        return Response(status: head.status, body: Array(bytes[head.end..<end]))
    }

    /// For streams that never end: the head is dropped, what follows is given as it comes.
    public mutating func takeStream(headIsRead: inout Bool) -> [UInt8] {
        if !headIsRead {
            guard let head = Head(bytes) else { return [] }
            headIsRead = true
            bytes.removeFirst(head.end)
        }
        defer { bytes = [] }
        return bytes
    }

    struct Head {
        let status: Int
        let length: Int
        let isChunked: Bool
        let end: Int

        init?(_ bytes: [UInt8], isRequest: Bool = false) {
            guard let end = Self.endOfHead(bytes) else { return nil }
            self.end = end
            // "HTTP/1.1 200 …"
            guard end >= 13, let status = isRequest ? 0 : Int(String(decoding: bytes[9..<12], as: UTF8.self)) else {
                return nil
            }
            self.status = status
            var length = 0
            var isChunked = false
            for line in bytes[..<end].split(separator: 10).dropFirst() {
                // Strings are dear at ten thousand responses a second: only c… and t… are looked at.
                guard let initial = line.first.map({ $0 | 32 }), initial == 99 || initial == 116 else { continue }
                let text = String(decoding: line, as: UTF8.self).lowercased()
                if text.hasPrefix("content-length:") {
                    length = Int(text.dropFirst(15).filter(\.isNumber)) ?? 0
                } else if text.hasPrefix("transfer-encoding:"), text.contains("chunked") {
                    isChunked = true
                }
            }
            self.length = length
            self.isChunked = isChunked
        }

        private static func endOfHead(_ bytes: [UInt8]) -> Int? {
            guard bytes.count >= 4 else { return nil }
            for index in 3..<bytes.count
            where bytes[index] == 10 && bytes[index - 1] == 13 && bytes[index - 2] == 10 && bytes[index - 3] == 13 {
                return index + 1
            }
            return nil
        }
    }

    private static func chunks(_ bytes: [UInt8], from start: Int) -> (body: [UInt8], end: Int)? {
        var body: [UInt8] = []
        var at = start
        while let line = bytes[at...].firstIndex(of: 10) {
            let digits = String(decoding: bytes[at..<line].prefix { $0 != 13 && $0 != 59 }, as: UTF8.self)
            guard let size = Int(digits, radix: 16) else { return nil }
            let data = line + 1
            guard bytes.count >= data + size + 2 else { return nil }
            if size == 0 { return (body, data + 2) }
            body += bytes[data..<(data + size)]
            at = data + size + 2
        }
        return nil
    }
}
