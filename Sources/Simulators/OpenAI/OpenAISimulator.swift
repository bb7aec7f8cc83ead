import Domain
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization

/// OpenAI's chat (with pictures, streamed too), embeddings and transcription on the loopback interface, as strict about parameters as the real one and without a bill.
///
/// Answers are the same for the same request: the attendant's call is answered out of the sources in its prompt. Tests script
/// failures with ``next(_:)`` and read what was asked with ``requests``; the demo just runs it.
package final class OpenAISimulator: Service, Sendable {
    /// The key that is accepted unless others are given.
    package static let key = "sk-simulator"

    let state = Mutex(State())
    let keys: Set<String>?
    let pace: Duration
    private let port: Int
    private let logger: Logger

    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - keys: Those that are accepted; nil accepts requests without a key, as compatible servers do.
    ///   - pace: time between the pieces of a streamed answer, so that people see them come.
    package init(
        port: Int = 0, keys: Set<String>? = [OpenAISimulator.key], pace: Duration = .zero,
        logger: Logger = Logger(label: "openai.simulator") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.port = port
        self.keys = keys
        self.pace = pace
        self.logger = logger
    }

    /// Serves until it is shut down or cancelled.
    package func run() async throws {
        defer { change { $0.address = .ended } }
        let application = Application(
            router: routes(),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { [self] channel in
                change { $0.address = .bound(channel.localAddress?.port ?? port) }
            },
            logger: logger)
        try await application.runUntilCancelled(logger: logger)
    }

    /// Waits until it serves; throws when it could not.
    package func url() async throws -> String {
        let bound: Int? =
            await until { state in
                switch state.address {
                case .none: nil
                case .bound(let port): .some(port)
                case .ended: .some(nil)
                }
            } ?? nil
        guard let bound else { throw NotServing() }
        return "http://127.0.0.1:\(bound)/v1"
    }

    /// The simulator could not bind its port, or has ended.
    package struct NotServing: Error {}

    /// Runs a simulator as long as the body runs.
    package static func serving<Result: Sendable>(
        keys: Set<String>? = [OpenAISimulator.key], _ body: (OpenAISimulator, _ url: String) async throws -> Result
    ) async throws -> Result {
        let simulator = OpenAISimulator(keys: keys)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await simulator.run() }
            return try await body(simulator, simulator.url())
        }
    }
}
