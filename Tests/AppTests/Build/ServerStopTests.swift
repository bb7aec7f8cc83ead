import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Simulators
import Testing

/// A connection that is being accepted while its server stops must not take the process with it.
@Suite(.timeLimit(.minutes(5))) struct ServerStopTests {
    static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    struct Failing: Service {
        struct Failure: Error {}
        let when: AsyncStream<Void>

        func run() async throws {
            for await _ in when { throw Failure() }
            try await gracefulShutdown()
        }
    }

    /// Runs `serve` with a hail of connections, and `stop` as soon as a few of them have been let in.
    private func hail(
        _ serve: @escaping @Sendable (Application<RouterResponder<BasicRequestContext>>) async throws -> Void,
        stop: @escaping @Sendable () -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let router = Router()
        router.get("/") { _, _ in "oi" }
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: Self.logger)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await serve(server) }
            guard let number = await ports.first(where: { _ in true }) else { return }
            for _ in 0..<8 {
                group.addTask {
                    let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                    while !Task.isCancelled,
                        let channel = try? await bootstrap.connect(host: "127.0.0.1", port: number).get()
                    {
                        arrived.yield()
                        try? await channel.close()
                    }
                }
            }
            var count = 0
            for await _ in arrivals {
                count += 1
                if count == 12 { break }
            }
            stop()
            group.cancelAll()
        }
    }

    @Test("a pretend provider that is cancelled in a hail of connections stops, hundreds of times")
    func cancelled() async throws {
        for _ in 0..<200 {
            try await hail({ try await $0.runUntilCancelled(logger: Self.logger) }, stop: {})
        }
    }

    @Test("a server whose neighbour fails in a hail of connections stops in order, hundreds of times")
    func neighbourFails() async throws {
        for _ in 0..<200 {
            let (failures, failure) = AsyncStream.makeStream(of: Void.self)
            try await hail(
                { server in
                    var configuration = ServiceGroupConfiguration(
                        services: [
                            .init(
                                service: Failing(when: failures), failureTerminationBehavior: .gracefullyShutdownGroup),
                            .init(service: server, failureTerminationBehavior: .gracefullyShutdownGroup),
                        ], logger: Self.logger)
                    configuration.maximumGracefulShutdownDuration = .milliseconds(500)
                    let group = ServiceGroup(configuration: configuration)
                    try await Task { try await group.run() }.value  // not cancelled with the hail: the failure ends it
                }, stop: { failure.yield() })
        }
    }
}
