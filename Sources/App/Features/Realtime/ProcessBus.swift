import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Synchronization

/// What the processes of one installation tell each other: that a queue got work, that a conversation changed.
///
/// Carried by `NOTIFY`, which takes a lock of the whole database at commit. So nothing is ever notified inside a business
/// transaction: what happened is collected and sent by one task, at most `rate` times a second however much there is. A message
/// may be lost with a connection; the receiver is then told that it missed something, and looks for itself.
package final class ProcessBus: Service, Sendable {
    package enum Channel: String, Sendable, CaseIterable {
        case jobs = "secretaria_jobs"
        case live = "secretaria_live"
    }

    package enum Message: Sendable, Equatable {
        case payload(String)
        /// The connection was away: messages may be missing.
        case missed
    }

    /// One feature's end of the bus.
    package struct Endpoint: Sendable {
        let channel: Channel
        /// What there is to tell, taken out; each shorter than ``ProcessBus/payloadLimit``.
        let collect: @Sendable () -> [String]
        /// What was collected last did not leave.
        let sendingFailed: @Sendable () -> Void
        let receive: @Sendable (Message) -> Void
    }

    /// PostgreSQL takes 7999 bytes; the sender's name goes in front.
    static let payloadLimit = 7_900
    /// Payloads a transaction: more would have been folded together by their sender.
    static let payloadsAtOnce = 64

    private let database: Database
    private let listener: PostgresListener
    private let gap: Duration
    private let logger: Logger
    private let endpoints = Mutex<[Endpoint]>([])
    private let signals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    /// Tells our own messages, which come back to us, from those of others.
    private let name = String(UUID().uuidString.prefix(8))

    package init(database: Database, configuration: PostgresConfiguration, rate: Int = 20, logger: Logger) {
        self.database = database
        self.logger = logger
        gap = .seconds(1) / max(rate, 1)
        listener = PostgresListener(
            configuration: configuration, channels: Channel.allCases.map(\.rawValue), logger: logger)
    }

    func attach(_ endpoint: Endpoint) {
        endpoints.withLock { $0.append(endpoint) }
    }

    /// There is something to collect. Never waits.
    func poke() { signals.continuation.yield() }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.listener.run() }
                group.addTask { await self.receive() }
                group.addTask { await self.send() }
                try await group.waitForAll()
            }
        }
    }

    private func receive() async {
        for await event in listener.notifications {
            switch event {
            case .reconnected:
                for endpoint in endpoints.withLock({ $0 }) { endpoint.receive(.missed) }
            case .notification(let channel, let payload):
                guard let (sender, text) = Self.open(payload), sender != name else { continue }
                for endpoint in endpoints.withLock({ $0 }) where endpoint.channel.rawValue == channel {
                    endpoint.receive(.payload(text))
                }
            }
        }
    }

    private func send() async {
        for await _ in signals.stream {
            let outgoing = endpoints.withLock { $0 }.map { (endpoint: $0, payloads: $0.collect()) }
            let statements = outgoing.flatMap { entry in
                entry.payloads.map { "SELECT pg_notify(\(entry.endpoint.channel.rawValue), \("\(name) \($0)"))" as SQL }
            }
            if !statements.isEmpty {
                do {
                    // Nothing to make durable: a notification does not survive a crash in any case.
                    let hurry: SQL = "SELECT set_config('synchronous_commit', 'off', true)"
                    _ = try await database.pool.batch(TransactionScope(), [hurry] + statements)
                } catch {
                    logger.debug("Other processes could not be told", metadata: ["error": "\(error)"])
                    for entry in outgoing where !entry.payloads.isEmpty { entry.endpoint.sendingFailed() }
                }
            }
            // The next message leaves no sooner than this; until then everything gathers. Cancelled = stopping.
            do { try await Task.sleep(for: gap) } catch { return }
        }
    }

    /// `sender text`; nil when it is none of ours.
    static func open(_ payload: String) -> (sender: Substring, text: String)? {
        guard let space = payload.firstIndex(of: " ") else { return nil }
        return (payload[..<space], String(payload[payload.index(after: space)...]))
    }
}
