#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Many browsers that watch: one stream of server-sent events each.
public final class Subscribers {
    private final class Stream {
        let index: Int
        var reader = ResponseReader()
        var headIsRead = false
        var tail: [UInt8] = []

        init(index: Int) { self.index = index }
    }

    private let poller = Poller()
    private var streams: [Int32: Stream] = [:]
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    /// Subscriber, event name and data of each event.
    private let onEvent: (Int, String, String) -> Void
    public private(set) var broken = 0

    public init(onEvent: @escaping (Int, String, String) -> Void) { self.onEvent = onEvent }

    public var count: Int { streams.count }

    /// Opens one stream; the request is sent in one piece.
    public func add(_ index: Int, port: UInt16, request: [UInt8]) -> Bool {
        guard let fd = Socket.connect(port: port) else { return false }
        guard case .moved(request.count) = Socket.send(fd, request, from: 0) else {
            close(fd)
            return false
        }
        streams[fd] = Stream(index: index)
        poller.watch(fd, writing: false, isNew: true)
        return true
    }

    /// Reads whatever came within so many milliseconds.
    public func pump(milliseconds: Int32) {
        for event in poller.wait(milliseconds: milliseconds) where event.isReadable {
            guard let stream = streams[event.fd] else { continue }
            switch Socket.receive(event.fd, into: &buffer) {
            case .moved(let count): take(stream, buffer[..<count])
            case .wouldBlock: break
            case .closed:
                poller.forget(event.fd)
                close(event.fd)
                streams[event.fd] = nil
                broken += 1
            }
        }
    }

    /// Chunk sizes stand on lines of their own between the events; no field of an event looks like one.
    private func take(_ stream: Stream, _ bytes: ArraySlice<UInt8>) {
        stream.reader.append(bytes)
        stream.tail += stream.reader.takeStream(headIsRead: &stream.headIsRead)
        var name = ""
        var consumed = 0
        var at = 0
        while let end = stream.tail[at...].firstIndex(of: 10) {
            let line = String(decoding: stream.tail[at..<end].filter { $0 != 13 }, as: UTF8.self)
            at = end + 1
            if line.hasPrefix("event: ") {
                name = String(line.dropFirst(7))
            } else if line.hasPrefix("data: ") {
                onEvent(stream.index, name, String(line.dropFirst(6)))
                consumed = at
            }
        }
        // An event is cut off before its data at the earliest: its name is read again with the rest.
        if name.isEmpty { consumed = at }
        stream.tail.removeFirst(consumed)
    }
}
