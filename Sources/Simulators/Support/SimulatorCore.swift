import AsyncHTTPClient
import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// The machinery of a pretend provider: a loopback port, one watched state, and a
/// queue of webhooks that are tried a few times.
final class SimulatorCore<State: SimulatorState>: Sendable {
    private let requestedPort: Int
    private let name: String
    private let logger: Logger
    private let world: Watched<State>
    private let outgoing: AsyncStream<SimulatedWebhook>
    private let enqueue: AsyncStream<SimulatedWebhook>.Continuation

    init(_ state: State, name: String, port: Int, logger: Logger) {
        requestedPort = port
        self.name = name
        self.logger = logger
        world = Watched(state)
        (outgoing, enqueue) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(100_000))
    }

    /// Serves until shut down, and posts webhooks meanwhile.
    func run(_ router: Router<SimulatorContext>) async throws {
        let server = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: requestedPort), serverName: name),
            onServerRunning: { channel in self.change { $0.log.port = channel.localAddress?.port } }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { await self.postWebhooks() }
            try await withGracefulShutdownHandler {
                try await group.waitForAll()
            } onGracefulShutdown: {
                self.enqueue.finish()
            }
            group.cancelAll()
        }
    }

    var baseURL: String {
        get async throws { try await value { $0.log.port.map { "http://127.0.0.1:\($0)" } } }
    }

    func read<T>(_ body: (State) -> T) -> T { world.read(body) }

    @discardableResult
    func change<T>(_ body: (inout State) throws -> T) rethrows -> T { try world.change(body) }

    /// The first value that `ready` gives, now or after a later change. Throws when the task is cancelled.
    func value<T: Sendable>(when ready: @escaping @Sendable (State) -> T?) async throws -> T {
        try await world.value(when: ready)
    }

    func post(_ webhook: SimulatedWebhook) {
        enqueue.yield(webhook)
    }

    private func postWebhooks() async {
        await withDiscardingTaskGroup { group in
            for await webhook in outgoing {
                group.addTask {
                    if webhook.delay > .zero { try? await Task.sleep(for: webhook.delay) }
                    for attempt in 0..<6 where !Task.isCancelled {
                        if attempt > 0 { try? await Task.sleep(for: .milliseconds(100 << attempt)) }
                        if let status = try? await self.deliver(webhook), (200..<300).contains(status) || status == 0 {
                            return
                        }
                    }
                }
            }
        }
    }

    /// Posts a webhook now and tells the status it was answered with; 0 when there is nowhere to post it.
    func deliver(_ webhook: SimulatedWebhook) async throws -> Int {
        guard let url = webhook.url ?? read({ $0.log.webhookURL }) else { return 0 }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        let headers = webhook.headers(url)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: webhook.body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(15))
        let status = Int(response.status.code)
        _ = try await response.body.collect(upTo: 1 << 16)
        change {
            $0.log.posted.append(.init(at: Date(), url: url, headers: headers, body: webhook.body, status: status))
        }
        return status
    }
}

/// A webhook on its way to our server. Its headers are made when it is posted: signatures cover the address and the time.
struct SimulatedWebhook: Sendable {
    var body: [UInt8]
    var delay: Duration = .zero
    /// nil for the address of the whole simulator.
    var url: String?
    var headers: @Sendable (_ url: String) -> [(name: String, value: String)]
}
