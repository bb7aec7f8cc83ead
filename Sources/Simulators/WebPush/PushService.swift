import Crypto
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// A pretend push service and the browsers behind it, which read what was encrypted for them.
package final class PushService: Service, Sendable {
    package struct Browser: Sendable {
        let key: P256.KeyAgreement.PrivateKey
        let auth: [UInt8]
        /// The public key the page subscribed with, base64url; a push signed with another is refused. Nil takes any.
        let serverKey: String?
        var isGone = false
    }

    package struct Notification: Sendable {
        package let browser: String
        package let text: String
        package let timeToLive: Int
        package let urgency: String
        package let topic: String?
        package let subject: String
    }

    package struct State: Sendable {
        package internal(set) var port: Int?
        package internal(set) var browsers: [String: Browser] = [:]
        package internal(set) var notifications = Ring<Notification>(capacity: 5_000)
        /// Answers of the next pushes, in the place of the real one.
        package var answers: [(status: Int, retryAfter: Int?)] = []
    }

    package let world = Watched(State())
    private let requestedPort: Int
    private let logger: Logger

    package init(port: Int = 0, logger: Logger = Logger(label: "push-service")) {
        requestedPort = port
        self.logger = logger
    }

    package func run() async throws {
        let router = Router(context: BasicRequestContext.self)
        router.post("push/:browser") { request, context in
            let body = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
            return self.take(request, context.parameters.get("browser") ?? "", body)
        }
        let server = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: requestedPort), serverName: "push"),
            onServerRunning: { channel in self.world.change { $0.port = channel.localAddress?.port } }, logger: logger)
        try await server.runUntilCancelled(logger: logger)
    }

    /// What a page's `PushSubscription.toJSON()` would give.
    package func subscribe(_ browser: String, serverKey: String? = nil) async throws -> JSON {
        let port = try await world.value { $0.port }
        let key = P256.KeyAgreement.PrivateKey()
        let auth = (0..<16).map { _ in UInt8.random(in: 0...255) }
        world.change { $0.browsers[browser] = Browser(key: key, auth: auth, serverKey: serverKey) }
        return [
            "endpoint": JSON("http://127.0.0.1:\(port)/push/\(browser)"),
            "keys": ["p256dh": JSON(Self.encode(key.publicKey.x963Representation)), "auth": JSON(Self.encode(auth))],
        ]
    }

    package func unsubscribe(_ browser: String) {
        world.change { $0.browsers[browser]?.isGone = true }
    }

    private func take(_ request: Request, _ name: String, _ body: [UInt8]) -> Response {
        if let answer = world.change({ $0.answers.isEmpty ? nil : $0.answers.removeFirst() }) {
            var response = Response(status: .init(code: answer.status))
            if let after = answer.retryAfter { response.headers[.retryAfter] = "\(after)" }
            return response
        }
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }
        guard let browser = world.read({ $0.browsers[name] }) else { return Response(status: .notFound) }
        guard !browser.isGone else { return Response(status: .gone) }
        guard let ttl = header("TTL").flatMap({ Int($0) }), ttl >= 0, header("Content-Encoding") == "aes128gcm",
            header("Transfer-Encoding") == nil
        else {
            return Response(status: .badRequest)
        }
        guard body.count <= 4_096 else { return Response(status: .contentTooLarge) }
        guard let subject = authorize(header("Authorization") ?? "", browser) else {
            return Response(status: .forbidden)
        }
        guard let text = Self.decrypt(body, browser) else { return Response(status: .badRequest) }
        world.change {
            $0.notifications.append(
                .init(
                    browser: name, text: String(decoding: text, as: UTF8.self), timeToLive: ttl,
                    urgency: header("Urgency") ?? "normal",
                    topic: header("Topic"), subject: subject))
        }
        return Response(status: .created, headers: [.location: "/message/\(UUID().uuidString.lowercased())"])
    }
}
