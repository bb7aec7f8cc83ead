import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Privacy

extension EventStream {
    /// Server-sent events of one piece of work: what it tells while it runs, and last what came of it. Work that fails ends with an
    /// `error` event: the code, and `notice.<code>` in the reader's words.
    ///
    /// The work is cancelled when the client leaves, and waited for: whatever it has to put in order it does before the stream is over.
    /// What it tells is not many times the size of its outcome, so all of it waits for a slow reader.
    package static func response(
        on channel: any Channel, _ localizer: Localizer, logger: Logger,
        to work: @escaping @Sendable (_ tell: @escaping @Sendable (ServerEvent) -> Void) async throws -> Void
    ) -> Response {
        let body = ResponseBody { writer in
            let (events, telling) = AsyncStream.makeStream(of: ServerEvent.self)
            // A client that closes its side has left: otherwise only the next write would show that.
            channel.setOption(.allowRemoteHalfClosure, value: false).whenComplete { _ in }
            channel.closeFuture.whenComplete { _ in telling.finish() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    do {
                        try await work { telling.yield($0) }
                    } catch {
                        telling.yield(failure(error, localizer, logger))
                    }
                    telling.finish()
                }
                for await event in events { try await writer.write(event.frame) }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func failure(_ error: any Error, _ localizer: Localizer, _ logger: Logger) -> ServerEvent {
        struct Refusal: Encodable {
            let error: String
            let message: String
        }
        let problem = ErrorPages.problem(for: error)
        if problem.status.code >= 500, !(error is CancellationError) {
            logger.error(
                "Streamed work failed",
                metadata: [
                    "error.code": "\(problem.code)", "error.type": "\(type(of: error))",
                    "error": "\(Mask.text("\(error)"))",
                ])
        }
        let words = localizer.strings["notice.\(problem.code)"] ?? localizer("error.failed")
        return (try? ServerEvent(name: "error", json: Refusal(error: problem.code, message: words)))
            ?? ServerEvent(name: "error", data: "{}")
    }
}

extension ServerEvent {
    package init(name: String, json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(name: name, data: String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

extension Request {
    /// The client would rather see the work than wait for its end.
    package var wantsEvents: Bool { headers[.accept] == "text/event-stream" }
}
