import Domain
import Logging
import Providers
import Simulators

/// The pretend providers that were asked for.
actor Worlds {
    private(set) var meta: MetaGraphSimulator?
    private(set) var resend: ResendSimulator?
    private(set) var push: PushService?
    private(set) var sink: SMTPSink?

    static let quiet = Logger(label: "interop", factory: { _ in SwiftLogNoOpLogHandler() })
    static let account = GraphState.Account(
        phoneNumberID: "100200300", displayPhoneNumber: "551140028922", businessAccountID: "700800900",
        accessToken: "EAAinterop-token-1234567890",
        appSecret: "interop-app-secret")

    /// Makes what a `…_start` command asks for; the caller runs it.
    func start(_ command: JSON) -> (@Sendable () async throws -> Void)? {
        switch command["do"]?.string {
        case "meta_start":
            let world = MetaGraphSimulator(logger: Self.quiet)
            world.change { state in
                state.accounts[Self.account.phoneNumberID] = Self.account
                state.plan = .none
            }
            meta = world
            return { try await world.run() }
        case "resend_start":
            let world = ResendSimulator(logger: Self.quiet)
            world.world.change { $0.plan = [] }
            resend = world
            return { try await world.run() }
        case "push_start":
            let world = PushService(logger: Self.quiet)
            push = world
            return { try await world.run() }
        case "smtp_start":
            let security: SMTPSink.Security = command["security"]?.string == "implicit" ? .implicit : .startTLS
            guard let world = try? SMTPSink(security: security, logger: Self.quiet) else { return nil }
            sink = world
            return { try await world.run() }
        default: return nil
        }
    }
}
