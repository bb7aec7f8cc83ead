import AsyncHTTPClient
import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// A pretend Meta: the Graph API on a loopback port, and the customers on the other side of it.
///
/// It refuses what the real one refuses, with the same codes; keeps what it was asked; reports statuses as signed webhooks in the
/// order, number and delay it is told; and fails on demand, also after having accepted a message. Tests wait on
/// ``value(when:)``, pages read ``transcript(with:on:)``.
///
/// One lock guards one value (``GraphState``); whoever waits for a change is resumed by the change.
package final class MetaGraphSimulator: Service, Sendable {
    private let requestedPort: Int
    private let logger: Logger
    private let world = Watched(GraphState())
    private let outgoing: AsyncStream<GraphWebhook>
    private let enqueue: AsyncStream<GraphWebhook>.Continuation

    /// - Parameter port: 0 for any free one; see ``baseURL``.
    package init(port: Int = 0, logger: Logger = Logger(label: "meta-simulator")) {
        requestedPort = port
        self.logger = logger
        (outgoing, enqueue) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(100_000))
    }

    /// Serves until shut down, and posts webhooks meanwhile.
    package func run() async throws {
        let server = Application(
            router: router(),
            configuration: .init(address: .hostname("127.0.0.1", port: requestedPort), serverName: "facebook"),
            onServerRunning: { channel in self.change { $0.port = channel.localAddress?.port } }, logger: logger)
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

    /// What an account's base URL must be; waits until the server listens.
    package var baseURL: String {
        get async throws { try await value { $0.port.map { "http://127.0.0.1:\($0)" } } }
    }

    /// Reads the state.
    package func read<T>(_ body: (GraphState) -> T) -> T { world.read(body) }

    /// Changes the state and resumes whoever waited for what is true now.
    @discardableResult
    package func change<T>(_ body: (inout GraphState) throws -> T) rethrows -> T { try world.change(body) }

    /// The first value that `ready` gives, now or after a later change. Throws when the task is cancelled.
    package func value<T: Sendable>(when ready: @escaping @Sendable (GraphState) -> T?) async throws -> T {
        try await world.value(when: ready)
    }

    /// Hands a webhook to the poster.
    func post(_ webhook: GraphWebhook) {
        enqueue.yield(webhook)
    }

    /// Delays run side by side; each webhook is tried a few times, as Meta does for a week.
    private func postWebhooks() async {
        await withDiscardingTaskGroup { group in
            for await webhook in outgoing {
                group.addTask {
                    if webhook.delay > .zero { try? await Task.sleep(for: webhook.delay) }
                    for attempt in 0..<6 where !Task.isCancelled {
                        if attempt > 0 { try? await Task.sleep(for: .milliseconds(100 << attempt)) }
                        // 0: there is nobody to post to.
                        if let status = try? await self.deliver(webhook), status == 200 || status == 0 { return }
                    }
                }
            }
        }
    }

    /// Posts a webhook now and tells the status it was answered with; 0 when there is nobody to post to.
    func deliver(_ webhook: GraphWebhook) async throws -> Int {
        guard let url = read({ $0.webhookURL }) else {
            record(webhook, status: 0)
            return 0
        }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "facebookexternalua")
        request.headers.add(name: "X-Hub-Signature-256", value: webhook.signature)
        request.body = .bytes(ByteBuffer(bytes: webhook.body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(15))
        let status = Int(response.status.code)
        _ = try await response.body.collect(upTo: 1 << 16)
        record(webhook, status: status)
        return status
    }

    private func record(_ webhook: GraphWebhook, status: Int) {
        change {
            $0.posted.append(
                .init(
                    at: Date(), phoneNumberID: webhook.phoneNumberID, body: webhook.body, signature: webhook.signature,
                    status: status))
        }
    }
}
