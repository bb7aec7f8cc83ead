import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// An error as Resend words it.
struct ResendError: SimulatedRefusing {
    var status: Int
    var name: String
    var message: String
    var retryAfter: Int?

    var refusal: SimulatedRefusal {
        SimulatedRefusal(
            status: status,
            body: ["statusCode": JSON(status), "name": JSON(name), "message": JSON(message)], retryAfter: retryAfter)
    }
}

extension ResendSimulator {
    package func addRoutes(to router: Router<SimulatorContext>) {
        func add(
            _ operation: SimulatedOperation, _ method: HTTPRequest.Method, _ path: RouterPath,
            needsFullAccess: Bool = true, _ work: @escaping @Sendable (SimulatedCall) throws -> JSON
        ) {
            router.on(path, method: method) { request, context in
                try await self.core.handle(operation, request, context) { call in
                    try self.authenticate(call, needsFullAccess)
                    return .json(try work(call))
                }
            }
        }
        add("send", .post, "emails", needsFullAccess: false, send)
        add("sent", .get, "emails/:id", sentMail)
        add("received", .get, "emails/receiving/:id", receivedMail)
        add("attachment", .get, "emails/receiving/:id/attachments/:file", attachment)
        add("domains", .get, "domains", listDomains)
        // What a signed address of a store gives; a key shown here would be a key lost.
        router.get("files/:id/:file") { request, context in
            guard request.headers[.authorization] == nil else { return Response(status: .badRequest) }
            guard let file = self.file(context.parameters.get("id"), context.parameters.get("file")) else {
                return Response(status: .notFound)
            }
            return Response(
                status: .ok, headers: [.contentType: file.type], body: .init(byteBuffer: .init(bytes: file.data)))
        }
    }

    private func authenticate(_ call: SimulatedCall, _ needsFullAccess: Bool) throws {
        guard call.headers[.userAgent] != nil else {
            throw ResendError(status: 403, name: "validation_error", message: "User-Agent header is required")
        }
        guard let header = call.headers[.authorization], header.hasPrefix("Bearer ") else {
            throw ResendError(status: 401, name: "missing_api_key", message: "Missing API Key")
        }
        let (key, isSendingOnly) = world.read { ($0.apiKey, $0.isSendingOnly) }
        guard header.dropFirst(7) == key else {
            throw ResendError(status: 403, name: "invalid_api_key", message: "API key is invalid")
        }
        guard !isSendingOnly || !needsFullAccess else {
            throw ResendError(
                status: 401, name: "restricted_api_key", message: "This API key is restricted to only send emails")
        }
    }

    private func sentMail(_ call: SimulatedCall) throws -> JSON {
        guard let mail = world.read({ state in state.sent.last { $0.id == call.parameters["id"] } }) else {
            throw Self.notFound
        }
        return .object([
            ("object", "email"), ("id", JSON(mail.id)), ("message_id", JSON("<\(mail.messageID)>")),
            ("from", mail.body["from"]), ("to", mail.body["to"]),
            ("subject", JSON(mail.subject)), ("last_event", JSON(mail.events.last ?? "sent")),
        ])
    }

    private func receivedMail(_ call: SimulatedCall) throws -> JSON {
        let mail = world.change { state -> ResendState.Received? in
            guard state.missesBeforeContent == 0 else {
                state.missesBeforeContent -= 1
                return nil
            }
            return state.received.last { $0.id == call.parameters["id"] }
        }
        guard let mail else { throw Self.notFound }
        var headers: [(String, JSON?)] = []
        for (name, value) in mail.headers { headers.append((name.lowercased(), JSON(value))) }
        let notice = Self.notice(mail)
        let members: [(String, JSON?)] = notice.members.filter { $0.key != "email_id" }.map { ($0.key, $0.value) }
        return .object(
            [
                ("object", "email"), ("id", JSON(mail.id)), ("text", JSON(mail.text)),
                ("html", mail.html.map { JSON($0) } ?? .null), ("headers", .object(headers)),
            ]
                + members)
    }

    private func attachment(_ call: SimulatedCall) throws -> JSON {
        let (id, place) = (call.parameters["id"], call.parameters["file"])
        guard let id, let place, let file = file(id, place) else { throw Self.notFound }
        let port = log.port ?? 0
        return [
            "object": "attachment", "id": JSON(place), "filename": JSON(file.name), "content_type": JSON(file.type),
            "size": JSON(file.data.count),
            "download_url": JSON("http://127.0.0.1:\(port)/files/\(id)/\(place)"),
        ]
    }

    private func file(_ id: String?, _ place: String?) -> ResendState.File? {
        guard let place, place.hasPrefix("att_"), let index = Int(place.dropFirst(4)), index >= 0 else { return nil }
        return world.read { state in state.received.last { $0.id == id } }?.files.dropFirst(index).first
    }

    private func listDomains(_ call: SimulatedCall) throws -> JSON {
        let names = world.read { $0.domains.sorted() }
        return ["object": "list", "data": JSON(names.map { ["name": JSON($0), "status": "verified"] })]
    }

    static let notFound = ResendError(status: 404, name: "not_found", message: "Email not found")
}
