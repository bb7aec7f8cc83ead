import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// A pretend Zenvia on a loopback port, and the telephones on the other side of it. Webhooks go to the subscriptions, with the
/// headers each was made with.
package final class ZenviaSimulator: SimulatorFront {
    package let core: SimulatorCore<ZenviaState>

    /// - Parameter port: 0 for any free one; see ``baseURL``.
    package init(port: Int = 0, logger: Logger = Logger(label: "zenvia-simulator")) {
        core = SimulatorCore(ZenviaState(), name: "zenvia", port: port, logger: logger)
    }

    package func addRoutes(to router: Router<SimulatorContext>) {
        router.post("v2/channels/sms/messages") { request, context in
            try await self.core.handle("send", request, context, self.send)
        }
        router.get("v2/subscriptions") { request, context in
            try await self.core.handle("subscriptions", request, context, self.list)
        }
        router.post("v2/subscriptions") { request, context in
            try await self.core.handle("subscribe", request, context, self.subscribe)
        }
        router.delete("v2/subscriptions/:id") { request, context in
            try await self.core.handle("unsubscribe", request, context, self.unsubscribe)
        }
    }

    private func send(_ call: SimulatedCall) throws -> Response {
        try authenticate(call)
        let body = call.body
        let message = try change { state in
            guard let sender = body["from"]?.string, state.senders.contains(sender) else {
                throw Self.invalid("from", "The sender is not known")
            }
            guard let to = body["to"]?.string, let phone = PhoneNumber(to), to == phone.digits else {
                throw Self.invalid("to", "The recipient is not a number")
            }
            let contents = Array(body.elements(of: "contents"))
            guard contents.count == 1, contents[0]["type"]?.string == "text", let text = contents[0]["text"]?.string,
                !text.isEmpty, text.utf16.count <= 1_520
            else { throw Self.invalid("contents", "One text of at most 1520 characters") }
            let reference = body["externalId"]?.string
            guard (reference ?? "").utf8.count <= 64 else { throw Self.invalid("externalId", "At most 64 characters") }
            let message = SMSMessage(
                id: UUID().uuidString.lowercased(), isFromShop: true, customer: phone.e164, sender: sender, text: text,
                at: Date(), reference: reference)
            state.messages.append(message)
            return message
        }
        change { $0.log.takePlan() }.follow {
            postStatus(
                $0, for: message.id, after: $1, cause: $0 == "failed" ? ("5", "The number cannot be reached") : nil)
        }
        return .json([
            "id": JSON(message.id), "from": JSON(message.sender), "to": JSON(String(message.customer.dropFirst())),
            "direction": "OUT", "channel": "sms", "contents": body["contents"] ?? [],
            "timestamp": JSON(Date().formatted(.iso8601)),
        ])
    }

    private func list(_ call: SimulatedCall) throws -> Response {
        try authenticate(call)
        return .json(
            JSON(
                read {
                    $0.subscriptions.map {
                        ["id": JSON($0.id), "eventType": JSON($0.eventType), "webhook": ["url": JSON($0.url)]]
                    }
                }))
    }

    private func subscribe(_ call: SimulatedCall) throws -> Response {
        try authenticate(call)
        guard let type = call.body["eventType"]?.string, ["MESSAGE", "MESSAGE_STATUS"].contains(type) else {
            throw Self.invalid("eventType", "Unknown")
        }
        guard let url = call.body["webhook"]?["url"]?.string, url.hasPrefix("http") else {
            throw Self.invalid("webhook.url", "Not an address")
        }
        guard call.body["criteria"]?["channel"]?.string == "sms" else {
            throw Self.invalid("criteria.channel", "Required")
        }
        let headers = call.body["webhook"]?["headers"]?.members.map { ($0.key, $0.value.string ?? "") } ?? []
        let id = UUID().uuidString.lowercased()
        try change { state in
            guard state.subscriptions.filter({ $0.eventType == type }).count < 2 else {
                throw SimulatedRefusal(
                    status: 409, body: ["code": "DUPLICATED", "message": "Two subscriptions exist already"])
            }
            state.subscriptions.append(.init(id: id, eventType: type, url: url, headers: headers))
        }
        return .json(["id": JSON(id), "eventType": JSON(type), "status": "ACTIVE"])
    }

    private func unsubscribe(_ call: SimulatedCall) throws -> Response {
        try authenticate(call)
        let id = call.parameters["id"] ?? ""
        guard read({ state in state.subscriptions.contains { $0.id == id } }) else {
            throw SimulatedRefusal(status: 404, body: ["code": "NOT_FOUND", "message": "Subscription not found"])
        }
        change { $0.subscriptions.removeAll { $0.id == id } }
        return Response(status: .noContent)
    }

    private func authenticate(_ call: SimulatedCall) throws {
        guard let given = call.header("X-API-TOKEN"), !given.isEmpty, given == read({ $0.token }) else {
            throw SimulatedRefusal(status: 401, body: ["code": "AUTHENTICATION_ERROR", "message": "Invalid token"])
        }
    }

    private static func invalid(_ path: String, _ message: String) -> SimulatedRefusal {
        SimulatedRefusal(
            status: 400,
            body: [
                "code": "VALIDATION_ERROR", "message": "Validation error",
                "details": [["code": "INVALID", "path": JSON(path), "message": JSON(message)]],
            ])
    }
}
