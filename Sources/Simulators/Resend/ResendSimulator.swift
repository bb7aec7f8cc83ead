import Crypto
import Domain
import Foundation
import Hummingbird
import Logging

/// A pretend Resend: its API on a loopback port, its signed webhooks, and customers who write and read mail.
///
/// It refuses what the real one refuses, with the same names; honours idempotency keys; fails on demand, also after having accepted a
/// mail. Tests wait on `world.value(when:)`, pages read ``transcript(with:of:)``.
package final class ResendSimulator: SimulatorFront {
    package let core: SimulatorCore<ResendState>

    /// - Parameter port: 0 for any free one; see ``baseURL``.
    package init(port: Int = 0, logger: Logger = Logger(label: "resend-simulator")) {
        core = SimulatorCore(ResendState(), name: "resend", port: port, logger: logger)
    }

    package var world: Watched<ResendState> { core.world }

    /// The next call meets this.
    package func fail(_ fault: ResendState.Fault) {
        switch fault {
        case .error(let status, let name, let after):
            let refusal = ResendError(status: status, name: name, message: "Injected error", retryAfter: after).refusal
            fail(nil, .error(status: refusal.status, body: refusal.body, retryAfter: after))
        case .acceptThenDrop: fail(nil, .acceptThenDrop)
        case .drop: fail(nil, .drop)
        }
    }

    /// Reports what became of a mail we accepted, after a while.
    func postStatus(_ status: String, for id: String, after delay: Duration) {
        core.post(after: delay) { [self] in event(ResendState.event(status), for: id) }
    }

    /// Reports what became of a mail we accepted, at once; gives the status the server answered with, 0 without a webhook address.
    @discardableResult
    package func postEvent(_ type: String, for id: String, details: [(String, JSON)] = []) async throws -> Int {
        guard let webhook = event(type, for: id, details) else { return 0 }
        return try await core.deliver(webhook)
    }

    private func event(_ type: String, for id: String, _ details: [(String, JSON)] = []) -> SimulatedWebhook? {
        let sent = world.change { state -> ResendState.Sent? in
            state.sent.update(where: { $0.id == id }) { $0.events.append(type) }
            return state.sent.last { $0.id == id }
        }
        guard let sent else { return nil }
        var tags: [(String, JSON?)] = []
        for tag in sent.body.elements(of: "tags") { tags.append((tag["name"]?.string ?? "", tag["value"])) }
        let data = JSON.object(
            [
                ("email_id", JSON(id)), ("message_id", JSON("<\(sent.messageID)>")),
                ("created_at", JSON(Self.time(sent.at))),
                ("from", sent.body["from"]), ("to", JSON(sent.to.map { JSON($0) })), ("subject", JSON(sent.subject)),
                ("tags", .object(tags)),
            ] + details.map { ($0.0, Optional($0.1)) })
        return webhook(type, data)
    }

    /// Posts any webhook, signed as Svix signs.
    @discardableResult
    package func post(_ type: String, _ data: JSON) async throws -> Int {
        try await core.deliver(webhook(type, data))
    }

    private func webhook(_ type: String, _ data: JSON) -> SimulatedWebhook {
        let body = JSON.object([("type", JSON(type)), ("created_at", JSON(Self.time(Date()))), ("data", data)])
            .serialize()
        // Once for all tries: a repeated webhook has the same id and signature.
        let headers =
            [("Content-Type", "application/json"), ("User-Agent", "Svix-Webhooks/1.96")] + signature(of: body)
        return SimulatedWebhook(body: body) { _ in headers }
    }

    /// The newest webhook again, byte for byte, as Svix repeats what was not answered in time.
    package func redeliverLast() async throws -> Int { try await redeliverLast(copies: 1).first ?? 0 }

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
