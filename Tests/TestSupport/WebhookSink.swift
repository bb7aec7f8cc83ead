import Hummingbird
import Logging
import NIOCore
import Simulators
import Synchronization

/// Stands in for our server: takes every webhook and keeps it.
package final class WebhookSink: Sendable {
    package struct Request: Sendable {
        package let headers: [String: String]
        package let body: [UInt8]
    }

    private let kept = Mutex<[Request]>([])
    private let arrivals = AsyncStream<Void>.makeStream()
    package let url: String

    private init(port: Int) { url = "http://127.0.0.1:\(port)/hook" }

    package var requests: [Request] { kept.withLock { $0 } }
    package var bodies: [[UInt8]] { requests.map(\.body) }

    /// What `ready` makes of all bodies, as soon as it makes anything of them.
    package func value<T>(_ ready: ([[UInt8]]) -> T?) async throws -> T {
        if let value = ready(bodies) { return value }
        for await _ in arrivals.stream {
            if let value = ready(bodies) { return value }
        }
        throw CancellationError()
    }

    package static func run(_ body: @Sendable @escaping (WebhookSink) async throws -> Void) async throws {
        let port = AsyncStream<Int>.makeStream()
        let box = Mutex<WebhookSink?>(nil)
        let router = Router()
        router.post("hook") { request, _ in
            let bytes = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
            let headers = Dictionary(
                request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { $1 })
            if let sink = box.withLock({ $0 }) {
                sink.kept.withLock { $0.append(Request(headers: headers, body: bytes)) }
                sink.arrivals.continuation.yield()
            }
            return Response(status: .ok)
        }
        let logger = Logger(label: "sink", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.continuation.yield($0.localAddress?.port ?? 0) },
            logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.runUntilCancelled(logger: logger) }
            defer { group.cancelAll() }
            guard let number = await port.stream.first(where: { _ in true }) else { throw CancellationError() }
            let sink = WebhookSink(port: number)
            box.withLock { $0 = sink }
            try await body(sink)
        }
    }
}
