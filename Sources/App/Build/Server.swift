import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Simulators
import UnixSignals
import Web

/// One process of Secretaria: serves, works, and stops in order.
package struct Server: Sendable {
    private let installation: Installation
    private let parts: Parts
    private let options: ServeOptions

    package init(installation: Installation, metrics: PrometheusRegistry, options: ServeOptions) throws {
        self.installation = installation
        self.options = options
        parts = try Parts(installation: installation, metrics: metrics, options: options)
    }

    /// Returns when a signal has ended it. `announce` gets what people at the terminal should read, once it serves.
    package func run(announce: @escaping @Sendable (String) -> Void) async throws {
        let config = installation.config
        if options.isServing, config.port != 0, await LocalPort.state(host: config.host, port: config.port) == .taken {
            throw ServerError.portTaken(host: config.host, port: config.port)
        }
        if options.hasDemo { try await Demo.ensure(in: installation) }
        var services = parts.services
        services.append(
            options.isServing
                ? try application(announce) : Workplace(queues: options.queues, logger: installation.logger))
        // Last, hence told first: /readyz says 503 while the others finish.
        services.append(parts.readiness)
        var configuration = ServiceGroupConfiguration(
            // One that fails ends the others in order, too: a server that is cancelled while it lets somebody in would trap.
            services: services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: installation.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(25)
        configuration.maximumCancellationDuration = .seconds(5)
        let runtime = RuntimeFile(installation.config)
        defer { runtime.remove() }
        try await ServiceGroup(configuration: configuration).run()
        installation.logger.info("Stopped")
    }

    private func application(_ announce: @escaping @Sendable (String) -> Void) throws -> any Service {
        let config = installation.config
        return Application(
            responder: try AllRoutes.table(parts).buildResponder(),
            server: .http1(configuration: .init(idleTimeout: TimeAmount(parts.web.idleTimeout))),
            configuration: .init(
                address: .hostname(config.host, port: config.port), serverName: nil, backlog: 1024, reuseAddress: true,
                availableConnectionsDelegate: MaximumAvailableConnections(parts.web.maxConnections)),
            onServerRunning: { channel in await self.isServing(on: channel.localAddress?.port ?? config.port, announce)
            },
            logger: installation.logger)
    }

    private func isServing(on port: Int, _ announce: (String) -> Void) async {
        let baseURL = installation.config.address(port: port)
        do {
            if let providers = parts.providers { try await Demo.connect(providers, to: baseURL, in: installation) }
            let metaURL = try await parts.providers?.meta.baseURL
            try RuntimeFile(installation.config).write(.init(baseURL: baseURL, metaSimulatorURL: metaURL))
            if options.hasDemo { announce(Greeting.text(try await Demo.report(of: installation))) }
        } catch {
            installation.logger.error("The demo is not complete", metadata: ["error": "\(error)"])
        }
        installation.logger.info("Serving", metadata: ["url": "\(baseURL)"])
    }
}

/// Says that a worker is at work; from then on it also knows how to stop.
private struct Workplace: Service {
    let queues: Set<JobQueue>
    let logger: Logger

    func run() async throws {
        logger.info("Working", metadata: ["queues": "\(queues.map(\.rawValue).sorted().joined(separator: ","))"])
        try await gracefulShutdown()
    }
}

/// Why a server cannot start, in words for the operator.
package enum ServerError: Error, Sendable, CustomStringConvertible {
    case portTaken(host: String, port: Int)

    package var description: String {
        switch self {
        case .portTaken(let host, let port):
            "Another program listens on \(host):\(port). Stop it, or choose another port with --port or PORT."
        }
    }
}
