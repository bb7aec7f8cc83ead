import AsyncHTTPClient
import Crypto
import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// A pretend Resend: its API on a loopback port, its signed webhooks, and customers who write and read mail.
///
/// It refuses what the real one refuses, with the same names; honours idempotency keys; fails on demand, also after having accepted a
/// mail. Tests wait on `world.value(when:)`, pages read ``letters(with:)``.
package final class ResendSimulator: Service, Sendable {
    package let world = Watched(ResendState())
    private let requestedPort: Int
    private let logger: Logger
    private let outgoing: AsyncStream<(type: String, id: String)>
    private let enqueue: AsyncStream<(type: String, id: String)>.Continuation

    /// - Parameter port: 0 for any free one; see ``baseURL``.
    package init(port: Int = 0, logger: Logger = Logger(label: "resend-simulator")) {
        requestedPort = port
        self.logger = logger
        (outgoing, enqueue) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(100_000))
    }

    /// Serves until shut down, and posts webhooks meanwhile.
    package func run() async throws {
        let server = Application(
            router: router(),
            configuration: .init(address: .hostname("127.0.0.1", port: requestedPort), serverName: "resend"),
            onServerRunning: { channel in self.world.change { $0.port = channel.localAddress?.port } }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                for await (type, id) in self.outgoing { _ = try? await self.postEvent(type, for: id) }
            }
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
        get async throws { try await world.value { $0.port.map { "http://127.0.0.1:\($0)" } } }
    }

    /// The next call meets this.
    package func fail(_ fault: ResendState.Fault) {
        world.change { $0.faults.append(fault) }
    }

    func schedule(_ events: [String], for id: String) {
        for type in events { enqueue.yield((type, id)) }
    }

    /// Reports what became of a mail we accepted, at once; gives the status the server answered with, 0 without a webhook address.
    @discardableResult
    package func postEvent(_ type: String, for id: String, details: [(String, JSON)] = []) async throws -> Int {
        let sent = world.change { state -> ResendState.Sent? in
            state.sent.update(where: { $0.id == id }) { $0.events.append(type) }
            return state.sent.last { $0.id == id }
        }
        guard let sent else { return 0 }
        var tags: [(String, JSON?)] = []
        for tag in sent.body.elements(of: "tags") { tags.append((tag["name"]?.string ?? "", tag["value"])) }
        let data = JSON.object(
            [
                ("email_id", JSON(id)), ("message_id", JSON("<\(sent.messageID)>")),
                ("created_at", JSON(Self.time(sent.at))),
                ("from", sent.body["from"]), ("to", JSON(sent.to.map { JSON($0) })), ("subject", JSON(sent.subject)),
                ("tags", .object(tags)),
            ] + details.map { ($0.0, Optional($0.1)) })
        return try await post(type, data)
    }

    /// Posts any webhook, signed as Svix signs.
    @discardableResult
    package func post(_ type: String, _ data: JSON) async throws -> Int {
        let body = JSON.object([("type", JSON(type)), ("created_at", JSON(Self.time(Date()))), ("data", data)])
            .serialize()
        return try await post(type, body, headers: signature(of: body))
    }

    func post(_ type: String, _ body: [UInt8], headers: [(name: String, value: String)]) async throws -> Int {
        guard let url = world.read({ $0.webhookURL }) else { return 0 }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "Svix-Webhooks/1.96")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(15))
        _ = try await response.body.collect(upTo: 1 << 16)
        let status = Int(response.status.code)
        world.change { $0.posted.append(.init(type: type, body: body, headers: headers, status: status)) }
        return status
    }

    /// The newest webhook again, byte for byte, as Svix repeats what was not answered in time.
    package func redeliverLast() async throws -> Int {
        guard let last = world.read({ $0.posted.last }) else { return 0 }
        return try await post(last.type, last.body, headers: last.headers)
    }

    package func signature(of body: [UInt8], at time: Date = Date()) -> [(name: String, value: String)] {
        let id = "msg_" + UUID().uuidString.filter { $0 != "-" }
        let stamp = String(Int(time.timeIntervalSince1970))
        let secret = world.read { $0.webhookSecret }.dropFirst("whsec_".count)
        let key = SymmetricKey(data: Data(base64Encoded: String(secret)) ?? Data())
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(stamp).".utf8) + body, using: key)
        return [
            ("svix-id", id), ("svix-timestamp", stamp), ("svix-signature", "v1,\(Data(code).base64EncodedString())"),
        ]
    }

    static func time(_ date: Date) -> String {
        date.ISO8601Format(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    }
}
