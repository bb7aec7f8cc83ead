/// Reads server-sent events out of bytes that come in pieces of any size: however they are cut, the events are the same.
package struct ServerEvents: Sendable {
    package struct Event: Sendable, Equatable {
        /// Empty for an event without a name.
        package var name = ""
        package var data = ""
    }

    /// An event larger than we take.
    package struct TooLong: Error, Equatable {}

    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var name = ""
    /// The next LF belongs to the CR before it.
    private var isAfterReturn = false
    private var isFirstLine = true
    private let limit: Int

    /// - Parameter limit: bytes of one event.
    package init(limit: Int = 1 << 20) { self.limit = limit }

    /// The events that these bytes complete.
    package mutating func read(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            let isFeedOfReturn = isAfterReturn && byte == Self.feed
            isAfterReturn = byte == Self.carriageReturn
            if isFeedOfReturn { continue }
            if byte == Self.feed || byte == Self.carriageReturn {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
                if line.count + (data?.count ?? 0) > limit { throw TooLong() }
            }
        }
        return events
    }

    /// What stands at the end without its empty line: some servers forget it after their last word.
    package mutating func finish() -> Event? {
        if !line.isEmpty { _ = endLine() }
        return dispatch()
    }

    private static let feed = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")

    private mutating func endLine() -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        let field = line[..<(colon ?? line.endIndex)]
        var value = colon.map { line[$0...].dropFirst() } ?? []
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        // A line that begins with a colon is a comment: the field without a name.
        switch String(decoding: field, as: UTF8.self) {
        case "data": data = data.map { $0 + [Self.feed] + value } ?? Array(value)
        case "event": name = String(decoding: value, as: UTF8.self)
        default: break
        }
        return nil
    }

    private mutating func dispatch() -> Event? {
        defer { (data, name) = (nil, "") }
        return data.map { Event(name: name, data: String(decoding: $0, as: UTF8.self)) }
    }
}
