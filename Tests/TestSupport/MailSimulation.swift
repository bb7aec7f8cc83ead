import Domain
import Logging
import Providers
import Simulators

/// Pretend mail providers, for the length of a test.
package enum MailSimulation {
    package static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    package static let shop = EmailAddress(name: "Loja", address: "sac@loja.com.br")
    package static let secret: [UInt8] = Array("a secret of sixteen bytes and more".utf8)

    package static func account() -> MailAccount { MailAccount(from: shop, replyToken: ReplyToken(secret: secret)) }

    /// No event follows a send unless a test asks for it.
    package static func resend<T: Sendable>(
        _ body: @Sendable @escaping (ResendSimulator, Resend.Client) async throws -> T
    ) async throws -> T {
        let simulator = ResendSimulator(logger: quiet)
        simulator.world.change { $0.plan = [] }
        return try await running({ try await simulator.run() }) {
            let client = Resend.Client(
                http: ProviderHTTP(logger: quiet), baseURL: try await simulator.baseURL, apiKey: "re_simulated",
                account: account())
            return try await body(simulator, client)
        }
    }

    package static func smtp<T: Sendable>(
        _ security: SMTPSink.Security = .startTLS, _ change: @Sendable @escaping (inout SMTP.Server) -> Void = { _ in },
        _ body: @Sendable @escaping (SMTPSink, SMTP.Client) async throws -> T
    ) async throws -> T {
        let sink = try SMTPSink(security: security, logger: quiet)
        return try await running({ try await sink.run() }) {
            let kind: SMTP.Security =
                switch security {
                case .implicit: .implicit
                case .startTLS: .startTLS
                case .none: .none
                }
            var server = SMTP.Server(
                host: "127.0.0.1", port: try await sink.port, security: kind, username: "loja",
                password: "segredo-da-loja", allowsPrivateHost: true,
                trustedRoots: sink.rootPEM)
            change(&server)
            return try await body(sink, SMTP.Client(server: server, account: account(), logger: quiet))
        }
    }

    package static func push<T: Sendable>(
        _ body: @Sendable @escaping (PushService, WebPush.Client, VAPIDKey) async throws -> T
    ) async throws -> T {
        let service = PushService(logger: quiet)
        return try await running({ try await service.run() }) {
            guard let key = VAPIDKey(privateKey: VAPIDKey().privateKey, subject: "mailto:ti@loja.com.br") else {
                throw CancellationError()
            }
            return try await body(
                service, WebPush.Client(http: ProviderHTTP(logger: quiet), key: key, origin: .trusted), key)
        }
    }

    private static func running<T: Sendable>(
        _ service: @Sendable @escaping () async throws -> Void, _ body: @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service() }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
