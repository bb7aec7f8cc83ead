import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// A browser's end of a server-sent event stream, for tests.
package struct EventReader: AsyncSequence, Sendable {
    package struct Event: Sendable, Equatable {
        package var id: String?
        package var name: String?
        package var data = ""
        /// A comment: the server's keep-alive.
        package var isComment = false

        package init(id: String? = nil, name: String? = nil, data: String = "") {
            self.id = id
            self.name = name
            self.data = data
        }
    }

    private let body: HTTPClientResponse.Body
    package let status: UInt

    /// - Parameter posting: a body to send; nil asks with GET.
    package init(url: String, headers: [(String, String)] = [], posting: String? = nil) async throws {
        var request = HTTPClientRequest(url: url)
        if let posting {
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: posting))
        }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        body = response.body
        status = response.status.code
    }

    package func makeAsyncIterator() -> Iterator { Iterator(chunks: body.makeAsyncIterator()) }

    package struct Iterator: AsyncIteratorProtocol {
        var chunks: HTTPClientResponse.Body.AsyncIterator
        var pending = ""

        /// The next event or comment; nil when the server ended the stream.
        package mutating func next() async throws -> Event? {
            while true {
                while let end = pending.firstRange(of: "\n\n") {
                    let block = String(pending[..<end.lowerBound])
                    pending.removeSubrange(..<end.upperBound)
                    if let event = Self.parse(block) { return event }
                }
                guard let chunk = try await chunks.next() else { return nil }
                pending += String(buffer: chunk)
            }
        }

        private static func parse(_ block: String) -> Event? {
            var event = Event()
            var data: [String] = []
            for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("data: ") { data.append(String(line.dropFirst(6))) }
                if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
                if line.hasPrefix(":") { event.isComment = true }
                if line.hasPrefix("retry:") { return nil }
            }
            event.data = data.joined(separator: "\n")
            return event
        }
    }
}
