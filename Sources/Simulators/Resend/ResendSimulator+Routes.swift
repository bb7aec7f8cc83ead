import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An error as Resend words it.
struct ResendError: Error {
    var status: Int
    var name: String
    var message: String
    var retryAfter: Int?

    var response: Response {
        var response = Response.json(
            ["statusCode": JSON(status), "name": JSON(name), "message": JSON(message)], status: .init(code: status))
        if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        return response
    }
}

extension ResendSimulator {
    func router() -> Router<GraphContext> {
        let router = Router(context: GraphContext.self)
        router.post("emails") { request, context in
            try await self.handle(request, context, needsFullAccess: false, self.send)
        }
        router.get("emails/:id") { request, context in try await self.handle(request, context, self.sentMail) }
        router.get("emails/receiving/:id") { request, context in
            try await self.handle(request, context, self.receivedMail)
        }
        router.get("emails/receiving/:id/attachments/:file") { request, context in
            try await self.handle(request, context, self.attachment)
        }
        router.get("domains") { request, context in try await self.handle(request, context, self.listDomains) }
        // What a signed address of a store gives; a key shown here would be a key lost.
        router.get("files/:id/:file") { request, context in
            guard request.headers[.authorization] == nil else { return Response(status: .badRequest) }
            guard let file = self.file(context.parameters.get("id"), context.parameters.get("file")) else {
                return Response(status: .notFound)
            }
            return Response(
                status: .ok, headers: [.contentType: file.type], body: .init(byteBuffer: .init(bytes: file.data)))
        }
        return router
    }

    struct Asked {
        let request: Request
        let context: GraphContext
        let bytes: [UInt8]
        let json: JSON
    }

    /// Authenticates, meets the fault that waits, does the work, and keeps a record of it all.
    private func handle(
        _ request: Request, _ context: GraphContext, needsFullAccess: Bool = true,
        _ work: (Asked) async throws -> (JSON, emailID: String?)
    ) async throws -> Response {
        let bytes = Array(try await request.body.collect(upTo: 64 << 20).readableBytesView)
        let asked = Asked(request: request, context: context, bytes: bytes, json: (try? JSON.parse(bytes)) ?? .null)
        var record = ResendState.Call(method: request.method.rawValue, path: request.uri.path, body: asked.json)
        let fault = world.change { $0.faults.isEmpty ? nil : $0.faults.removeFirst() }
        do {
            try authenticate(request, needsFullAccess)
            if case .error(let status, let name, let after) = fault {
                throw ResendError(status: status, name: name, message: "Injected error", retryAfter: after)
            }
            if case .drop = fault { return try await hangUp(context, record) }
            let (answer, id) = try await work(asked)
            record.emailID = id
            if case .acceptThenDrop = fault { return try await hangUp(context, record) }
            record.status = 200
            world.change { $0.calls.append(record) }
            return .json(answer)
        } catch let error as ResendError {
            record.status = error.status
            world.change { $0.calls.append(record) }
            return error.response
        }
    }

    private func hangUp(_ context: GraphContext, _ record: ResendState.Call) async throws -> Response {
        world.change { $0.calls.append(record) }
        try? await context.channel.close()
        throw CancellationError()
    }

    private func authenticate(_ request: Request, _ needsFullAccess: Bool) throws {
        guard request.headers[.userAgent] != nil else {
            throw ResendError(status: 403, name: "validation_error", message: "User-Agent header is required")
        }
        guard let header = request.headers[.authorization], header.hasPrefix("Bearer ") else {
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

    private func sentMail(_ asked: Asked) throws -> (JSON, emailID: String?) {
        guard let mail = world.read({ state in state.sent.last { $0.id == asked.context.parameters.get("id") } }) else {
            throw Self.notFound
        }
        return (
            .object([
                ("object", "email"), ("id", JSON(mail.id)), ("message_id", JSON("<\(mail.messageID)>")),
                ("from", mail.body["from"]), ("to", mail.body["to"]),
                ("subject", JSON(mail.subject)), ("last_event", JSON(mail.events.last ?? "sent")),
            ]), mail.id
        )
    }

    private func receivedMail(_ asked: Asked) throws -> (JSON, emailID: String?) {
        let mail = world.change { state -> ResendState.Received? in
            guard state.missesBeforeContent == 0 else {
                state.missesBeforeContent -= 1
                return nil
            }
            return state.received.last { $0.id == asked.context.parameters.get("id") }
        }
        guard let mail else { throw Self.notFound }
        var headers: [(String, JSON?)] = []
        for (name, value) in mail.headers { headers.append((name.lowercased(), JSON(value))) }
        let notice = Self.notice(mail)
        let members: [(String, JSON?)] = notice.members.filter { $0.key != "email_id" }.map { ($0.key, $0.value) }
        return (
            .object(
                [
                    ("object", "email"), ("id", JSON(mail.id)), ("text", JSON(mail.text)),
                    ("html", mail.html.map { JSON($0) } ?? .null), ("headers", .object(headers)),
                ]
                    + members), mail.id
        )
    }

    private func attachment(_ asked: Asked) throws -> (JSON, emailID: String?) {
        let (id, place) = (asked.context.parameters.get("id"), asked.context.parameters.get("file"))
        guard let id, let place, let file = file(id, place) else { throw Self.notFound }
        let port = world.read { $0.port } ?? 0
        return (
            [
                "object": "attachment", "id": JSON(place), "filename": JSON(file.name), "content_type": JSON(file.type),
                "size": JSON(file.data.count),
                "download_url": JSON("http://127.0.0.1:\(port)/files/\(id)/\(place)"),
            ], id
        )
    }

    private func file(_ id: String?, _ place: String?) -> ResendState.File? {
        guard let place, place.hasPrefix("att_"), let index = Int(place.dropFirst(4)), index >= 0 else { return nil }
        return world.read { state in state.received.last { $0.id == id } }?.files.dropFirst(index).first
    }

    private func listDomains(_ asked: Asked) throws -> (JSON, emailID: String?) {
        let names = world.read { $0.domains.sorted() }
        return (["object": "list", "data": JSON(names.map { ["name": JSON($0), "status": "verified"] })], nil)
    }

    static let notFound = ResendError(status: 404, name: "not_found", message: "Email not found")
}
