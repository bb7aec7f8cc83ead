import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// Server-sent events, from a mailbox to a browser.
///
/// The stream ends when the client leaves, when the mailbox is finished, and on graceful shutdown. A comment is sent
/// every 15 s. An idle subscriber costs its connection and one mailbox; no timer and no task but the connection's own.
package enum EventStream {
    package static let pingInterval: TimeAmount = .seconds(15)

    /// - Parameters:
    ///   - open: called when the stream begins. Attach the mailbox to a hub, send what was missed, and return: what
    ///     arrives meanwhile waits in the mailbox. An error ends the stream.
    ///   - closed: called when the stream is over, whoever ended it.
    package static func response(
        to request: Request, channel: any Channel, capacity: Int = 64, pingEvery interval: TimeAmount = pingInterval,
        closed: @escaping @Sendable () -> Void = {}, open: @escaping @Sendable (EventMailbox) async throws -> Void
    ) -> Response {
        let body = ResponseBody { writer in
            let mailbox = EventMailbox(capacity: capacity)
            channel.closeFuture.whenComplete { _ in mailbox.finish() }
            PingRounds.shared.add(mailbox, on: channel.eventLoop, every: interval)
            defer {
                mailbox.finish()
                closed()
            }
            try await withGracefulShutdownHandler {
                try await withOwnStack { try await open(mailbox) }
                try await write(mailbox, to: &writer)
            } onGracefulShutdown: {
                mailbox.finish()
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    static let headers: HTTPFields = [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
        headerName("X-Accel-Buffering"): "no",
    ]

    private static func write(_ mailbox: EventMailbox, to writer: inout any ResponseBodyWriter) async throws {
        // Tells the browser how long to wait before it reconnects, and opens the stream through buffering proxies.
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        while true {
            switch await mailbox.next() {
            case .events(let events):
                // One event is the rule, and its bytes are shared by all who receive it.
                var frame = events.first?.frame ?? ByteBuffer()
                for event in events.dropFirst() { frame.writeImmutableBuffer(event.frame) }
                try await writer.write(frame)
            case .ping: try await writer.write(ByteBuffer(string: ":\n\n"))
            case .end: return
            }
        }
    }
}

extension Request {
    /// Where the browser's stream broke off: the header on reconnect, `?cursor=` on a page's first connection.
    package var lastEventID: String? {
        let id = headers[.lastEventID] ?? uri.queryParameters["cursor"].map(String.init)
        guard let id, !id.isEmpty, id.utf8.count <= 100 else { return nil }
        return id
    }
}
