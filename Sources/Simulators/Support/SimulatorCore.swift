import AsyncHTTPClient
import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// The machinery of a pretend provider: a loopback port, one watched state, and a queue of webhooks that are tried a few times.
///
/// One lock guards one value; whoever waits for a change is resumed by the change.
package final class SimulatorCore<State: SimulatorState>: Sendable {
    private struct Outgoing: Sendable {
        let delay: Duration
        let make: @Sendable () -> [SimulatedWebhook]
    }

    let world: Watched<State>
    private let requestedPort: Int
    private let name: String
    private let logger: Logger
    private let outgoing: AsyncStream<Outgoing>
    private let enqueue: AsyncStream<Outgoing>.Continuation

    /// - Parameter port: 0 for any free one.
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
            group.addTask { try await server.runUntilCancelled(logger: self.logger) }
            group.addTask { await self.postWebhooks() }
            try await withGracefulShutdownHandler {
                try await group.waitForAll()
            } onGracefulShutdown: {
                self.enqueue.finish()
            }
            group.cancelAll()
        }
    }

    func read<T>(_ body: (State) -> T) -> T { world.read(body) }

    @discardableResult
    func change<T>(_ body: (inout State) throws -> T) rethrows -> T { try world.change(body) }

    /// Hands a webhook to the poster.
    func post(_ webhook: SimulatedWebhook?) {
        post(after: .zero) { webhook }
    }

    /// The same after a while: what it tells is what is true then. Without a delay it is made at once, so that order is kept.
    func post(after delay: Duration, _ make: @escaping @Sendable () -> SimulatedWebhook?) {
        postAll(after: delay) { make().map { [$0] } ?? [] }
    }

    func postAll(after delay: Duration, _ make: @escaping @Sendable () -> [SimulatedWebhook]) {
        guard delay > .zero else {
            let made = make()
            enqueue.yield(Outgoing(delay: .zero) { made })
            return
        }
        enqueue.yield(Outgoing(delay: delay, make: make))
    }

    /// Delays run side by side; each webhook is tried a few times, as the real ones are for hours.
    private func postWebhooks() async {
        await withDiscardingTaskGroup { group in
            for await entry in outgoing {
                group.addTask {
                    if entry.delay > .zero { try? await Task.sleep(for: entry.delay) }
                    if !Task.isCancelled { for webhook in entry.make() { await self.insist(webhook) } }
                }
            }
        }
    }

    private func insist(_ webhook: SimulatedWebhook) async {
        for attempt in 0..<6 where !Task.isCancelled {
            if attempt > 0 { try? await Task.sleep(for: .milliseconds(100 << attempt)) }
            if let status = try? await deliver(webhook), (200..<300).contains(status) || status == 0 { return }
        }
    }

    /// Posts a webhook now and tells the status it was answered with; 0 when there is nowhere to post it.
    func deliver(_ webhook: SimulatedWebhook) async throws -> Int {
        let url = webhook.url ?? read { $0.log.webhookURL }
        let headers = webhook.headers(url ?? "")
        var status = 0
        if let url {
            var request = HTTPClientRequest(url: url)
            request.method = .POST
            for (name, value) in headers { request.headers.add(name: name, value: value) }
            request.body = .bytes(ByteBuffer(bytes: webhook.body))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(15))
            status = Int(response.status.code)
            _ = try await response.body.collect(upTo: 1 << 16)
        }
        let posted = SimulatorLog.Posted(
            at: Date(), account: webhook.account, url: url ?? "", headers: headers, body: webhook.body, status: status)
        change { $0.log.posted.append(posted) }
        return status
    }
}

/// A webhook on its way to our server. Its headers are made when it is posted: signatures cover the address and the time.
struct SimulatedWebhook: Sendable {
    var body: [UInt8]
    /// nil for the address of the whole simulator.
    var url: String?
    /// Whose it is, where a provider has several accounts.
    var account = ""
    var headers: @Sendable (_ url: String) -> [(name: String, value: String)]
}

/// What came of a customer's message: its id, and how the server answered the webhook; 0 when there was nowhere to post it.
package struct SimulatedDelivery: Sendable {
    package let id: String
    package let status: Int
}

/// There is no such account here.
package struct UnknownSimulatedAccount: Error {}
