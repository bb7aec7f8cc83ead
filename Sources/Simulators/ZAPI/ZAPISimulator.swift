import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// A pretend Z-API on a loopback port, and the customers on the other side of it.
///
/// It refuses what the real one refuses, keeps messages while the phone is away and lets them go when it is back, shows a code to
/// link with, and posts callbacks as the real one does: unsigned, to an address with a secret in it.
package final class ZAPISimulator: SimulatorFront {
    package let core: SimulatorCore<ZAPIState>

    /// - Parameter port: 0 for any free one; see ``baseURL``.
    package init(port: Int = 0, logger: Logger = Logger(label: "zapi-simulator")) {
        core = SimulatorCore(ZAPIState(), name: "zapi", port: port, logger: logger)
    }

    package func addRoutes(to router: Router<SimulatorContext>) {
        let sends = [
            "send-text", "send-image", "send-audio", "send-video", "send-document/:extension", "send-sticker",
            "send-location",
            "send-contact", "send-button-list", "send-option-list", "send-reaction", "send-remove-reaction",
        ]
        func add(
            _ method: HTTPRequest.Method, _ path: String, _ work: @escaping @Sendable (SimulatedCall) throws -> Response
        ) {
            let name = path.split(separator: "/").first.map(String.init) ?? path
            router.on("instances/:instance/token/:token/\(path)", method: method) { request, context in
                try await self.core.handle(
                    .init(rawValue: path == "qr-code/image" ? path : name),
                    of: context.parameters.get("instance") ?? "", request, context, work)
            }
            for wrong in [HTTPRequest.Method.get, .post, .put] where wrong != method {
                router.on("instances/:instance/token/:token/\(path)", method: wrong) { _, _ in
                    Response(status: .methodNotAllowed)
                }
            }
        }
        for path in sends { add(.post, path, send) }
        add(.post, "read-message", markRead)
        add(.get, "status", status)
        add(.get, "device", device)
        add(.get, "qr-code/image", qrCode)
        add(.get, "disconnect", disconnect)
        add(.put, "update-every-webhooks", setWebhooks)
    }

    /// The instance that the path and the header speak of.
    func authenticate(_ call: SimulatedCall) throws -> ZAPIState.Instance {
        guard let instance = read({ $0.instances[call.parameters["instance"] ?? ""] }),
            instance.token == call.parameters["token"]
        else { throw SimulatedRefusal(status: 400, body: ["error": "Instance not found"]) }
        if !instance.clientToken.isEmpty {
            guard let given = call.header("Client-Token") else {
                throw SimulatedRefusal(status: 400, body: ["error": "null not allowed"])
            }
            guard given == instance.clientToken else {
                throw SimulatedRefusal(status: 403, body: ["error": "your client-token is not configured"])
            }
        }
        return instance
    }

    static func demandJSON(_ call: SimulatedCall) throws {
        guard call.contentType.hasPrefix("application/json") else {
            throw SimulatedRefusal(status: 415, body: ["error": "Unsupported Media Type"])
        }
        guard call.body.kind == .object else {
            throw SimulatedRefusal(status: 400, body: ["error": "invalid body"])
        }
    }
}
