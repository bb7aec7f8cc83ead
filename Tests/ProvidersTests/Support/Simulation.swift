import Domain
import Logging
import Providers
import Simulators

/// Runs a pretend provider for the length of a test.
enum Simulation {
    static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    static let http = ProviderHTTP(logger: logger)

    static func run<S: SimulatorFront>(
        _ simulator: S, _ body: @Sendable @escaping (S, _ baseURL: String) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await simulator.run() }
            defer { group.cancelAll() }
            try await body(simulator, try await simulator.baseURL)
        }
    }

    static let customer = IdentityClaim(kind: .phone, value: "553187651234", matchKey: "553187651234")

    static func message(_ content: OutboundContent, to: IdentityClaim = customer, replyTo: String? = nil)
        -> OutboundMessage
    {
        OutboundMessage(to: to, content: content, replyTo: replyTo, reference: "0199d0f0-0000-7000-8000-000000000001")
    }
}
