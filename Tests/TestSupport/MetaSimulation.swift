import Domain
import Logging
import Providers
import Simulators

/// A pretend Meta with one shop's number, and a client for it.
package struct MetaSimulation: Sendable {
    package let meta: MetaGraphSimulator
    package let account: GraphState.Account
    package let baseURL: String

    package static let account = GraphState.Account(
        phoneNumberID: "100200300", displayPhoneNumber: "551140028922", businessAccountID: "700800900",
        accessToken: "EAAtest-token-1234567890",
        appSecret: "app-secret-of-the-test")

    package var client: MetaWhatsApp.Client { client(token: account.accessToken) }

    package func client(token: String, phoneNumberID: String? = nil) -> MetaWhatsApp.Client {
        .init(
            http: ProviderHTTP(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })),
            baseURL: baseURL, token: token,
            phoneNumberID: phoneNumberID ?? account.phoneNumberID)
    }

    /// Runs a simulator for the length of `body`. No status follows a send unless a test asks for it.
    package static func run<T: Sendable>(_ body: @Sendable @escaping (MetaSimulation) async throws -> T) async throws
        -> T
    {
        let meta = MetaGraphSimulator(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        meta.change { state in
            state.accounts[account.phoneNumberID] = account
            state.plan = .none
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await meta.run() }
            defer { group.cancelAll() }
            return try await body(MetaSimulation(meta: meta, account: account, baseURL: try await meta.baseURL))
        }
    }
}
