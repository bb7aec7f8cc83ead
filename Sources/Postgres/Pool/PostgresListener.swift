import Logging
import ServiceLifecycle

/// What a ``PostgresListener`` tells.
public enum ListenerEvent: Sendable, Hashable {
    case notification(channel: String, payload: String)
    /// LISTEN has just taken effect, for the first time or again: whatever happened before may have been missed, so look for yourself.
    case reconnected
}

/// A session of its own that listens, and comes back after every loss.
public final class PostgresListener: Service, Sendable {
    /// One consumer. When it falls behind, the oldest events are dropped and `.reconnected` follows.
    public let notifications: AsyncStream<ListenerEvent>
    private let continuation: AsyncStream<ListenerEvent>.Continuation
    static let bufferSize = 4096
    private let configuration: PostgresConfiguration
    private let channels: [String]
    private let logger: Logger

    public init(configuration: PostgresConfiguration, channels: [String], logger: Logger) {
        var configuration = configuration
        // A listener only waits: no limit applies to it.
        configuration.applicationName += " listener"
        self.configuration = configuration
        self.channels = channels
        self.logger = logger
        (notifications, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.bufferSize))
    }

    /// Listens until cancelled or shut down; then the stream ends.
    public func run() async throws {
        let loop = try EventLoop()
        defer {
            loop.stop()
            continuation.finish()
        }
        await cancelWhenGracefulShutdown {
            var failures: UInt64 = 0
            while !Task.isCancelled {
                if await self.listen(on: loop) { failures = 0 } else { failures = min(failures + 1, 6) }
                // 20 ms, 40 ms, … 1 s with jitter: a restarted server is found quickly and not stormed.
                let ceiling = 20 << failures
                try? await ContinuousClock().sleep(for: .milliseconds(Int.random(in: ceiling / 2...ceiling)))
            }
        }
    }

    /// One session, until it ends. True when it had come to listen.
    private func listen(on loop: EventLoop) async -> Bool {
        let (closed, closing) = AsyncStream<Void>.makeStream()
        let opened = await BackgroundThread.run(
            { [self] in
                PostgresConnection.open(
                    configuration, loop: loop, onNotification: { self.deliver($0, $1) },
                    onClose: { _ in closing.finish() })
            }, orElse: .failure(PostgresError(.connectionFailed, "no thread left")))
        let connection: PostgresConnection
        do { connection = try opened.get() } catch {
            logger.warning("The listener has no session with the database", metadata: ["error": "\(error)"])
            return false
        }
        defer { connection.close() }
        loop.wake(connection)
        let statements = channels.map { SQL(unsafeRaw: "LISTEN \(Self.quoted($0))") }
        let limit = Moment.now() + .seconds(10)
        let reply = await connection.perform { id, reply in
            connection.enqueue(
                Request(
                    id: id, statements: statements, hidden: 0, deadline: limit, opensTransaction: false, commits: false,
                    reply: reply))
        }
        if case .failure(let error) = reply {
            logger.warning("The listener cannot listen", metadata: ["error": "\(error)"])
            return false
        }
        continuation.yield(.reconnected)
        // Ends when the session does, or with the task.
        for await _ in closed {}
        if !Task.isCancelled { logger.warning("The listener lost its session; it reconnects") }
        return true
    }

    private static func quoted(_ identifier: String) -> String {
        "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    func deliver(_ channel: String, _ payload: String) {
        guard case .dropped = continuation.yield(.notification(channel: channel, payload: payload)) else { return }
        // Behind everything that is kept, so that it cannot be missed, and at once: nothing more may ever be notified.
        continuation.yield(.reconnected)
    }
}
