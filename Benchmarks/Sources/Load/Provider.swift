#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A pretend Graph API in this process: takes sends, answers with a message id, and says when each came.
public final class Provider {
    public struct Send: Sendable {
        /// What the provider calls the message.
        public let id: String
        public let to: String
        public let body: String
        public let at: UInt64
    }

    private final class Client {
        var bytes: [UInt8] = []
    }

    private let poller = Poller()
    private let listener: Int32
    public let port: UInt16
    private var clients: [Int32: Client] = [:]
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    private var count = 0
    private let onSend: (Send) -> Void

    public init?(port: UInt16 = 0, onSend: @escaping (Send) -> Void) {
        guard let (fd, port) = Socket.listen(port: port) else { return nil }
        listener = fd
        self.port = port
        self.onSend = onSend
        poller.watch(fd, writing: false, isNew: true)
    }

    public func pump(milliseconds: Int32) {
        for event in poller.wait(milliseconds: milliseconds) {
            if event.fd == listener {
                while let client = Socket.accept(listener) {
                    clients[client] = Client()
                    poller.watch(client, writing: false, isNew: true)
                }
            } else if let client = clients[event.fd] {
                read(client, event.fd)
            }
        }
    }

    private func read(_ client: Client, _ fd: Int32) {
        switch Socket.receive(fd, into: &buffer) {
        case .moved(let count): client.bytes += buffer[..<count]
        case .wouldBlock: return
        case .closed:
            poller.forget(fd)
            close(fd)
            clients[fd] = nil
            return
        }
        while let end = endOfRequest(client.bytes) {
            answer(fd, Array(client.bytes[end.body..<end.end]))
            client.bytes.removeFirst(end.end)
        }
    }

    private func answer(_ fd: Int32, _ body: [UInt8]) {
        let text = String(decoding: body, as: UTF8.self)
        let to = Self.field("to", in: text) ?? ""
        // Read receipts and typing notices go to the same address.
        let isMessage = Self.field("status", in: text) == nil
        count += 1
        let id = "wamid.out\(count)"
        if isMessage { onSend(Send(id: id, to: to, body: text, at: monotonicNow())) }
        let reply =
            isMessage
            ? #"{"messaging_product":"whatsapp","contacts":[{"input":"\#(to)","wa_id":"\#(to)"}],"messages":[{"id":"\#(id)"}]}"#
            : #"{"success":true}"#
        let response =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(reply.utf8.count)\r\n\r\n\(reply)"
        _ = Socket.send(fd, Array(response.utf8), from: 0)
    }

    /// The string value of a key: enough for what we ask.
    static func field(_ name: String, in text: String) -> String? {
        let bytes = Array(text.utf8)
        let key = Array("\"\(name)\"".utf8)
        guard bytes.count > key.count else { return nil }
        for start in 0..<(bytes.count - key.count) where Array(bytes[start..<(start + key.count)]) == key {
            var at = start + key.count
            while at < bytes.count, bytes[at] == 32 || bytes[at] == 58 { at += 1 }
            guard at < bytes.count, bytes[at] == 34, let end = bytes[(at + 1)...].firstIndex(of: 34) else { continue }
            return String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
        }
        return nil
    }

    private func endOfRequest(_ bytes: [UInt8]) -> (body: Int, end: Int)? {
        guard let head = ResponseReader.Head(bytes, isRequest: true), !head.isChunked else { return nil }
        let end = head.end + head.length
        return bytes.count >= end ? (head.end, end) : nil
    }
}
